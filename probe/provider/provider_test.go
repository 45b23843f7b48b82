package provider

import (
	"strings"
	"testing"

	"maildiag/probe/fact"
)

func TestEveryRowParses(t *testing.T) {
	got, err := parse(providersTSV, mxTSV)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.providers); n < 112 {
		t.Errorf("%d providers, of 112", n)
	}
	if n := len(got.mx); n < 77 {
		t.Errorf("%d mail exchangers, of 77", n)
	}
	for _, p := range got.providers {
		seen := map[Server]bool{}
		for _, s := range p.Servers {
			if seen[s] {
				t.Errorf("%s: %v twice", p.Name, s)
			}
			seen[s] = true
		}
		if p.Password == "" && !p.None {
			t.Errorf("%s: no kind of password", p.Name)
		}
	}
}

func TestLookups(t *testing.T) {
	for _, c := range []struct{ domain, want string }{
		{"qq.com", "QQ Mail"}, {"QQ.com.", "QQ Mail"}, {"163.com", "NetEase 163"}, {"gmail.com", "Gmail"}, {"tutanota.com", "Tuta"},
		{"example.com", ""}, {"x.qq.com", ""}, {"", ""},
	} {
		if got := nameOf(ByDomain(c.domain)); got != c.want {
			t.Errorf("the domain %q is of %q, want %q", c.domain, got, c.want)
		}
	}
	for _, c := range []struct{ mx, want string }{
		{"mxbiz1.qq.com", "Tencent exmail"}, {"MXBIZ2.QQ.COM.", "Tencent exmail"}, {"mx3.qq.com", "QQ Mail"},
		{"163mx02.mxmail.netease.com", "NetEase 163"}, {"qiye163mx01.mxmail.netease.com", "NetEase qiye"},
		{"mxn.mxhichina.com", "Aliyun qiye"}, {"example-com.mail.protection.outlook.com", "Microsoft 365"},
		{"alt1.aspmx.l.google.com", "Gmail"}, {"aspmx.l.google.com", "Gmail"}, {"mx7.qq.com", ""}, {"notqq.com", ""},
		{"mail.protection.outlook.com.evil.example", ""}, {"", ""}, {"com", ""},
	} {
		if got, _ := ByMX(c.mx); got != c.want {
			t.Errorf("the mail exchanger %q is of %q, want %q", c.mx, got, c.want)
		}
	}
	if name, p := ByMX("mx.soverin.net"); name != "Soverin" || p != nil {
		t.Errorf("a provider without a row: %q, %v", name, p)
	}
	for _, c := range []struct{ host, want string }{
		{"imap.exmail.qq.com", "Tencent exmail"}, {"hwimap.exmail.qq.com", "Tencent exmail"}, {"smtp.mxhichina.com", "Aliyun qiye"},
		{"evil.exmail.qq.com", ""}, {"127.0.0.1", ""}, {"imap.example.com", ""}, {"mail.{domain}", ""},
	} {
		if got := nameOf(ByHost(c.host)); got != c.want {
			t.Errorf("the host %q is of %q, want %q", c.host, got, c.want)
		}
	}
}

func nameOf(p *Provider) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func TestForPutsTheDomainIn(t *testing.T) {
	for _, s := range ByDomain("inbox.lv").For("inbox.lv") {
		if s.Host != "mail.inbox.lv" {
			t.Errorf("%v", s)
		}
	}
	if s := ByDomain("qq.com").For("qq.com")[0]; s != (Server{fact.IMAP, "imap.qq.com", 993, fact.TLS}) {
		t.Errorf("%v", s)
	}
}

func TestParseIsStrict(t *testing.T) {
	const good = "A\ta.example\timap.a.example:993/tls\t-\tsmtp.a.example:465/tls\taddress\taccount\t-\t-\n"
	if _, err := parse(good, "mx.a.example\tA\n"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ providers, mx, want string }{
		{strings.Replace(good, ":993/tls", ":993/tls; imap.a.example:993/tls", 1), "", "twice"},
		{strings.Replace(good, ":993/tls", ":99333/tls", 1), "", "port"},
		{strings.Replace(good, "993/tls", "993/ssl", 1), "", "/tls"},
		{strings.Replace(good, "imap.a.example", "imap_a", 1), "", "host name"},
		{strings.Replace(good, "address", "name", 1), "", "login name"},
		{strings.Replace(good, "account", "secret", 1), "", "password"},
		{strings.Replace(good, "\t-\t-\n", "\toff on\t-\n", 1), "", "flag"},
		{strings.Replace(good, "\t-\t-\n", "\t-\n", 1), "", "cells"},
		{strings.Replace(good, "\t-\t-\n", "\tnone\t-\n", 1), "", "none"},
		{good + good, "", "twice"},
		{good + strings.Replace(good, "A\t", "B\t", 1), "", "belongs to"},
		{good, "mx.a.example\tB\n", "before its name"},
		{good, "mx.a.example\t!A\n", "before its name"},
		{good, "mx[3-1].a.example\tA\n", "range"},
		{good, "mx1.a.example\tA\nmx[1-2].a.example\tA\n", "twice"},
	} {
		if _, err := parse(c.providers, c.mx); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, %q: %v, want an error about %q", c.providers, c.mx, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("A\ta.example\timap.a.example:993/tls\t-\t-\taddress\taccount\t-\t-\n", "mx[1-2].a.example\tA\n")
	f.Fuzz(func(t *testing.T, providers, mx string) {
		got, err := parse(providers, mx)
		if err != nil {
			return
		}
		for _, p := range got.providers {
			for _, s := range p.Servers {
				if s.Port < 1 || s.Host == "" {
					t.Errorf("%s: %v", p.Name, s)
				}
			}
		}
	})
}
