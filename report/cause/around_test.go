package cause

import (
	"slices"
	"testing"

	"maildiag/probe/fact"
)

// shut: no mail server says a word.
func shut(w *world, class fact.Class) {
	for i := range w.Services {
		all(&w.Services[i], "connect", class)
	}
}

func page(status int, leads string) *fact.Around {
	return &fact.Around{Portal: &fact.Portal{URL: "http://check.example/", Status: status, Leads: leads, Genuine: status == 200, Date: started}}
}

// led: the names of both servers lead to one machine of somebody else's, by every resolver.
func led(w *world, ip string) {
	for i := range w.Services {
		s := &w.Services[i]
		for _, r := range []string{system1, ref1, ref2} {
			w.resolver(r, func(l *fact.Lookup) {
				if l.Type == "A" || l.Type == "AAAA" {
					l.Addrs = nil
				}
				if l.Type == "A" {
					l.Addrs = []string{ip}
				}
			})
		}
		s.Attempts = s.Attempts[:1]
		s.Attempts[0].Addr = at(ip, s.Port)
		cert(s, wrongName)
	}
	l := looked("192.0.2.250:53", "imap.example.com", ip, "")[0]
	l.Role = fact.RoleNobody
	w.Around = &fact.Around{Nobody: &l}
}

func TestWhatStandsAround(t *testing.T) {
	firstIs(t, []faulty{
		{"a redirect in place of the page", "client.captive-portal", StatusBroken, func(w *world) {
			shut(w, fact.TimedOut)
			w.Around = page(302, "http://login.hotel.example")
		}},
		{"network authentication required (RFC 6585)", "client.captive-portal", StatusBroken, func(w *world) {
			shut(w, fact.Refused)
			w.Around = page(511, "")
		}},
		{"a fake address that is cut", "client.proxy", StatusBroken, func(w *world) {
			w.imap().Attempts = []fact.Attempt{fails("198.18.0.7:993", fact.TLS, "handshake", fact.Reset)}
		}},
		{"a router knows no way to a fake address", "client.proxy", StatusBroken, func(w *world) {
			w.imap().Attempts = []fact.Attempt{fails("198.18.0.7:993", fact.TLS, "connect", fact.NetUnreachable)}
		}},
		{"who is no resolver answers, and lies", "dns.intercepted", StatusBroken, func(w *world) { led(w, "198.51.100.80") }},
		{"all certificates have expired, and the world agrees with this PC's clock", "tls.certificate-expired", StatusBroken, func(w *world) {
			cert(w.imap(), expired)
			cert(w.smtp(), expired)
			w.Around = page(200, "")
		}},
		{"all certificates have expired, and the world's clock is another", "client.clock-wrong", StatusBroken, func(w *world) {
			cert(w.imap(), expired)
			w.without(fact.SMTP)
			w.Around = page(200, "")
			w.Around.Portal.Date = started.AddDate(0, 0, -40)
		}},
		{"OAuth and nothing else", "auth.oauth-required", StatusBroken, func(w *world) {
			w.imap().Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNoMechanism}
			w.imap().Attempts[0].Talk.Caps = &fact.Caps{List: []string{"IMAP4REV1"}, Auth: []string{"XOAUTH2", "OAUTHBEARER"}}
		}},
	})
}

func TestWhatOnlySeemsToStandAround(t *testing.T) {
	for name, c := range map[string]struct {
		silent string
		spoil  func(w *world)
	}{
		"the page is as it should be": {"client.captive-portal", func(w *world) { shut(w, fact.TimedOut); w.Around = page(200, "") }},
		"no page came": {"client.captive-portal", func(w *world) {
			shut(w, fact.TimedOut)
			w.Around = &fact.Around{Portal: &fact.Portal{Failure: &fact.Failure{Stage: fact.StageWeb, Class: fact.TimedOut}}}
		}},
		"a sign-in page, and mail works":                         {"client.captive-portal", func(w *world) { w.Around = page(302, "http://login.hotel.example") }},
		"a fake address that works":                              {"client.proxy", func(w *world) { w.imap().Attempts[0].Addr = "198.18.0.7:993" }},
		"who is no resolver answers, and one certificate is bad": {"dns.intercepted", func(w *world) { led(w, "198.51.100.80"); w.without(fact.SMTP) }},
		"nobody answers where nobody is": {"dns.intercepted", func(w *world) {
			led(w, "198.51.100.80")
			dead(w.Around.Nobody)
		}},
	} {
		w := healthy()
		w.without(fact.POP3)
		c.spoil(w)
		if v := judge(t, w); slices.Contains(codesOf(v), c.silent) {
			t.Errorf("%s:\n%s", name, shown(v))
		}
	}
}
