package cause

import (
	"testing"

	"maildiag/probe/fact"
)

func TestConnectionAndServer(t *testing.T) {
	firstIs(t, []faulty{
		{"port dropped", "tcp.filtered", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"port dropped, the host refuses another", "tcp.filtered", StatusBroken, func(w *world) {
			all(w.smtp(), "connect", fact.TimedOut)
			compared(w.smtp(), fact.ReasonSiblingPort, fails("192.0.2.12:587", fact.StartTLS, "connect", fact.TimedOut))
			compared(w.smtp(), fact.ReasonNeutralPort, fails("192.0.2.12:443", fact.None, "connect", fact.Refused))
		}},
		{"a filter says so", "tcp.filtered", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.HostUnreachable)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"nothing listens", "tcp.refused", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.Refused)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"host silent", "tcp.host-unreachable", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			silentSiblings(w.imap())
		}},
		{"host unreachable, says the network", "tcp.host-unreachable", StatusBroken, func(w *world) {
			all(w.smtp(), "connect", fact.HostUnreachable)
			compared(w.smtp(), fact.ReasonNeutralPort, fails("192.0.2.12:443", fact.None, "connect", fact.HostUnreachable))
		}},
		{"a server of IPv6 alone", "tcp.host-unreachable", StatusBroken, func(w *world) {
			w.PC.Routes.Default6 = false
			w.imap().Attempts = []fact.Attempt{fails("[2001:db8::10]:993", fact.TLS, "connect", fact.NetUnreachable)}
			w.name("imap.example.com").OS.Addrs = []string{"2001:db8::10"}
			w.resolver(system1, noIPv4("imap.example.com"))
			w.resolver(ref1, noIPv4("imap.example.com"))
			w.resolver(ref2, noIPv4("imap.example.com"))
		}},
		{"cut at once, says the system", "tcp.reset", StatusBroken, func(w *world) {
			all(w.imap(), "connect", fact.Reset)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"cut without a ClientHello", "tcp.reset", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Reset)
			compared(w.imap(), fact.ReasonNoHello, fails("192.0.2.10:993", fact.None, "greeting", fact.Reset))
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"cut before the greeting of a clear-text port", "tcp.reset", StatusBroken, func(w *world) {
			set(w.imap(), 143, fact.StartTLS)
			all(w.imap(), "greeting", fact.EOF)
		}},
		{"IPv6 silent", "tcp.ipv6-broken", StatusDegraded, func(w *world) {
			w.imap().Attempts[1] = fails("[2001:db8::10]:993", fact.TLS, "connect", fact.TimedOut)
		}},
		{"one of two addresses dead", "tcp.partial-outage", StatusDegraded, func(w *world) {
			w.imap().Attempts = append(w.imap().Attempts, fails("192.0.2.110:993", fact.TLS, "connect", fact.TimedOut))
		}},
		{"expired", "tls.certificate-expired", StatusBroken, func(w *world) { cert(w.imap(), expired) }},
		{"expired intermediate", "tls.certificate-expired", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) {
				untrusted(t)
				t.Chain[1].NotAfter = started.AddDate(0, -1, 0)
			})
		}},
		{"not yet valid", "tls.certificate-not-yet-valid", StatusBroken, func(w *world) { cert(w.imap(), tooYoung) }},
		{"wrong name", "tls.name-mismatch", StatusBroken, func(w *world) { cert(w.imap(), wrongName) }},
		{"self-signed, wrong name and expired", "tls.self-signed", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) { wrongName(t); expired(t); selfSigned(t) })
		}},
		{"unknown issuer, nothing sent but the leaf", "tls.untrusted-issuer", StatusBroken, func(w *world) { cert(w.imap(), issuedBy("Mailserver Hosting CA")) }},
		{"unknown issuer, its intermediate sent", "tls.untrusted-issuer", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) {
				untrusted(t)
				t.Chain[0].Issuer, t.Chain[0].IssuerOrg = "CN=Hosting CA 1", "Hosting CA 1"
				t.Chain[1].Subject, t.Chain[1].Issuer = "CN=Hosting CA 1", "CN=Hosting Root"
			})
		}},
		{"root missing on this PC", "tls.untrusted-issuer", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) { t.Trust.System, t.Trust.Root = fact.No, "CN=Grey Willow Root CA" })
		}},
		{"intermediate not sent, its root is kin", "tls.incomplete-chain", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) {
				untrusted(t)
				t.Chain, t.Trust.KinRoot = t.Chain[:1], "CN=Blue Heron Root CA,O=Blue Heron Trust Services"
			})
		}},
		{"intermediate not sent, another server sends it", "tls.incomplete-chain", StatusBroken, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) { untrusted(t); t.Chain = t.Chain[:1] })
		}},
		{"intermediate not sent, and its address stands in the certificate", "tls.incomplete-chain", StatusBroken, func(w *world) {
			cert(w.imap(), issuedBy("R10"))
			cert(w.imap(), func(t *fact.TLSInfo) { t.Chain[0].CAIssuers = []string{"http://r10.i.lencr.org/"} })
		}},
		{"antivirus", "tls.intercepted", StatusBroken, func(w *world) { cert(w.imap(), issuedBy("Avast Web/Mail Shield Root")) }},
		{"gateway, expired on top", "tls.intercepted", StatusBroken, func(w *world) {
			cert(w.imap(), issuedBy("Fortinet / Certificate Authority / FG6H0FTB22000000"))
			cert(w.imap(), expired)
		}},
		{"antivirus that this PC trusts", "tls.intercepted", StatusDegraded, func(w *world) {
			cert(w.imap(), issuedBy("ESET, spol. s r. o. / ESET SSL Filter CA"))
			cert(w.imap(), func(t *fact.TLSInfo) { t.Trust.System, t.Trust.SentAlone = fact.Yes, fact.Yes })
			w.imap().Login = &fact.Login{State: fact.LoginOK}
		}},
		{"one private issuer on servers of two owners", "tls.intercepted", StatusBroken, func(w *world) {
			cert(w.imap(), issuedBy("Gateway 7 CA"))
			w.smtp().Host = "smtp.grey-harbour.net"
			for i, addr := range []string{"198.51.100.12:465", "[2001:db8:77::12]:465"} {
				w.smtp().Attempts[i] = good(addr, fact.TLS, w.smtp().Host)
			}
			cert(w.smtp(), issuedBy("Gateway 7 CA"))
		}},
		{"TLS 1.0", "tls.version-too-old", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Alert)
			legacy(w.imap(), "TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA")
		}},
		{"no version in common at all", "tls.version-too-old", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Alert)
			w.imap().Attempts[0].Failure.Alert = 70
		}},
		{"RSA key exchange", "tls.legacy-server", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Alert)
			legacy(w.imap(), "TLS 1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256")
		}},
		{"name in the CN alone", "tls.legacy-server", StatusDegraded, func(w *world) {
			cert(w.imap(), func(t *fact.TLSInfo) {
				t.Chain[0].DNSNames, t.Trust.Name, t.Trust.CommonName = nil, fact.No, fact.Yes
			})
		}},
		{"large ClientHello lost", "tls.large-hello-dropped", StatusDegraded, func(w *world) {
			all(w.imap(), "handshake", fact.TimedOut)
			compared(w.imap(), fact.ReasonSmallHello, good("192.0.2.10:993", fact.TLS, "imap.example.com"))
			w.imap().Login = &fact.Login{State: fact.LoginOK}
		}},
		{"handshake never answered", "tls.handshake-dropped", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.TimedOut)
			compared(w.imap(), fact.ReasonSmallHello, fails("192.0.2.10:993", fact.TLS, "handshake", fact.TimedOut))
			compared(w.imap(), fact.ReasonLegacyTLS, fails("192.0.2.10:993", fact.TLS, "handshake", fact.TimedOut))
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"handshake cut, the connection alone is not", "tls.handshake-dropped", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Reset)
			compared(w.imap(), fact.ReasonNoHello, fails("192.0.2.10:993", fact.None, "greeting", fact.TimedOut))
		}},
		{"handshake broken off by alert 40", "tls.handshake-dropped", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.Alert)
			w.imap().Attempts[0].Failure.Alert = 40
		}},
		{"no answer to STARTTLS", "tls.handshake-dropped", StatusBroken, func(w *world) {
			set(w.smtp(), 587, fact.StartTLS)
			all(w.smtp(), "starttls", fact.TimedOut)
		}},
		{"STARTTLS not offered", "tls.starttls-missing", StatusBroken, func(w *world) {
			set(w.smtp(), 587, fact.StartTLS)
			all(w.smtp(), "starttls", fact.NotOffered)
			sibling(w.smtp(), 465, fact.TLS)
		}},
		{"STARTTLS taken out by a firewall", "tls.starttls-missing", StatusBroken, func(w *world) {
			set(w.smtp(), 587, fact.StartTLS)
			all(w.smtp(), "starttls", fact.NotOffered)
			w.smtp().Attempts[0].Talk.Greeting.Lines = []string{"220 *****************************"}
			w.smtp().Attempts[0].Talk.Before.List = append(w.smtp().Attempts[0].Talk.Before.List, "XXXXXXXA")
		}},
		{"STARTTLS refused", "tls.starttls-missing", StatusBroken, func(w *world) {
			set(w.smtp(), 587, fact.StartTLS)
			all(w.smtp(), "starttls", fact.Answered)
			for i := range w.smtp().Attempts {
				w.smtp().Attempts[i].Failure.Reply = &fact.Reply{Kind: fact.ReplyLater, Code: 454, Lines: []string{"454 4.7.0 TLS not available due to local problem"}}
			}
		}},
		{"a POP3 server on IMAP's own port", "service.wrong-protocol", StatusBroken, func(w *world) {
			all(w.imap(), "greeting", fact.WrongProtocol)
			w.imap().Attempts[0].Failure.FirstBytes = "+OK Dovecot ready."
		}},
		{"clear text on the TLS port", "service.wrong-protocol", StatusBroken, func(w *world) {
			all(w.imap(), "handshake", fact.NotTLS)
			w.imap().Attempts[0].Failure.FirstBytes = "* OK Dovecot ready."
			compared(w.imap(), fact.ReasonOtherSecurity, good("192.0.2.10:993", fact.StartTLS, "imap.example.com"))
		}},
		{"TLS on the STARTTLS port of the server", "service.wrong-protocol", StatusBroken, func(w *world) {
			set(w.smtp(), 587, fact.StartTLS)
			all(w.smtp(), "greeting", fact.Cut)
			compared(w.smtp(), fact.ReasonOtherSecurity, good("192.0.2.12:587", fact.TLS, "smtp.example.com"))
		}},
		{"clear text behind STARTTLS", "service.wrong-protocol", StatusBroken, func(w *world) {
			set(w.smtp(), 587, fact.StartTLS)
			all(w.smtp(), "handshake", fact.NotTLS)
		}},
		{"silence", "service.no-greeting", StatusBroken, func(w *world) {
			all(w.imap(), "greeting", fact.TimedOut)
			sibling(w.imap(), 143, fact.StartTLS)
		}},
		{"half a greeting", "service.no-greeting", StatusBroken, func(w *world) {
			all(w.smtp(), "greeting", fact.TimedOut)
			w.smtp().Attempts[0].Failure.Bytes = 26
		}},
		{"closed inside TLS before the greeting", "service.no-greeting", StatusBroken, func(w *world) { all(w.imap(), "greeting", fact.EOF) }},
		{"a greeting without end", "service.no-greeting", StatusBroken, func(w *world) { all(w.imap(), "greeting", fact.TooMuch) }},
		{"CRAM-MD5 and nothing else", "auth.no-common-mechanism", StatusBroken, func(w *world) {
			w.imap().Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNoMechanism}
			w.imap().Attempts[0].Talk.Caps = &fact.Caps{List: []string{"IMAP4REV1", "AUTH=CRAM-MD5", "LOGINDISABLED"}, Auth: []string{"CRAM-MD5"}}
		}},
		{"logins switched off", "auth.no-common-mechanism", StatusBroken, func(w *world) {
			w.imap().Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNoMechanism}
			w.imap().Attempts[0].Talk.Caps = &fact.Caps{List: []string{"IMAP4REV1", "LOGINDISABLED"}}
		}},
		{"no AUTH at submission", "auth.no-common-mechanism", StatusBroken, func(w *world) {
			w.smtp().Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNoMechanism}
			w.smtp().Attempts[0].Talk.Caps = &fact.Caps{List: []string{"PIPELINING"}}
		}},
	})
}
