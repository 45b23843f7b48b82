package report

import (
	"encoding/json"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/cause"
)

// personal is a run full of what names the user and their PC.
func personal() *fact.Set {
	reply := func(lines ...string) *fact.Reply { return &fact.Reply{Kind: fact.ReplyOK, Lines: lines} }
	return &fact.Set{
		Run: fact.Run{Address: "Li.Wei@example.com", Domain: "example.com", Login: `CORP\liwei`, SMTPLogin: "li.wei@example.com",
			SendTo: "boss@example.net", Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		PC: fact.PC{
			Interfaces: []fact.Interface{{Name: "eth0", Addresses: []string{"192.168.1.23/24", "2001:db8:1::23/64", "fe80::a1b2:c3ff:fed4:e5f6/64"}},
				{Name: "ppp0", Addresses: []string{"100.70.8.9/32", "8.8.4.200/32"}}},
			Routes:    &fact.Routes{Default4: true, Gateway4: "192.168.1.1", Gateway6: "fe80::1234"},
			Resolvers: []fact.Resolver{{Addr: "192.168.1.53:53", Role: fact.RoleSystem}},
			Search:    []string{"liwei-home.example.org", "example.com", "lan"},
			Errors:    []string{"liwei: no such file"},
		},
		Names: []fact.Name{{Host: "imap.example.com", OS: &fact.OSAnswer{Addrs: []string{"192.0.2.10", "2001:db8::10"}},
			Lookups: []fact.Lookup{{Resolver: "192.168.1.53:53", Type: "A", Name: "imap.example.com",
				Failure: &fact.Failure{Class: fact.TimedOut, Raw: "read udp 192.168.1.23:5312->192.168.1.53:53: i/o timeout"}}}}},
		Services: []fact.Service{{Protocol: fact.IMAP, Host: "imap.example.com", Port: 993, Security: fact.TLS, Source: fact.SourceUser,
			Attempts: []fact.Attempt{{Addr: "192.0.2.10:993", Reason: fact.ReasonCheck, Security: fact.TLS,
				Dial: &fact.Dial{MS: 1, Local: "192.168.1.23:50123"},
				Talk: fact.Talk{
					Greeting: reply("* OK imap.example.com ready for 198.51.100.7"),
					Caps:     &fact.Caps{List: []string{"250-MX.EXAMPLE.COM HELLO HOST7.ISP.EXAMPLE [198.51.100.7]"}, Reply: reply("250-mx.example.com Hello host7.isp.example ([198.51.100.7])")}},
				Failure:    &fact.Failure{Stage: fact.StageTCP, Class: fact.Reset, Raw: "read tcp [2001:db8:1::23]:4711->[2001:db8::10]:993: reset", FirstBytes: "554 [IPv6:2001:db8:1::23] banned"},
				Transcript: []string{"C: EHLO liweis-laptop", "S: 250 hi liweis-laptop", "C: " + "TGkuV2Vp", "S: 5.7.8 user=liwei failed"},
			}},
			Login: &fact.Login{State: fact.LoginRefused,
				Reply:   &fact.Reply{Kind: fact.ReplyNo, Lines: []string{"NO [AUTHENTICATIONFAILED] <li.wei@EXAMPLE.com>: 用户li.wei不存在, li.wei"}},
				Mailbox: &fact.Step{Reply: reply("li.weiss is somebody else, and so is xli.wei")},
				Rcpt:    &fact.Step{Reply: reply("550 <boss@example.net> rejected from 198.51.100.7.")},
			}}},
	}
}

func masked(t *testing.T, set *fact.Set) *fact.Set {
	t.Helper()
	m, err := Mask(set)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMaskTakesOutWhatIsPersonal(t *testing.T) {
	m := masked(t, personal())
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("li.weiss", "", "xli.wei", "").Replace(strings.ToLower(string(data)))
	for _, secret := range []string{"li.wei", "liwei", `corp\`, "boss", "192.168.1.23", "2001:db8:1::23", "fed4:e5f6", "100.70.8.9", "8.8.4.200",
		"198.51.100.7", "host7", "liweis-laptop", "tgkuv2vp", "fe80::1234"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is still there:\n%s", secret, text)
		}
	}
	for _, kept := range []string{"imap.example.com", "192.0.2.10", "192.168.1.53:53", "example.net", "192.168.1.1\"", "2001:db8::10", "mx.example.com", "lan"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q is gone, and it names no user", kept)
		}
	}
	if !m.Run.Masked {
		t.Error("Run.Masked is not set")
	}
}

func TestMaskKeepsEquality(t *testing.T) {
	m := masked(t, personal())
	a := m.Services[0].Attempts[0]
	local, _, _ := strings.Cut(a.Dial.Local, ":")
	if !strings.HasPrefix(m.PC.Interfaces[0].Addresses[0], local+"/") {
		t.Errorf("the PC's end is %s, its interface %v", a.Dial.Local, m.PC.Interfaces[0].Addresses)
	}
	if raw := m.Names[0].Lookups[0].Failure.Raw; !strings.Contains(raw, " "+local+":5312->192.168.1.53:53") {
		t.Errorf("%q does not name %s", raw, local)
	}
	user, _, _ := strings.Cut(m.Run.Address, "@")
	if !strings.HasPrefix(m.Services[0].Login.Reply.Lines[0], "NO [AUTHENTICATIONFAILED] <"+user+"@") {
		t.Errorf("%q does not name %s", m.Services[0].Login.Reply.Lines[0], user)
	}
	same := personal()
	same.Run.Login = same.Run.Address
	if m := masked(t, same); m.Run.Login != m.Run.Address {
		t.Errorf("login %q and address %q were the same", m.Run.Login, m.Run.Address)
	}
	if !strings.Contains(m.Run.Login, `\`) {
		t.Errorf(`the login name %q lost its form DOMAIN\name`, m.Run.Login)
	}
}

func TestMaskKeepsTheKindOfAnAddress(t *testing.T) {
	for _, s := range []string{"10.1.2.3", "172.20.1.1", "192.168.7.7", "100.100.1.1", "169.254.9.9", "93.184.216.34", "fe80::1:2", "fd12:3456::1",
		"2606:4700::1", "2002:c000:204::1", "2001:0:1::1", "64:ff9b::c000:201"} {
		a := netip.MustParseAddr(s)
		m := &masker{keep: known(&fact.Set{}), addrs: map[string]string{}}
		got := m.addr(a)
		if got == a {
			t.Errorf("%s is not masked", s)
		}
		if classOf(got) != classOf(a) || got.Is4() != a.Is4() || got.IsPrivate() != a.IsPrivate() || got.IsLinkLocalUnicast() != a.IsLinkLocalUnicast() {
			t.Errorf("%s became %s, which is of another kind", s, got)
		}
		if again := m.addr(a); again != got {
			t.Errorf("%s became %s and then %s", s, got, again)
		}
	}
	for _, s := range []string{"127.0.0.1", "0.0.0.0", "198.18.0.5", "224.0.0.251", "::1", "ff02::fb"} {
		a := netip.MustParseAddr(s)
		m := &masker{keep: known(&fact.Set{}), addrs: map[string]string{}}
		if got := m.addr(a); got != a {
			t.Errorf("%s names nobody and became %s", s, got)
		}
	}
}

func TestMaskNeverGivesAServersAddress(t *testing.T) {
	keep := known(&fact.Set{Services: []fact.Service{{Attempts: []fact.Attempt{{Addr: "203.0.113.1:993"}, {Addr: "203.0.113.3:993"}}}}})
	m := &masker{keep: keep, addrs: map[string]string{}}
	seen := map[netip.Addr]bool{}
	for i := range 250 {
		p := m.addr(netip.AddrFrom4([4]byte{93, 1, 1, byte(i)}))
		if keep.addrs[p] || seen[p] {
			t.Fatalf("placeholder %s is a server's or was given before", p)
		}
		seen[p] = true
	}
	for i := range 100 {
		m.addr(netip.AddrFrom4([4]byte{93, 1, 2, byte(i)})) // far too many: it ends, and stays in its class
	}
}

func TestMaskLeavesServersWordsAlone(t *testing.T) {
	for _, local := range []string{"login", "mail", "a", "ok", "authentication", "info"} {
		set := personal()
		set.Run = fact.Run{Address: local + "@example.com", Domain: "example.com"}
		words := "535 5.7.8 Error: authentication failed: a login is ok, no mail, info"
		set.Services[0].Login.Reply.Lines = []string{words, "user <" + local + "> and " + local + "@example.com"}
		m := masked(t, set)
		if got := m.Services[0].Login.Reply.Lines[0]; got != words {
			t.Errorf("%s: the server's words became %q", local, got)
		}
		if got := m.Services[0].Login.Reply.Lines[1]; got != "user <user-1> and user-1@example.com" {
			t.Errorf("%s: %q still tells the name", local, got)
		}
	}
}

func TestMaskOfAPathKeepsItsRouters(t *testing.T) {
	set := personal()
	set.Paths = []fact.Path{{Target: "192.0.2.10:993", Rounds: []fact.Round{{Probes: []fact.Hop{
		{TTL: 1, Addr: "192.168.1.1"}, {TTL: 2, Addr: "203.0.113.200"}, {TTL: 1, Addr: "2001:db8:1::1"}, {TTL: 2, Addr: "2001:db8:77::1"}}}},
		Routers: []fact.Router{{Addr: "203.0.113.200", Name: "core1.isp.example"}}}}
	p := masked(t, set).Paths[0]
	for i, want := range []string{"192.168.1.1", "203.0.113.200", "", "2001:db8:77::1"} {
		if got := p.Rounds[0].Probes[i].Addr; got != want && want != "" || got == "2001:db8:1::1" {
			t.Errorf("hop %d is %s, want %s", i, got, want)
		}
	}
	if p.Routers[0].Name != "core1.isp.example" {
		t.Errorf("the router is called %s", p.Routers[0].Name)
	}
}

func TestMaskOfAMessageTakesOutThePeople(t *testing.T) {
	m := masked(t, &fact.Set{Message: &fact.Message{
		From: []string{"li.wei@example.com"}, Sender: "li.wei@example.com",
		Hops: []fact.Relay{
			{From: "LIWEIS-LAPTOP", IP: "93.184.216.34", By: "smtp.example.com", For: "boss@example.net"},
			{From: "smtp.example.com", Name: "smtp.example.com", IP: "93.184.216.99", By: "mx.example.net"},
		},
		Filters: []fact.Filter{{Field: "X-Spam", Value: "liweis-laptop [93.184.216.34] li.wei@example.com"}},
	}})
	data, err := json.Marshal(m.Message)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ToLower(string(data))
	for _, secret := range []string{"li.wei", "laptop", "93.184.216.34", "boss"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is still there: %s", secret, text)
		}
	}
	for _, kept := range []string{"smtp.example.com", "93.184.216.99", "mx.example.net", "@example.net"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q is gone: %s", kept, text)
		}
	}
}

func TestMaskTwiceChangesNothing(t *testing.T) {
	once := masked(t, personal())
	if twice := masked(t, once); !reflect.DeepEqual(once, twice) {
		t.Error("a masked set was masked again")
	}
}

func TestMaskLeavesTheOriginalAlone(t *testing.T) {
	set := personal()
	masked(t, set)
	if !reflect.DeepEqual(set, personal()) {
		t.Error("the original was changed")
	}
}

func TestMaskedIsJudgedTheSame(t *testing.T) {
	for _, set := range []*fact.Set{personal(), refused(), {}} {
		want, got := cause.Diagnose(set), cause.Diagnose(masked(t, set))
		if want.Status != got.Status || len(want.Findings) != len(got.Findings) || len(want.Unexplained) != len(got.Unexplained) {
			t.Fatalf("%s with %d causes became %s with %d", want.Status, len(want.Findings), got.Status, len(got.Findings))
		}
		for i := range want.Findings {
			if w, g := want.Findings[i], got.Findings[i]; w.Cause.Code != g.Cause.Code || w.Subject != g.Subject || w.Severity != g.Severity {
				t.Errorf("%s %s became %s %s", w.Cause.Code, w.Subject, g.Cause.Code, g.Subject)
			}
		}
	}
}

// TestEveryTextFieldIsDecided puts something personal into every field of a run that holds text: it must be masked, or
// stand in the list of those that name nobody. That list holds no field that is gone.
func TestEveryTextFieldIsDecided(t *testing.T) {
	const secret = "zhangsan"
	set := &fact.Set{}
	fill(reflect.ValueOf(set).Elem(), secret+"@example.com")
	set.Run.Masked = false
	seen := map[string]bool{}
	walkStrings(reflect.ValueOf(masked(t, set)).Elem(), "", func(field, value string) {
		seen[field] = true
		if strings.Contains(value, secret) && !nobody[field] && field != "PC.Search" { // kept where a server lives in it
			t.Errorf("%s holds %q", field, value)
		}
	})
	for field := range nobody {
		if !seen[field] {
			t.Errorf("%s is in the list, and no text of a run", field)
		}
	}
	for field := range forms {
		if !seen[field] {
			t.Errorf("%s has a form, and is no text of a run", field)
		}
	}
}

// fill puts s into every plain string and one element into every slice.
func fill(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), s)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), s)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), s)
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(s)
		}
	}
}

func walkStrings(v reflect.Value, field string, visit func(field, value string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkStrings(v.Elem(), field, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkStrings(v.Index(i), field, visit)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			walkStrings(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.String:
		visit(field, v.String())
	}
}

func FuzzMaskText(f *testing.F) {
	f.Add("250 Hello pc.example [198.51.100.7]", "li.wei")
	f.Add("IPv6:2001:db8:1::23]::::1 1.2.3.4.5", "")
	f.Fuzz(func(t *testing.T, text, name string) {
		set := personal()
		set.Run.Address = name + "@example.com"
		set.Services[0].Login.Reply.Lines = []string{text}
		m := masked(t, set)
		if got := m.Services[0].Login.Reply.Lines[0]; len(got) > 40*len(text)+100 {
			t.Fatalf("%q grew to %q", text, got)
		}
	})
}
