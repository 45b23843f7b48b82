package cause

import (
	"slices"
	"testing"

	"maildiag/probe/fact"
)

// What only looks like a cause: it stays silent, and where something else is wrong, that is named. An empty first means
// that nothing at all is reported.
func TestLookAlikes(t *testing.T) {
	for _, c := range []struct {
		name   string
		silent string // must not be found
		first  string
		status Status
		spoil  func(w *world)
	}{
		{"healthy", "", "", StatusOK, func(w *world) {}},

		{"a closed network: no default route, and all is well", "client.offline", "", StatusOK, func(w *world) { w.PC.Routes = &fact.Routes{} }},
		{"online, but the resolver is dead", "client.offline", "dns.resolver-unreachable", StatusBroken, func(w *world) {
			w.unresolved()
			w.resolver(system1, dead)
		}},
		{"everything times out: nobody knows why", "client.offline", "", StatusUnknown, func(w *world) {
			for i := range w.Services {
				all(&w.Services[i], "connect", fact.TimedOut)
			}
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, dead)
			}
			w.Names = nil
		}},
		{"refused by the server, not by the PC", "client.firewall", "tcp.refused", StatusBroken, func(w *world) { all(w.imap(), "connect", fact.Refused) }},
		{"a hosts line that is right, and the port is blocked", "client.hosts-override", "tcp.filtered", StatusBroken, func(w *world) {
			w.name("imap.example.com").HostsFile = []string{"192.0.2.10"}
			all(w.imap(), "connect", fact.TimedOut)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"a hosts line to another address, which works", "client.hosts-override", "", StatusOK, func(w *world) {
			w.name("imap.example.com").HostsFile = []string{"192.0.2.77"}
			w.imap().Attempts = []fact.Attempt{good("192.0.2.77:993", fact.TLS, "imap.example.com")}
		}},
		{"one certificate too young, the others fine", "client.clock-wrong", "tls.certificate-not-yet-valid", StatusBroken, func(w *world) { cert(w.imap(), tooYoung) }},
		{"one certificate for all, expired", "client.clock-wrong", "tls.certificate-expired", StatusBroken, func(w *world) {
			w.smtp().Host = "imap.example.com"
			cert(w.imap(), expired)
			cert(w.smtp(), expired)
			for i := range w.smtp().Attempts {
				w.smtp().Attempts[i].TLS.Chain[0].SHA256 = w.imap().Attempts[0].TLS.Chain[0].SHA256
			}
		}},
		{"one expired certificate, whose issuer's has expired with it", "client.clock-wrong", "tls.certificate-expired", StatusBroken, func(w *world) {
			w.without(fact.SMTP)
			cert(w.imap(), expired)
			cert(w.imap(), func(t *fact.TLSInfo) { t.Chain[1].NotAfter = started.AddDate(0, 0, -1) })
		}},
		{"self-signed certificates of any date say nothing of the clock", "client.clock-wrong", "tls.self-signed", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) { selfSigned(t); expired(t) })
			cert(w.smtp(), func(t *fact.TLSInfo) { selfSigned(t); expired(t) })
		}},

		{"first resolver dead, look-ups quick", "dns.slow", "", StatusOK, func(w *world) {
			twoResolvers(w)
			w.resolver(system1, dead)
		}},
		{"the resolver gives us no answer, but the system finds its way", "dns.resolver-unreachable", "", StatusOK, func(w *world) { w.resolver(system1, dead) }},
		{"one packet of one look-up lost", "dns.slow", "", StatusOK, func(w *world) { w.name("imap.example.com").OS.MS = 5057 }},
		{"a slow greeting", "dns.slow", "", StatusOK, func(w *world) { w.imap().Attempts[0].Talk.Greeting.MS = 12000 }},
		{"slow reference resolvers", "dns.slow", "", StatusOK, func(w *world) {
			w.resolver(ref1, func(l *fact.Lookup) { l.MS = 4000 })
			w.resolver(ref2, cutOff)
		}},
		{"nobody knows the name", "dns.resolver-failing", "dns.name-not-found", StatusBroken, func(w *world) {
			w.unresolved()
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, rcode("NXDOMAIN"))
			}
			w.Domain = nil
		}},
		{"the resolver denies what others know", "dns.name-not-found", "dns.wrong-answer", StatusBroken, func(w *world) {
			w.unresolved()
			w.resolver(system1, rcode("NXDOMAIN"))
		}},
		{"other addresses from other resolvers, and ours works", "dns.wrong-answer", "", StatusOK, func(w *world) {
			w.resolver(ref1, func(l *fact.Lookup) { l.Addrs = []string{"203.0.113.80"} })
			w.resolver(ref2, func(l *fact.Lookup) { l.Addrs = []string{"203.0.113.81"} })
		}},
		{"other addresses, and ours shows an expired certificate of the right name", "dns.wrong-answer", "tls.certificate-expired", StatusBroken, func(w *world) {
			misledTo(w, "198.51.100.80", expired)
		}},
		{"other addresses, and ours answers for the name on another port", "dns.wrong-answer", "tcp.filtered", StatusBroken, func(w *world) {
			misledTo(w, "198.51.100.80", nil)
			compared(w.imap(), fact.ReasonSiblingPort, good("198.51.100.80:143", fact.StartTLS, "imap.example.com"))
		}},
		{"an address that DNS64 made", "dns.wrong-answer", "tcp.host-unreachable", StatusBroken, func(w *world) { misledTo(w, "64:ff9b::c000:20a", nil) }},
		{"an address that another network's DNS64 made", "dns.wrong-answer", "tcp.host-unreachable", StatusBroken, func(w *world) {
			misledTo(w, "2001:db8:64::192.0.2.10", nil)
		}},
		{"an IPv6 address on a PC without IPv6", "dns.wrong-answer", "tcp.host-unreachable", StatusBroken, func(w *world) {
			w.PC.Routes.Default6 = false
			misledTo(w, "2001:db8::99", nil)
			w.imap().Attempts[0].Failure.Class = fact.NetUnreachable
		}},
		{"a private address in this PC's own network", "dns.split-horizon", "tcp.host-unreachable", StatusBroken, func(w *world) {
			misledTo(w, "192.168.1.9", nil)
			w.imap().Compared = nil
			silentAt(w, "192.168.1.9")
		}},
		{"a private address that all resolvers give", "dns.split-horizon", "tcp.host-unreachable", StatusBroken, func(w *world) {
			misledTo(w, "10.3.15.240", nil)
			w.imap().Compared = nil
			silentAt(w, "10.3.15.240")
			for _, r := range []string{ref1, ref2} {
				w.resolver(r, func(l *fact.Lookup) {
					if l.Name == "imap.example.com" && l.Type == "A" {
						l.Addrs = []string{"10.3.15.240"}
					}
				})
			}
		}},
		{"a private address that works", "dns.split-horizon", "", StatusOK, func(w *world) {
			misledTo(w, "10.3.15.240", func(*fact.TLSInfo) {})
			w.imap().Compared = nil
			w.imap().Login = &fact.Login{State: fact.LoginOK}
		}},
		{"a private address, and a machine beside it answers", "dns.split-horizon", "tcp.host-unreachable", StatusBroken, func(w *world) {
			misledTo(w, "10.3.15.240", nil)
			w.imap().Compared = nil
			silentAt(w, "10.3.15.240")
			w.smtp().Attempts = []fact.Attempt{good("10.3.9.1:465", fact.TLS, "smtp.example.com")}
		}},
		{"guessed names that are not there", "dns.name-not-found", "", StatusOK, func(w *world) {
			guessed(w)
			w.add(fact.POP3, "pop3.example.com", 995, fact.TLS).Source = fact.SourceGuess
			w.noAddress("pop3.example.com")
			for _, r := range []string{system1, ref1, ref2} {
				w.resolver(r, func(l *fact.Lookup) {
					if l.Name == "pop3.example.com" {
						rcode("NXDOMAIN")(l)
					}
				})
			}
		}},
		{"MX look-ups that fail", "dns.no-mx", "", StatusOK, func(w *world) {
			for i := range w.Domain.Lookups {
				rcode("SERVFAIL")(&w.Domain.Lookups[i])
			}
		}},
		{"no MX inside, one outside", "dns.no-mx", "", StatusOK, func(w *world) { w.Domain.Lookups[0].MX = nil }},
		{"no MX, but an address", "dns.no-mx", "", StatusOK, func(w *world) {
			for i := range w.Domain.Lookups {
				w.Domain.Lookups[i].MX = nil
			}
			w.Domain.Lookups = append(w.Domain.Lookups, looked(system1, "example.com", "192.0.2.20", "")...)
		}},
		{"no MX of a name for private use", "dns.no-mx", "", StatusOK, func(w *world) {
			w.Domain.Name = "office.lan"
			for i := range w.Domain.Lookups {
				rcode("NXDOMAIN")(&w.Domain.Lookups[i])
			}
		}},

		{"the usual port refused", "settings.wrong-port", "tcp.refused", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.Refused)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"an unusual port that works", "settings.wrong-port", "", StatusOK, func(w *world) { set(w.imap(), 9993, fact.TLS) }},
		{"an unusual port that the domain publishes, refused", "settings.wrong-port", "tcp.refused", StatusBroken, func(w *world) {
			set(w.imap(), 9993, fact.TLS)
			all(w.imap(), "connect", fact.Refused)
			sibling(w.imap(), 993, fact.TLS)
			w.Domain.Lookups = append(w.Domain.Lookups, fact.Lookup{Resolver: system1, Role: fact.RoleSystem, Type: "SRV", Name: "_imaps._tcp.example.com", RCode: "NOERROR",
				SRV: []fact.SRV{{Service: "_imaps", Target: "imap.example.com", Port: 9993}}})
		}},
		{"an unusual port from the organisation's profile, blocked", "settings.wrong-port", "tcp.filtered", StatusBroken, func(w *world) {
			set(w.imap(), 9993, fact.TLS)
			w.imap().Source = fact.SourceProfile
			all(w.imap(), "connect", fact.TimedOut)
			sibling(w.imap(), 993, fact.TLS)
		}},
		{"only port 25 beside it answers, and takes no logins", "settings.wrong-port", "tcp.filtered", StatusBroken, func(w *world) {
			set(w.smtp(), 2525, fact.StartTLS)
			all(w.smtp(), "connect", fact.TimedOut)
			sibling(w.smtp(), 25, fact.StartTLS)
			w.smtp().Compared[0].Talk.Caps.Auth = nil
		}},
		{"clear text on the server's own TLS port", "settings.wrong-security", "service.wrong-protocol", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.NotTLS)
			compared(w.imap(), fact.ReasonOtherSecurity, good("192.0.2.10:993", fact.StartTLS, "imap.example.com"))
		}},
		{"an internal relay in clear text, nothing else offered", "settings.no-encryption", "", StatusOK, func(w *world) {
			inClear(w.smtp(), 25)
			w.smtp().Login.Skipped = fact.SkipNotNeeded
			w.smtp().Attempts[0].Talk.Caps = &fact.Caps{List: []string{"PIPELINING"}}
		}},

		{"host silent everywhere", "tcp.filtered", "tcp.host-unreachable", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			silentSiblings(w.imap())
		}},
		{"only the port silent", "tcp.host-unreachable", "tcp.filtered", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			compared(w.imap(), fact.ReasonNeutralPort, fact.Attempt{Addr: "192.0.2.10:443", Security: fact.None, Dial: &fact.Dial{MS: 11}})
		}},
		{"the run was over before the connection was", "tcp.filtered", "", StatusUnknown, func(w *world) {
			all(w.imap(), "connect", fact.Cut)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"the handshake is cut, not the connection", "tcp.reset", "tls.handshake-dropped", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Reset)
			compared(w.imap(), fact.ReasonNoHello, fails("192.0.2.10:993", fact.None, "greeting", fact.TimedOut))
		}},
		{"a PC without IPv6", "tcp.ipv6-broken", "", StatusOK, func(w *world) {
			w.PC.Routes.Default6 = false
			for i := range w.Services {
				w.Services[i].Attempts[1] = fails(w.Services[i].Attempts[1].Addr, fact.TLS, "connect", fact.NetUnreachable)
			}
		}},
		{"no IPv6, as far as the PC's addresses tell", "tcp.ipv6-broken", "", StatusOK, func(w *world) {
			for i := range w.Services {
				w.Services[i].Attempts[1] = fails(w.Services[i].Attempts[1].Addr, fact.TLS, "connect", fact.NetUnreachable)
			}
		}},
		{"IPv6 not known when the run was over", "tcp.ipv6-broken", "", StatusOK, func(w *world) {
			w.imap().Attempts[1] = fails(w.imap().Attempts[1].Addr, fact.TLS, "connect", fact.Cut)
		}},
		{"one of two IPv4 addresses dead", "tcp.ipv6-broken", "tcp.partial-outage", StatusDegraded, func(w *world) {
			w.imap().Attempts = append(w.imap().Attempts, fails("192.0.2.110:993", fact.TLS, "connect", fact.TimedOut))
		}},
		{"IPv6 dead as a whole", "tcp.partial-outage", "tcp.ipv6-broken", StatusDegraded, func(w *world) {
			w.imap().Attempts[1] = fails(w.imap().Attempts[1].Addr, fact.TLS, "connect", fact.Refused)
		}},

		{"a company's own authority, trusted here", "tls.intercepted", "", StatusOK, func(w *world) {
			for _, s := range []*fact.Service{w.imap(), w.smtp()} {
				cert(s, issuedBy("Example Ltd Issuing CA 2"))
				cert(s, func(t *fact.TLSInfo) { t.Trust.System, t.Trust.SentAlone = fact.Yes, fact.Yes })
				s.Login = &fact.Login{State: fact.LoginOK}
			}
		}},
		{"a company's own authority on two servers of its own, unknown here", "tls.intercepted", "tls.untrusted-issuer", StatusBroken, func(w *world) {
			cert(w.imap(), issuedBy("Example Ltd Issuing CA 2"))
			cert(w.smtp(), issuedBy("Example Ltd Issuing CA 2"))
		}},
		{"a mail gateway's factory certificate", "tls.intercepted", "tls.name-mismatch", StatusBroken, func(w *world) {
			cert(w.imap(), issuedBy("Fortinet / Certificate Authority / support"))
			cert(w.imap(), wrongName)
		}},
		{"a public issuer of a maker's name", "tls.intercepted", "", StatusOK, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) { t.Chain[0].IssuerOrg = "Symantec Cloud CA / Kaspersky" })
			w.imap().Login = &fact.Login{State: fact.LoginOK}
		}},
		{"a Windows domain's issuer names where its certificate lies", "tls.incomplete-chain", "tls.untrusted-issuer", StatusBroken, func(w *world) {
			cert(w.imap(), issuedBy("Corp-CA"))
			cert(w.imap(), func(t *fact.TLSInfo) {
				t.Chain[0].Issuer = "CN=Corp-CA,DC=corp,DC=example,DC=com"
				t.Chain[0].CAIssuers = []string{"ldap:///CN=Corp-CA", "http://pki.example.com/CertEnroll/corp.crt"}
			})
		}},
		{"the store of this PC could not be asked", "tls.untrusted-issuer", "", StatusUnknown, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) { t.Trust.System = fact.Unknown })
		}},
		{"wrong name in a certificate without SAN", "tls.legacy-server", "tls.name-mismatch", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) { wrongName(t); t.Chain[0].DNSNames = nil })
		}},
		{"name in the CN alone, and expired", "tls.legacy-server", "tls.certificate-expired", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) {
				t.Chain[0].DNSNames, t.Trust.Name, t.Trust.CommonName = nil, fact.No, fact.Yes
				expired(t)
			})
		}},
		{"RSA key exchange is not an old version", "tls.version-too-old", "tls.legacy-server", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Alert)
			legacy(w.imap(), "TLS 1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256")
		}},
		{"small ClientHello lost as well", "tls.large-hello-dropped", "tls.handshake-dropped", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.TimedOut)
			compared(w.imap(), fact.ReasonSmallHello, fails("192.0.2.10:993", fact.TLS, "handshake", fact.TimedOut))
		}},
		{"hangs up on STARTTLS with 421", "tls.starttls-missing", "service.temporary", StatusBroken, func(w *world) {
			set(w.smtp(), 587, fact.StartTLS)
			all(w.smtp(), "starttls", fact.Answered)
			for i := range w.smtp().Attempts {
				w.smtp().Attempts[i].Failure.Reply = &fact.Reply{Kind: fact.ReplyBye, Code: 421, Enhanced: "4.7.0", Lines: []string{"421 4.7.0 Too busy, try again later"}}
			}
		}},
		{"greets with a refusal", "service.no-greeting", "service.rejecting", StatusBroken, func(w *world) {
			all(w.smtp(), "greeting", fact.Answered)
			for i := range w.smtp().Attempts {
				w.smtp().Attempts[i].Failure.Reply = &fact.Reply{Kind: fact.ReplyNo, Code: 554, Lines: []string{"554 smtp.example.com ESMTP not accepting connections"}}
			}
		}},
		{"LOGIN and nothing else", "auth.no-common-mechanism", "", StatusOK, func(w *world) { w.imap().Attempts[0].Talk.Caps.Auth = []string{"LOGIN"} }},
		{"a relay that wants no login", "auth.no-common-mechanism", "", StatusOK, func(w *world) {
			set(w.smtp(), 25, fact.StartTLS)
			w.smtp().Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNotNeeded}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := healthy()
			w.without(fact.POP3)
			c.spoil(w)
			v := judge(t, w)
			if slices.Contains(codesOf(v), c.silent) {
				t.Errorf("%s speaks up:\n%s", c.silent, shown(v))
			}
			first := ""
			if len(v.Findings) > 0 {
				first = v.Findings[0].Cause.Code
			}
			if first != c.first || v.Status != c.status {
				t.Errorf("first %q, status %s; want %q, %s\n%s", first, v.Status, c.first, c.status, shown(v))
			}
		})
	}
}
