package lab

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		in   string
		want string // key@port=value on services; "; " between
	}{
		{"", ""},
		{" ; ;", ""},
		{"imap.cert=expired", "cert=expired on imap"},
		{" imap.cert = expired ; dns.system=dead ", "cert=expired on imap; dns.system=dead"},
		{"all.cert=expired", "cert=expired on imap,pop3,smtp"},
		{"all.send=relay-denied", "send=relay-denied on smtp"},
		{"imap.tcp@993=filtered", "tcp=filtered@993 on imap"},
		{"all.tcp@25=refused", "tcp=refused@25 on smtp"},
		{"all.tcp@443=refused", "tcp=refused@443 on imap,pop3,smtp"},
		{"smtp.greeting=slow:12", "greeting=slow:12 on smtp"},
		{"dns.system=slow:0.5", "dns.system=slow:0.5"},
		{"pc.offline", "pc.offline="},
		{"dns.intercepted", "dns.intercepted="},
		{"dns.intercepted=right", "dns.intercepted=right"},
		{"pc.clock=-3y", "pc.clock=-3y"},
		{"plan.imap=[2001:db8::10]:143/starttls", "plan.imap=[2001:db8::10]:143/starttls"},
		{"expired-certificate", "cert=expired on imap"},
		{"wrong-port", "plan.smtp=smtp.example.com:25/starttls; tcp=filtered@25 on smtp"},
	} {
		items, err := parse(test.in)
		if err != nil {
			t.Errorf("%q: %v", test.in, err)
			continue
		}
		var got []string
		for _, it := range items {
			got = append(got, show(it))
		}
		if s := strings.Join(got, "; "); s != test.want {
			t.Errorf("%q: got %s, want %s", test.in, s, test.want)
		}
	}
}

func show(it item) string {
	s := it.row.key + "=" + it.row.value + it.arg
	if it.row.arg == seconds {
		s += ":" + strings.TrimSuffix(strings.TrimRight(formatFloat(it.wait), "0"), ".")
	}
	if it.port != 0 {
		s += "@" + formatInt(it.port)
	}
	if it.on != nil {
		s += " on " + strings.ReplaceAll(list(it.on), ", ", ",")
	}
	return s
}

func TestBadFaults(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"imap.cert=expird", "near it: imap.cert=expired"},
		{"pop3.cert=expird", "near it: pop3.cert=expired"},
		{"expired-certificat", "near it: expired-certificate"},
		{"imap.cert", "near it: imap.cert"},
		{"imap.crt=expired", "imap.cert=expired"},
		{"cert=expired", "unknown fault"},
		{"dns.sytem=dead", "dns.system=dead"},
		{"imap.dns.system=dead", "unknown fault"},
		{"wrong-pasword", "wrong-password"},
		{"imap", "unknown fault"},
		{"=", "unknown fault"},
		{"pc.offline=yes", "unknown fault"},
		{"imap.cert=expired:3", "unknown fault"},
		{"imap.tcp@994=filtered", "no port 994"},
		{"imap.tcp@x=filtered", "not a port"},
		{"imap.tcp@70000=filtered", "not a port"},
		{"imap.host@993=filtered", "can't be narrowed"},
		{"dns.system@53=dead", "can't be narrowed"},
		{"all.tcp@12=refused", "no service has that port"},
		{"smtp.greeting=slow", "number of seconds"},
		{"smtp.greeting=slow:NaN", "number of seconds"},
		{"smtp.greeting=slow:-1", "number of seconds"},
		{"imap.send=relay-denied", "only smtp can have it"},
		{"pop3.starttls=stripped", "only smtp can have it"},
		{"imap.starttls@993=missing", "TLS from the first byte"},
		{"pc.clock=soon", "not a time"},
		{"pc.clock=-3", "not a time"},
		{"pc.clock=", "value is missing"},
		{"hosts.imap=here", "not an address"},
		{"plan.imap=imap.example.com", "not host:port/"},
		{"plan.imap=imap.example.com:0/tls", "not a port"},
		{"plan.timeout=0", "not a number of seconds"},
		{"imap.cert=expired;imap.cert=wrong-name", "can't be combined"},
		{"all.cert=expired;imap.cert=wrong-name", "can't be combined"},
		{"imap.tcp=filtered;imap.tcp@993=refused", "can't be combined"},
		{"imap.host=filtered;imap.v6=refused", "can't be combined"},
		{"dns.system=dead;dns.system=servfail", "can't be combined"},
		{"dns.system=slow:1;dns.system=slow:2", "can't be combined"},
		{"dns.intercepted;dns.system=dead", "can't be combined"},
		{"dns.split=private;dns.system=wrong", "can't be combined"},
		{"dns.split=private;dns.reference=different", "can't be combined"},
	} {
		w, err := New(test.in)
		if err == nil {
			w.Close()
			t.Errorf("%q: no error", test.in)
			continue
		}
		if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %q does not say %q", test.in, err, test.want)
		}
	}
	var unknown *UnknownFault
	if _, err := New("imap.cert=expird"); !errors.As(err, &unknown) || unknown.Fault != "imap.cert=expird" || !slices.Contains(unknown.Near, "imap.cert=expired") {
		t.Errorf("not an UnknownFault with what is near: %v", err)
	}
}

func TestCombinations(t *testing.T) {
	for _, s := range []string{
		"all.cert=expired;pc.clock=-3y",
		"imap.cert=expired;imap.cert=expired",
		"imap.tcp=filtered;imap.tcp@993=filtered",
		"imap.host=filtered;imap.tcp=filtered",
		"imap.cert@993=expired;imap.cert@143=wrong-name",
		"dns.first=dead;dns.system=wrong",
		"dns.split=both;dns.system=slow:1",
		"imap.second-address=dead;imap.v6=filtered",
		"all.login=qq-five-causes;smtp.send=blocked",
		"imap.tls=rsa-only;imap.cert=expired",
	} {
		w, err := New(s)
		if err != nil {
			t.Errorf("%s: %v", s, err)
			continue
		}
		w.Close()
	}
}

// The table is what people read in `demo --list`: complete, without twins, and each name means itself.
func TestRows(t *testing.T) {
	seen, used := map[string]bool{}, map[string]bool{}
	for i := range rows {
		r := &rows[i]
		name := r.name()
		used[r.key] = true
		if seen[name] || (r.short != "" && seen[r.short]) {
			t.Errorf("%s (%s) stands twice", name, r.short)
		}
		seen[name], seen[r.short] = true, r.short != ""
		if r.en == "" || r.zh == "" {
			t.Errorf("%s lacks a text", name)
		}
		if strings.ContainsFunc(r.en, func(c rune) bool { return c > 0x2000 }) || !strings.ContainsFunc(r.zh, func(c rune) bool { return c > 0x2000 }) {
			t.Errorf("%s: a text is in the wrong language", name)
		}
		items, err := parse(name)
		if err != nil || len(items) != 1 || items[0].row != r {
			t.Errorf("%s does not parse to its own row: %v", name, err)
		}
		for p, sp := range r.says {
			if len(sp.lines) == 0 && sp.raw == "" && sp.then == goOn {
				t.Errorf("%s says nothing as %s", name, p)
			}
		}
	}
	for k := range keys {
		if !used[k] {
			t.Errorf("key %s has no row", k)
		}
	}
	for _, s := range scenes {
		if seen[s.short] || s.en == "" || s.zh == "" {
			t.Errorf("scene %s stands twice or lacks a text", s.short)
		}
		if _, err := draw(s.faults); err != nil {
			t.Errorf("scene %s: %v", s.short, err)
		}
	}
	if n := len(Faults()); n != len(rows)+len(scenes) {
		t.Errorf("%d faults listed", n)
	}
}

func FuzzFaults(f *testing.F) {
	for i := range rows {
		f.Add(rows[i].name())
	}
	f.Add("all.tcp@25=refused; imap.cert=expired;;wrong-port")
	f.Add("plan.imap=[::1]:143/none;hosts.smtp=::;pc.clock=+0.5h")
	f.Fuzz(func(t *testing.T, s string) {
		b, err := draw(s)
		if err != nil {
			var unknown *UnknownFault
			if errors.As(err, &unknown) {
				for _, name := range unknown.Near {
					if _, err := parse(name); err != nil {
						t.Fatalf("near %q: %v", name, err)
					}
				}
			}
			return
		}
		if len(b.doors) == 0 {
			t.Fatalf("%q: a world without doors", s)
		}
		(&World{design: b}).Plan() // panics where a setting got in unchecked
		// The same faults twice, and in any order, are the same world.
		if _, err := draw(s + ";" + s); err != nil {
			t.Fatalf("%q twice: %v", s, err)
		}
	})
}
