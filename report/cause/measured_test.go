package cause

import (
	"testing"

	"maildiag/probe/fact"
)

// What each cause looks like in the facts, and that it is then the first of the verdict.

// faulty is a fault in the facts, and the cause that must be the first of the verdict on it.
type faulty struct {
	name   string
	code   string
	status Status
	spoil  func(w *world)
}

func firstIs(t *testing.T, list []faulty) {
	for _, c := range list {
		t.Run(c.code+": "+c.name, func(t *testing.T) {
			w := healthy()
			w.without(fact.POP3)
			c.spoil(w)
			v := judge(t, w)
			if len(v.Findings) == 0 || v.Findings[0].Cause.Code != c.code {
				t.Fatalf("first is not %s:\n%s", c.code, shown(v))
			}
			if v.Status != c.status {
				t.Errorf("status %s, want %s", v.Status, c.status)
			}
			if len(v.Unexplained) > 0 {
				t.Errorf("%d failures are left unexplained", len(v.Unexplained))
			}
			if testing.Verbose() {
				t.Log(shown(v))
			}
		})
	}
}

func TestThisPCAndDNS(t *testing.T) {
	firstIs(t, []faulty{
		{"no route", "client.offline", StatusBroken, func(w *world) {
			offline(w)
			w.PC.Routes = &fact.Routes{}
		}},
		{"no route, as the system's answer to every connection", "client.offline", StatusBroken, func(w *world) {
			offline(w)
			w.PC.Routes = nil
			for i := range w.Services {
				s := &w.Services[i]
				s.Attempts = []fact.Attempt{fails(at(hostAddrs[s.Host][0], s.Port), s.Security, "connect", fact.NetUnreachable),
					fails(at(hostAddrs[s.Host][1], s.Port), s.Security, "connect", fact.NetUnreachable)}
			}
		}},
		{"offline behind a resolver on the PC itself", "client.offline", StatusBroken, func(w *world) {
			offline(w)
			w.PC.Routes = &fact.Routes{}
			for i := range w.Names {
				w.Names[i].Lookups = nil
				for _, l := range looked("127.0.0.53:53", w.Names[i].Host, "", "") {
					l.Role, l.RCode = fact.RoleSystem, "SERVFAIL"
					w.Names[i].Lookups = append(w.Names[i].Lookups, l)
				}
			}
		}},
		{"denied by the PC", "client.firewall", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.Denied)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"old line in the hosts file", "client.hosts-override", StatusBroken, func(w *world) {
			w.name("imap.example.com").HostsFile = []string{"192.0.2.99"}
			w.name("imap.example.com").OS.Addrs = []string{"192.0.2.99"}
			w.imap().Attempts = []fact.Attempt{fails("192.0.2.99:993", fact.TLS, "connect", fact.TimedOut)}
			compared(w.imap(), fact.ReasonOtherAddress, good("192.0.2.10:993", fact.TLS, "imap.example.com"))
		}},
		{"clock three years behind", "client.clock-wrong", StatusBroken, func(w *world) { w.Run.Started = started.AddDate(-3, 0, 0) }},
		{"clock three years ahead", "client.clock-wrong", StatusBroken, func(w *world) { w.Run.Started = started.AddDate(3, 0, 0) }},
		{"clock behind, one server, and its issuer is too young too", "client.clock-wrong", StatusBroken, func(w *world) {
			w.Services = w.Services[:1]
			w.Run.Started = started.AddDate(-3, 0, 0)
		}},
		{"one certificate, and the date of a greeting", "client.clock-wrong", StatusBroken, func(w *world) {
			w.without(fact.IMAP)
			w.Run.Started = started.AddDate(0, 4, 0)
			for i := range w.smtp().Attempts {
				w.smtp().Attempts[i].Talk.Greeting.Lines = []string{"220 smtp.example.com ESMTP Sendmail 8.17.1; Mon, 1 Jun 2026 12:00:01 GMT +0000", "Mon, 1 Jun 2026 12:00:01 +0000"}
			}
		}},
		{"resolver dead", "dns.resolver-unreachable", StatusBroken, func(w *world) {
			w.unresolved()
			w.resolver(system1, dead)
		}},
		{"resolver dead, and nobody asked beside it, but a literal address answers", "dns.resolver-unreachable", StatusBroken, func(w *world) {
			w.unresolved()
			w.resolver(system1, dead)
			w.resolver(ref1, dead)
			w.resolver(ref2, dead)
			w.Services = append(w.Services, fact.Service{Protocol: fact.SMTP, Host: "192.0.2.30", Port: 465, Security: fact.TLS, Source: fact.SourceUser,
				Attempts: []fact.Attempt{fails("192.0.2.30:465", fact.TLS, "connect", fact.Refused)}})
		}},
		{"nothing runs at 127.0.0.1", "dns.resolver-unreachable", StatusBroken, func(w *world) {
			w.unresolved()
			for i := range w.Names {
				w.Names[i].Lookups = nil
				for _, l := range looked("127.0.0.1:53", w.Names[i].Host, "", "") {
					l.Role, l.RCode, l.Failure = fact.RoleSystem, "", &fact.Failure{Stage: fact.StageDNS, Class: fact.Refused, AfterMS: 1}
					w.Names[i].Lookups = append(w.Names[i].Lookups, l)
				}
			}
			w.Domain = nil
		}},
		{"first resolver dead and the look-up gave up", "dns.resolver-unreachable", StatusBroken, func(w *world) {
			twoResolvers(w)
			w.unresolved()
			w.resolver(system1, dead)
		}},
		{"resolver fails", "dns.resolver-failing", StatusBroken, func(w *world) {
			w.unresolved()
			w.resolver(system1, rcode("SERVFAIL"))
		}},
		{"resolver refuses to serve", "dns.resolver-failing", StatusBroken, func(w *world) {
			w.unresolved()
			w.resolver(system1, rcode("REFUSED"))
			w.resolver(ref1, dead)
			w.resolver(ref2, dead)
		}},
		{"resolver answers other questions, and not this one", "dns.resolver-failing", StatusBroken, func(w *world) {
			w.noAddress("smtp.example.com")
			w.resolver(system1, func(l *fact.Lookup) {
				if l.Name == "smtp.example.com" {
					dead(l)
				}
			})
		}},
		{"resolver denies the name", "dns.wrong-answer", StatusBroken, func(w *world) {
			w.unresolved()
			w.resolver(system1, rcode("NXDOMAIN"))
			for i := range w.Services {
				s := &w.Services[i]
				compared(s, fact.ReasonResolverAddr, good(at(hostAddrs[s.Host][0], s.Port), s.Security, s.Host))
			}
		}},
		{"resolver gives somebody else's address", "dns.wrong-answer", StatusBroken, func(w *world) { misledTo(w, "198.51.100.80", wrongName) }},
		{"resolver gives an address where nobody lives", "dns.wrong-answer", StatusBroken, func(w *world) { misledTo(w, "198.51.100.99", nil) }},
		{"internal address from outside", "dns.split-horizon", StatusBroken, func(w *world) {
			misledTo(w, "10.3.15.240", nil)
			w.imap().Compared = nil
			w.resolver(ref1, rcode("NXDOMAIN"))
			w.resolver(ref2, rcode("NXDOMAIN"))
		}},
		{"internal address from outside, the public one works", "dns.split-horizon", StatusBroken, func(w *world) { misledTo(w, "10.3.15.240", nil) }},
		{"name does not exist", "dns.name-not-found", StatusBroken, func(w *world) {
			w.unresolved()
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, rcode("NXDOMAIN"))
			}
			w.Domain = nil
		}},
		{"the domain's own servers fail", "dns.name-not-found", StatusBroken, func(w *world) {
			w.unresolved()
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, rcode("SERVFAIL"))
			}
		}},
		{"slow look-up", "dns.slow", StatusDegraded, func(w *world) {
			w.slowDNS()
		}},
		{"first resolver dead, and each look-up waits for it", "dns.slow", StatusDegraded, func(w *world) {
			twoResolvers(w)
			w.resolver(system1, dead)
			for i := range w.Names {
				w.Names[i].OS.MS = 5012
			}
		}},
		{"null MX", "dns.no-mx", StatusDegraded, func(w *world) {
			for i := range w.Domain.Lookups {
				w.Domain.Lookups[i].MX = []fact.MX{{Host: "."}}
			}
		}},
		{"mistyped domain, guessed names", "dns.no-mx", StatusBroken, func(w *world) {
			guessed(w)
			w.unresolved()
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, rcode("NXDOMAIN"))
			}
		}},
		{"port 994", "settings.wrong-port", StatusBroken, func(w *world) {
			set(w.imap(), 994, fact.TLS)
			all(w.imap(), "connect", fact.Refused)
			sibling(w.imap(), 143, fact.StartTLS)
			sibling(w.imap(), 993, fact.TLS)
		}},
		{"port 25 for sending, blocked", "settings.wrong-port", StatusBroken, func(w *world) {
			set(w.smtp(), 25, fact.StartTLS)
			all(w.smtp(), "connect", fact.TimedOut)
			sibling(w.smtp(), 465, fact.TLS)
			sibling(w.smtp(), 587, fact.StartTLS)
		}},
		{"POP3's port in IMAP's field", "settings.wrong-port", StatusBroken, func(w *world) {
			set(w.imap(), 995, fact.TLS)
			all(w.imap(), "greeting", fact.WrongProtocol)
			w.imap().Attempts[0].Failure.FirstBytes = "+OK Dovecot ready."
			sibling(w.imap(), 993, fact.TLS)
		}},
		{"TLS on the STARTTLS port", "settings.wrong-security", StatusBroken, func(w *world) {
			set(w.imap(), 143, fact.TLS)
			all(w.imap(), "handshake", fact.NotTLS)
			w.imap().Attempts[0].Failure.FirstBytes = "* OK Dovecot ready."
			compared(w.imap(), fact.ReasonOtherSecurity, good("192.0.2.10:143", fact.StartTLS, "imap.example.com"))
		}},
		{"STARTTLS on the TLS port", "settings.wrong-security", StatusBroken, func(w *world) {
			set(w.imap(), 993, fact.StartTLS)
			all(w.imap(), "greeting", fact.TimedOut)
			compared(w.imap(), fact.ReasonOtherSecurity, good("192.0.2.10:993", fact.TLS, "imap.example.com"))
		}},
		{"STARTTLS on the TLS port, the wait ended early", "settings.wrong-security", StatusBroken, func(w *world) {
			set(w.smtp(), 465, fact.StartTLS)
			all(w.smtp(), "greeting", fact.Cut)
			compared(w.smtp(), fact.ReasonOtherSecurity, good("192.0.2.12:465", fact.TLS, "smtp.example.com"))
		}},
		{"STARTTLS on the TLS port, and the certificate has expired", "settings.wrong-security", StatusBroken, func(w *world) {
			set(w.imap(), 993, fact.StartTLS)
			all(w.imap(), "greeting", fact.TimedOut)
			a := good("192.0.2.10:993", fact.TLS, "imap.example.com")
			expired(a.TLS)
			compared(w.imap(), fact.ReasonOtherSecurity, a)
		}},
		{"clear text where the server wants none", "settings.wrong-security", StatusBroken, func(w *world) {
			inClear(w.imap(), 143)
			w.imap().Attempts[0].Talk.Caps = &fact.Caps{List: []string{"IMAP4REV1", "STARTTLS", "LOGINDISABLED"}}
		}},
		{"clear text where encryption is there", "settings.no-encryption", StatusDegraded, func(w *world) {
			inClear(w.imap(), 143)
			w.imap().Attempts[0].Talk.Caps = &fact.Caps{List: []string{"IMAP4REV1", "STARTTLS"}, Auth: []string{"PLAIN"}}
		}},
	})
}
