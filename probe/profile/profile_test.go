package profile

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
)

func TestExample(t *testing.T) {
	file, err := os.Open("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p, err := Read(file, []string{"auth.rejected", "send.rate-limited", "send.relay-denied"})
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Changhong" || !p.For("changhong.com") || !p.For("sub.changhong.com") || p.For("notchanghong.com") {
		t.Errorf("%q, %v", p.Name, p.Domains)
	}
	want := []fact.Found{
		{Protocol: fact.IMAP, Host: "imap.changhong.com", Port: 993, Security: fact.TLS, Source: fact.SourceProfile},
		{Protocol: fact.POP3, Host: "pop3.changhong.com", Port: 995, Security: fact.TLS, Source: fact.SourceProfile},
		{Protocol: fact.SMTP, Host: "smtp.changhong.com", Port: 465, Security: fact.TLS, Source: fact.SourceProfile},
	}
	if !slices.Equal(p.Servers, want) {
		t.Errorf("%+v", p.Servers)
	}
	if p.Limits != (fact.Limits{WrongPasswords: 10, LockMinutes: 30, Messages: 50, MessagesMinutes: 15, Recipients: 100, RecipientsDay: 300}) {
		t.Errorf("%+v", p.Limits)
	}
	if p.Relay == nil || *p.Relay != (fact.MailRelay{Host: "10.3.15.240", Port: 25}) || p.Resolvers[0] != "114.114.114.114" || p.Login != fact.FormAddress {
		t.Errorf("%+v", p)
	}
	if len(p.Texts) != 3 || len(p.Texts[0].Steps) != 2 || p.Texts[0].Steps[0].ZH == "" || p.Contact.ZH != "信息部邮件管理员" {
		t.Errorf("%+v %+v", p.Texts, p.Contact)
	}
	if len(p.Networks) != 1 || len(p.Segments) != 1 || p.Segments[0].Range != "10.3.0.0/16" || p.Segments[0].Name.EN != "the head office" {
		t.Errorf("%v %+v", p.Networks, p.Segments)
	}
}

func TestStrict(t *testing.T) {
	const head = "name: A\ndomains: [a.example]\n"
	for _, c := range []struct {
		yaml string
		want Problem // Raw is not compared
	}{
		{"", Problem{Kind: NotYAML}},
		{"a: [", Problem{Kind: NotYAML, Line: 1}},
		{"- a\n", Problem{Kind: BadValue, Line: 1, Column: 1, Value: "", Want: WantMap}},
		{"domains: [a.example]\n", Problem{Kind: Missing, Line: 1, Column: 1, Key: "name"}},
		{head + "serers: {}\n", Problem{Kind: UnknownKey, Line: 3, Column: 1, Key: "serers", Near: "servers"}},
		{head + "name: B\n", Problem{Kind: Twice, Line: 3, Column: 1, Key: "name"}},
		{head + "servers:\n  imap: {host: imap.a.example, port: 70000, security: tls}\n", Problem{Kind: BadValue, Line: 4, Column: 38, Key: "servers.imap.port", Value: "70000", Want: WantPort}},
		{head + "servers:\n  imap: {host: imap.a.example, port: 993, security: ssl}\n", Problem{Kind: BadValue, Line: 4, Column: 53, Key: "servers.imap.security", Value: "ssl", Want: WantSecurity}},
		{head + "servers:\n  imap: {host: 'https://a', port: 993, security: tls}\n", Problem{Kind: BadValue, Line: 4, Column: 16, Key: "servers.imap.host", Value: "https://a", Want: WantHost}},
		{head + "servers:\n  imap: {host: imap.a.example, port: 993}\n", Problem{Kind: Missing, Line: 4, Column: 9, Key: "servers.imap.security"}},
		{head + "servers:\n  impa: {}\n", Problem{Kind: UnknownKey, Line: 4, Column: 3, Key: "servers.impa", Near: "imap"}},
		{head + "login: adress\n", Problem{Kind: BadValue, Line: 3, Column: 8, Key: "login", Value: "adress", Want: WantForm}},
		{head + "resolvers: [1.2.3]\n", Problem{Kind: BadValue, Line: 3, Column: 13, Key: "resolvers", Value: "1.2.3", Want: WantAddress}},
		{head + "networks: [10.0.0.1/8]\n", Problem{Kind: BadValue, Line: 3, Column: 12, Key: "networks", Value: "10.0.0.1/8", Want: WantRange}},
		{head + "limits: {lock: 30}\n", Problem{Kind: BadValue, Line: 3, Column: 16, Key: "limits.lock", Value: "30", Want: WantDuration}},
		{head + "limits: {messages: 5}\n", Problem{Kind: Missing, Line: 3, Column: 9, Key: "limits.messages-in"}},
		{head + "texts: {auth.rejectd: [{en: x}]}\n", Problem{Kind: BadValue, Line: 3, Column: 9, Key: "texts", Value: "auth.rejectd", Want: WantCode, Near: "auth.rejected"}},
		{head + "texts: {auth.rejected: [{fr: x}]}\n", Problem{Kind: UnknownKey, Line: 3, Column: 26, Key: "texts.auth.rejected.fr"}},
		{head + "contact: somebody\n", Problem{Kind: BadValue, Line: 3, Column: 10, Key: "contact", Value: "somebody", Want: WantPhrase}},
		{head + "webmail: javascript:x\n", Problem{Kind: BadValue, Line: 3, Column: 10, Key: "webmail", Value: "javascript:x", Want: WantURL}},
		{"name: &a A\ndomains: [a.example]\nwebmail: *a\n", Problem{Kind: Alias, Line: 3, Column: 10, Key: "webmail"}},
		{head + "segments: [{name: {en: x}}]\n", Problem{Kind: Missing, Line: 3, Column: 12, Key: "segments.range"}},
		{strings.Repeat("#", MaxSize+1), Problem{Kind: TooLarge}},
	} {
		_, err := Read(strings.NewReader(c.yaml), []string{"auth.rejected"})
		var p *Problem
		if !errors.As(err, &p) {
			t.Errorf("%.60q: %v", c.yaml, err)
			continue
		}
		got := *p
		got.Raw = ""
		if got.Kind == NotYAML {
			got.Line = c.want.Line
		}
		if got != c.want {
			t.Errorf("%.120q:\n got %+v\nwant %+v", c.yaml, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add("name: A\ndomains: [a.example]\nservers: {imap: {host: a.example, port: 1, security: tls}}\n")
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Read(strings.NewReader(s), nil)
		if err != nil {
			return
		}
		if p.Name == "" || len(p.Domains) == 0 {
			t.Errorf("%+v", p)
		}
		for _, s := range p.Servers {
			if s.Host == "" || s.Port < 1 || s.Port > 65535 || s.Security == "" {
				t.Errorf("%+v", s)
			}
		}
	})
}
