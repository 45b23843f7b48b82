package cause

import (
	"slices"
	"testing"

	"maildiag/probe/fact"
)

// What was once judged wrong on networks that nobody here had thought of.

// better adds a discovered setting that works.
func better(w *world, s *fact.Service, source fact.Source, host, addr string) {
	w.Domain.Found = append(w.Domain.Found, fact.Found{Protocol: s.Protocol, Host: host, Port: portOf(addr), Security: fact.TLS, Source: source})
	a := good(addr, fact.TLS, host)
	a.Host = host
	compared(s, fact.ReasonDiscovered, a)
}

func TestLessons(t *testing.T) {
	firstIs(t, []faulty{
		{"a usual name that nobody knows, and another usual name works", "dns.name-not-found", StatusBroken, func(w *world) {
			w.noAddress("imap.example.com")
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, func(l *fact.Lookup) {
					if l.Name == "imap.example.com" {
						l.RCode, l.Addrs = "NXDOMAIN", nil
					}
				})
			}
			better(w, w.imap(), fact.SourceGuess, "mail.example.com", "192.0.2.14:993")
		}},
		{"a router knows no way to the server's IPv6 address", "tcp.ipv6-broken", StatusDegraded, func(w *world) {
			w.PC.Interfaces[0].Addresses = append(w.PC.Interfaces[0].Addresses, "2001:db8:1::23/64")
			w.imap().Attempts[1] = fails("[2001:db8::10]:993", fact.TLS, "connect", fact.NetUnreachable)
		}},
		{"silent TLS at a wrong address", "dns.wrong-answer", StatusBroken, func(w *world) {
			misledTo(w, "198.51.100.80", nil)
			w.imap().Attempts[0] = fails("198.51.100.80:993", fact.TLS, "handshake", fact.TimedOut)
		}},
		{"cut at a wrong address", "dns.wrong-answer", StatusBroken, func(w *world) {
			misledTo(w, "198.51.100.80", nil)
			w.imap().Attempts[0] = fails("198.51.100.80:993", fact.TLS, "handshake", fact.Reset)
		}},
		{"no STARTTLS at a wrong address", "dns.wrong-answer", StatusBroken, func(w *world) {
			misledTo(w, "198.51.100.80", nil)
			w.imap().Attempts[0] = fails("198.51.100.80:993", fact.StartTLS, "starttls", fact.NotOffered)
		}},
		{"this PC's firewall keeps DNS in", "client.firewall", StatusBroken, func(w *world) {
			w.unresolved()
			for i := range w.Names {
				w.Names[i].OS.Failure.Class = fact.Other
			}
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, func(l *fact.Lookup) { dead(l); l.Failure.Class = fact.Denied })
			}
		}},
		{"the resolver answers for IPv4 alone, and programs wait for the rest", "dns.slow", StatusDegraded, func(w *world) {
			w.name("imap.example.com").OS = &fact.OSAnswer{MS: 10004, Failure: &fact.Failure{Stage: fact.StageDNS, Class: fact.TimedOut, AfterMS: 10004}}
			w.resolver(system1, func(l *fact.Lookup) {
				if l.Type == "AAAA" {
					dead(l)
				}
			})
		}},
	})
}

// One private authority on a company's own servers is no interception.
func TestACompanysOwnAuthority(t *testing.T) {
	own := func(s *fact.Service) {
		cert(s, issuedBy("Grey Willow Internal CA"))
		cert(s, func(t *fact.TLSInfo) { t.Trust.System, t.Trust.SentAlone = fact.Yes, fact.Yes })
		s.Login = &fact.Login{State: fact.LoginOK}
	}
	for name, spoil := range map[string]func(w *world){
		"two domains, and --ca": func(w *world) {
			w.smtp().Host = "smtp.grey-willow.net"
			own(w.smtp())
			cert(w.smtp(), func(t *fact.TLSInfo) { t.Trust.Extra = true })
			w.smtp().Attempts[0].Addr = "198.51.100.12:465"
		},
		"two domains of one name": func(w *world) {
			w.smtp().Host = "smtp.example.de"
			own(w.smtp())
			w.smtp().Attempts[0].Addr = "198.51.100.12:465"
		},
		"two domains in one network": func(w *world) {
			w.smtp().Host = "smtp.grey-willow.net"
			w.smtp().Attempts = w.smtp().Attempts[:1]
			w.imap().Attempts = w.imap().Attempts[:1]
			own(w.smtp())
		},
		"one certificate for both": func(w *world) {
			w.smtp().Host = "smtp.grey-willow.net"
			own(w.smtp())
			cert(w.smtp(), func(t *fact.TLSInfo) { t.Chain[0].DNSNames = []string{"smtp.grey-willow.net", "imap.example.com"} })
			w.smtp().Attempts[0].Addr = "198.51.100.12:465"
		},
		"beside a mistyped name": func(w *world) {
			w.smtp().Host = "smtp.exampel.com"
			w.smtp().Attempts = nil
			own(w.smtp())
			better(w, w.smtp(), fact.SourceSRV, "smtp.example.com", "198.51.100.12:465")
			last := &w.smtp().Compared[len(w.smtp().Compared)-1]
			issuedBy("Grey Willow Internal CA")(last.TLS)
		},
	} {
		w := healthy()
		w.without(fact.POP3)
		own(w.imap())
		spoil(w)
		if v := judge(t, w); slices.Contains(codesOf(v), "tls.intercepted") {
			t.Errorf("%s:\n%s", name, shown(v))
		}
	}
}
