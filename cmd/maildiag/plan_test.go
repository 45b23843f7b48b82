package main

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

func TestParseService(t *testing.T) {
	tests := []struct {
		protocol fact.Protocol
		value    string
		host     string
		port     int
		security fact.Security
	}{
		{fact.IMAP, "imap.example.com", "imap.example.com", 993, fact.TLS},
		{fact.POP3, "pop.example.com", "pop.example.com", 995, fact.TLS},
		{fact.SMTP, "smtp.example.com", "smtp.example.com", 465, fact.TLS},
		{fact.IMAP, "imap.example.com:143", "imap.example.com", 143, fact.StartTLS},
		{fact.POP3, "pop.example.com:110", "pop.example.com", 110, fact.StartTLS},
		{fact.SMTP, "smtp.example.com:587", "smtp.example.com", 587, fact.StartTLS},
		{fact.SMTP, "smtp.example.com:25", "smtp.example.com", 25, fact.StartTLS},
		{fact.SMTP, "smtp.example.com:2525", "smtp.example.com", 2525, fact.StartTLS},
		{fact.SMTP, "smtp.example.com:587/tls", "smtp.example.com", 587, fact.TLS},
		{fact.IMAP, "imap.example.com:143/none", "imap.example.com", 143, fact.None},
		{fact.IMAP, "imap.example.com/starttls", "imap.example.com", 993, fact.StartTLS},
		{fact.IMAP, " IMAP.Example.COM.:993/TLS ", "imap.example.com", 993, fact.TLS},
		{fact.IMAP, "192.0.2.10:143", "192.0.2.10", 143, fact.StartTLS},
		{fact.IMAP, "2001:db8::1", "2001:db8::1", 993, fact.TLS},
		{fact.IMAP, "[2001:db8::1]", "2001:db8::1", 993, fact.TLS},
		{fact.IMAP, "[2001:DB8::1]:143/none", "2001:db8::1", 143, fact.None},
		{fact.IMAP, "[::ffff:192.0.2.1]:993", "192.0.2.1", 993, fact.TLS},
		{fact.IMAP, "邮件.例子.公司:993", "xn--5nq051n.xn--fsqu00a.xn--55qx5d", 993, fact.TLS},
		{fact.IMAP, "mail_1.example.com", "mail_1.example.com", 993, fact.TLS},
		{fact.IMAP, "localhost:1143/none", "localhost", 1143, fact.None},
	}
	for _, test := range tests {
		got, err := parseService(test.protocol, test.value)
		if err != nil {
			t.Errorf("%s %q: %v", test.protocol, test.value, err)
			continue
		}
		want := probe.ServicePlan{Protocol: test.protocol, Host: test.host, Port: test.port, Security: test.security, Source: fact.SourceUser, MayLogin: true}
		if got != want {
			t.Errorf("%s %q: %+v, want %+v", test.protocol, test.value, got, want)
		}
	}
}

func TestParseServiceErrors(t *testing.T) {
	tests := []struct{ value, want string }{
		{"", "needs the server's name"},
		{"/tls", "needs the server's name"},
		{"imaps://imap.example.com", "without imaps://"},
		{"imap.example.com:70000", "not a port"},
		{"imap.example.com:0", "not a port"},
		{"imap.example.com:-1", "not a port"},
		{"imap.example.com:", "not a port"},
		{"imap.example.com:imap", "not a port"},
		{"imap.example.com:993/foo", "“/foo”"},
		{"imap.example.com:993/", "“/”"},
		{"imap.example.com:993/tls/x", "“/tls/x”"},
		{"[2001:db8::1", "brackets"},
		{"[imap.example.com]:993", "brackets"},
		{"[2001:db8::1]993", "brackets"},
		{"2001:db8::1::993", "brackets"},
		{"192.0.2.256", "not an IP address"},
		{"imap..example.com", "two dots"},
		{"-imap.example.com", "not a valid domain name"},
		{"imap example.com", "a space"},
		{"imap.example.com:993,smtp.example.com", "not a port"},
		{strings.Repeat("a", 64) + ".example.com", "63"},
		{strings.Repeat("a.", 130) + "com", "253"},
		{":993", "not a valid domain name"},
	}
	for _, test := range tests {
		_, err := parseService(fact.IMAP, test.value)
		checkUsage(t, test.value, err, test.want)
	}
}

// checkUsage: the error is one line, in both languages, and says what is expected.
func checkUsage(t *testing.T, what string, err error, want string) {
	t.Helper()
	bad, ok := err.(*usageError)
	if !ok {
		t.Errorf("%q: error %v, want a usage error with %q", what, err, want)
		return
	}
	en, zh := bad.text.In(lang.EN), bad.text.In(lang.ZH)
	if !strings.Contains(en, want) || strings.Contains(en, "\n") || strings.ContainsAny(en, "{}") {
		t.Errorf("%q: %q, want one line with %q", what, en, want)
	}
	if zh == en || strings.Contains(zh, "\n") || strings.ContainsAny(zh, "{}") {
		t.Errorf("%q: Chinese error %q", what, zh)
	}
}

func TestParseAddress(t *testing.T) {
	tests := []struct{ in, text, domain string }{
		{"alice@example.com", "alice@example.com", "example.com"},
		{" <Alice.B+x@Example.COM> ", "Alice.B+x@Example.COM", "example.com"},
		{"mailto:alice@example.com", "alice@example.com", "example.com"},
		{"alice＠example.com", "alice@example.com", "example.com"},
		{"alice@例子.公司", "alice@例子.公司", "xn--fsqu00a.xn--55qx5d"},
		{"alice@example。com", "alice@example。com", "example.com"},
		{"张三@example.com", "张三@example.com", "example.com"},
		{`"alice b"@example.com`, `"alice b"@example.com`, "example.com"},
		{`"a@b\""@example.com`, `"a@b\""@example.com`, "example.com"},
		{"alice@mail", "alice@mail", "mail"},
		{strings.Repeat("a", 64) + "@example.com", strings.Repeat("a", 64) + "@example.com", "example.com"},
	}
	for _, test := range tests {
		got, err := parseAddress(test.in)
		if err != nil || got.text != test.text || got.domain != test.domain {
			t.Errorf("%q: %+v, %v; want %s in %s", test.in, got, err, test.text, test.domain)
		}
	}
}

func TestParseAddressErrors(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", "not an email address"},
		{"alice", "not an email address"},
		{"@example.com", "no name"},
		{"alice@", "no domain"},
		{"alice b@example.com", "a space"},
		{"a@b@example.com", "a second @"},
		{"alice,bob@example.com", "(,)"},
		{"alice\x1b@example.com", "not allowed there"},
		{"alice\u200b@example.com", "not allowed there"},
		{"\xff@example.com", "not UTF-8"},
		{`"alice@example.com`, `(")`},
		{"alice@[192.0.2.1]", "IP address after the @"},
		{"alice@192.0.2.1", "IP address after the @"},
		{"alice@exa mple.com", "a space"},
		{"alice@example..com", "two dots"},
		{strings.Repeat("a", 65) + "@example.com", "64"},
		{"alice@" + strings.Repeat("a.", 130) + "com", "254"},
	}
	for _, test := range tests {
		_, err := parseAddress(test.in)
		checkUsage(t, test.in, err, test.want)
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("alice@example.com")
	f.Add(`"a\"b"@例子.公司`)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := parseAddress(s)
		if err != nil {
			return
		}
		if again, err := parseAddress(got.text); err != nil || again != got {
			t.Fatalf("%q gave %+v, and that gave %+v, %v", s, got, again, err)
		}
		for _, r := range got.domain {
			if r >= 0x80 || r <= ' ' {
				t.Fatalf("%q: domain %q", s, got.domain)
			}
		}
	})
}

func FuzzParseService(f *testing.F) {
	f.Add("imap.example.com:993/tls")
	f.Add("[2001:db8::1]:143")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := parseService(fact.IMAP, s)
		if err == nil && (got.Host == "" || got.Port < 1 || got.Port > 65535 || got.Security == "") {
			t.Fatalf("%q: %+v", s, got)
		}
	})
}

var box = address{text: "alice@example.com", domain: "example.com"}

// flagsWith are the flags as they stand without a word, with changes.
func flagsWith(change func(*checkFlags)) *checkFlags {
	f := &checkFlags{references: references, timeout: "30s"}
	change(f)
	return f
}

func TestMakePlan(t *testing.T) {
	public := []netip.AddrPort{netip.MustParseAddrPort("223.5.5.5:53"), netip.MustParseAddrPort("119.29.29.29:53"),
		netip.MustParseAddrPort("1.1.1.1:53"), netip.MustParseAddrPort("8.8.8.8:53")}
	base := probe.Plan{Address: "alice@example.com", Domain: "example.com", References: public, Timeout: 30 * time.Second}
	tests := []struct {
		name   string
		change func(*checkFlags)
		want   func(*probe.Plan)
	}{
		{"nothing", func(*checkFlags) {}, func(*probe.Plan) {}},
		{"services", func(f *checkFlags) { f.smtp.Set("smtp.example.com"); f.imap.Set("imap.example.com:143") }, func(p *probe.Plan) {
			p.Configured = true
			p.Services = []probe.ServicePlan{
				{Protocol: fact.IMAP, Host: "imap.example.com", Port: 143, Security: fact.StartTLS, Source: fact.SourceUser, MayLogin: true},
				{Protocol: fact.SMTP, Host: "smtp.example.com", Port: 465, Security: fact.TLS, Source: fact.SourceUser, MayLogin: true}}
		}},
		{"login", func(f *checkFlags) { f.login, f.smtpLogin, f.noAuth = "alice", "bob", true }, func(p *probe.Plan) {
			p.Login, p.SMTPLogin, p.NoAuth = "alice", "bob", true
		}},
		{"dns", func(f *checkFlags) { f.dns, f.references = "192.0.2.53", "192.0.2.54:5353, 2001:db8::53" }, func(p *probe.Plan) {
			p.Resolvers = []netip.AddrPort{netip.MustParseAddrPort("192.0.2.53:53")}
			p.References = []netip.AddrPort{netip.MustParseAddrPort("192.0.2.54:5353"), netip.MustParseAddrPort("[2001:db8::53]:53")}
		}},
		{"no references", func(f *checkFlags) { f.references = "none" }, func(p *probe.Plan) { p.References = nil }},
		{"families", func(f *checkFlags) { f.only6 = true }, func(p *probe.Plan) { p.Family = 6 }},
		{"four", func(f *checkFlags) { f.only4 = true }, func(p *probe.Plan) { p.Family = 4 }},
		{"timeout", func(f *checkFlags) { f.timeout = "1m30s" }, func(p *probe.Plan) { p.Timeout = 90 * time.Second }},
		{"bare seconds", func(f *checkFlags) { f.timeout = "5" }, func(p *probe.Plan) { p.Timeout = 5 * time.Second }},
		{"recipient", func(f *checkFlags) { f.sendTo = "<bob@example.net>" }, func(p *probe.Plan) { p.SendTo = "bob@example.net" }},
	}
	for _, test := range tests {
		want := base
		test.want(&want)
		got, err := makePlan(box, flagsWith(test.change))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v, %v; want\n%+v", test.name, got, err, want)
		}
	}
}

func TestMakePlanErrors(t *testing.T) {
	tests := []struct {
		name, want string
		change     func(*checkFlags)
	}{
		{"twice", "2 times", func(f *checkFlags) { f.imap.Set("a.example"); f.imap.Set("b.example") }},
		{"4 and 6", "-4 and -6", func(f *checkFlags) { f.only4, f.only6 = true, true }},
		{"no discovery", "--no-discovery", func(f *checkFlags) { f.noDiscovery = true }},
		{"no login with a password", "--no-auth", func(f *checkFlags) { f.noAuth, f.passwordStdin = true, true }},
		{"two passwords", "keep one", func(f *checkFlags) { f.passwordStdin, f.passwordFile = true, "x" }},
		{"dns name", "--dns dns.example", func(f *checkFlags) { f.dns = "dns.example" }},
		{"dns port", "--dns 192.0.2.53:0", func(f *checkFlags) { f.dns = "192.0.2.53:0" }},
		{"reference", "--reference-dns x", func(f *checkFlags) { f.references = "1.1.1.1,x" }},
		{"empty reference", "--reference-dns", func(f *checkFlags) { f.references = "" }},
		{"many references", "at most 8", func(f *checkFlags) { f.references = strings.Repeat("1.1.1.1,", 8) + "1.1.1.1" }},
		{"timeout", "--timeout soon", func(f *checkFlags) { f.timeout = "soon" }},
		{"short timeout", "--timeout 10ms", func(f *checkFlags) { f.timeout = "10ms" }},
		{"long timeout", "--timeout 1h", func(f *checkFlags) { f.timeout = "1h" }},
		{"huge timeout", "--timeout 99999999999999", func(f *checkFlags) { f.timeout = "99999999999999" }},
		{"recipient", "--send-to", func(f *checkFlags) { f.sendTo = "bob" }},
	}
	for _, test := range tests {
		_, err := makePlan(box, flagsWith(test.change))
		checkUsage(t, test.name, err, test.want)
	}
	_, err := makePlan(address{text: "alice@mail", domain: "mail"}, flagsWith(func(*checkFlags) {}))
	checkUsage(t, "one label", err, "incomplete")
	if _, err := makePlan(address{text: "alice@mail", domain: "mail"}, flagsWith(func(f *checkFlags) { f.imap.Set("192.0.2.1") })); err != nil {
		t.Errorf("a domain of one label with a named server: %v", err)
	}
}
