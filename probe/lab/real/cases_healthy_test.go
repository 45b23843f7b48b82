//go:build linux

package real

import (
	"net/netip"
	"testing"
)

// healthyScenarios have nothing wrong: no cause may be named, and no connection made beyond the first.
var healthyScenarios = []scenario{
	{name: "tls", args: "--imap {imap} --pop3 {pop} --smtp {smtp}", status: "ok", check: loggedIn},
	{name: "starttls", args: "--imap {imap}:143 --pop3 {pop}:110 --smtp {smtp}:587", status: "ok", check: loggedIn},
	{name: "imap-tls", args: "--imap {imap}", status: "ok", check: loggedIn},
	{name: "imap-starttls", args: "--imap {imap}:143/starttls", status: "ok", check: loggedIn},
	{name: "pop3-tls", args: "--pop3 {pop}", status: "ok", check: loggedIn},
	{name: "pop3-starttls", args: "--pop3 {pop}:110/starttls", status: "ok", check: loggedIn},
	{name: "smtp-tls", args: "--smtp {smtp}", status: "ok"},
	{name: "smtp-starttls", args: "--smtp {smtp}:587/starttls", status: "ok"},
	{name: "smtp-25", args: "--smtp {smtp}:25/starttls", status: "ok"},
	{name: "one-family", args: "--imap {imap} --smtp {smtp}", site: Site{OneFamily: true}, status: "ok", check: loggedIn},
	{name: "family-4", args: "-4 --imap {imap} --smtp {smtp}", status: "ok", check: loggedIn},
	{name: "family-6", args: "-6 --imap {imap} --smtp {smtp}", status: "ok", check: loggedIn},
	{name: "rsa", args: "--imap {imap} --pop3 {pop} --smtp {smtp}", site: Site{Chain: RSAKey}, status: "ok", check: loggedIn},
	{name: "send-to", args: "--smtp {smtp} --send-to bob@example.net", status: "ok"},
	{name: "no-auth", args: "--imap {imap} --pop3 {pop} --smtp {smtp} --no-auth", status: "ok", check: notLoggedIn},
	{name: "no-password", args: "--imap {imap} --smtp {smtp}", password: "-", status: "ok", check: notLoggedIn},
	{name: "no-reference", args: "--imap {imap} --smtp {smtp} --reference-dns none", status: "ok", check: loggedIn},
	{name: "ssl-cert-file", args: "--imap {imap} --smtp {smtp}", noCA: true, env: []string{"SSL_CERT_FILE={ca}"},
		status: "ok", check: loggedIn},
	{name: "lan-without-ipv6", args: "--imap {imap} --pop3 {pop} --smtp {smtp}", services: 3, status: "ok",
		pc: func(w *World) *PC { return w.PC4() }, check: loggedIn},
	{name: "srv", services: 3, status: "ok", check: func(t *testing.T, o *outcome) {
		loggedIn(t, o)
		for _, s := range o.report.Services {
			if s.Status == "ok" && s.Source != "srv" {
				t.Errorf("%s %s:%d comes from %q, want srv", s.Protocol, s.Host, s.Port, s.Source)
			}
		}
	}},
	// The host is not in the address's own domain, and nobody is there to ask: it is tested without the password.
	{name: "srv-elsewhere", site: Site{SRVHost: "mail.example.com"}, services: 3, status: "ok", check: notLoggedIn},
	{name: "usual-names", site: Site{NoSRV: true}, services: 3, status: "ok", check: loggedIn},
	{name: "postscreen", args: "--smtp {smtp}:25/starttls", site: Site{Postscreen: true, OneFamily: true}, status: "ok",
		check: func(t *testing.T, o *outcome) {
			if o.report.DurationMS < 4000 {
				t.Errorf("the greeting takes 4 s, and the run took %.0f ms", o.report.DurationMS)
			}
		}},
}

// loggedIn: Dovecot saw a login that worked.
func loggedIn(t *testing.T, o *outcome) {
	t.Helper()
	if o.logins.OK == 0 {
		t.Error("Dovecot saw no login")
	}
}

// notLoggedIn: Dovecot saw none at all.
func notLoggedIn(t *testing.T, o *outcome) {
	t.Helper()
	if o.logins != (Logins{}) {
		t.Errorf("Dovecot saw logins: %+v", o.logins)
	}
}

const wrongPassword = "Wrong-Horse_8!Battery"

// authScenarios are refused logins. That there was exactly one is asserted for all of them.
var authScenarios = []scenario{
	{name: "wrong-password", args: "--imap {imap} --pop3 {pop} --smtp {smtp}", password: wrongPassword,
		status: "broken", code: "auth.rejected", exit: 1},
	{name: "wrong-password-imap-starttls", args: "--imap {imap}:143", password: wrongPassword,
		status: "broken", code: "auth.rejected", exit: 1},
	{name: "wrong-password-pop3", args: "--pop3 {pop}", password: wrongPassword, status: "broken", code: "auth.rejected", exit: 1},
	{name: "wrong-password-smtp", args: "--smtp {smtp}", password: wrongPassword, status: "broken", code: "auth.rejected", exit: 1},
	{name: "wrong-password-submission", args: "--smtp {smtp}:587", password: wrongPassword,
		status: "broken", code: "auth.rejected", exit: 1},
	{name: "wrong-login", args: "--imap {imap} --smtp {smtp} --login bob@{domain}",
		status: "broken", code: "auth.rejected", exit: 1},
}

// certificateScenarios have a bad certificate on all services. No password may reach such a server.
var certificateScenarios = []scenario{
	{name: "expired", site: Site{Chain: Expired}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tls.certificate-expired", exit: 1, check: notLoggedIn},
	{name: "expired-starttls", site: Site{Chain: Expired}, args: "--imap {imap}:143 --pop3 {pop}:110 --smtp {smtp}:587",
		status: "broken", code: "tls.certificate-expired", exit: 1, check: notLoggedIn},
	{name: "not-yet-valid", site: Site{Chain: NotYetValid}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tls.certificate-not-yet-valid", exit: 1, check: notLoggedIn},
	{name: "wrong-name", site: Site{Chain: WrongName}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tls.name-mismatch", exit: 1, check: notLoggedIn},
	{name: "self-signed", site: Site{Chain: SelfSigned}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tls.self-signed", exit: 1, check: notLoggedIn},
	{name: "unknown-issuer", site: Site{Chain: UnknownIssuer}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tls.untrusted-issuer", exit: 1, check: notLoggedIn},
	{name: "no-intermediate", site: Site{Chain: NoIntermediate}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tls.incomplete-chain", exit: 1, check: notLoggedIn},
	{name: "lab-root-unknown", noCA: true, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tls.untrusted-issuer", exit: 1, check: notLoggedIn},
}

// dnsScenarios are about the PC's resolver; the reference resolver and the servers are well.
var dnsScenarios = []scenario{
	{name: "resolver-dead", pc: askedOf(DeadAddr), args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "dns.resolver-unreachable", exit: 1},
	{name: "resolver-closed", pc: askedOf(ClosedAddr), args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "dns.resolver-unreachable", exit: 1},
	{name: "resolver-failing", pc: askedOf(FailingAddr), args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "dns.resolver-failing", exit: 1},
	{name: "resolver-refusing", pc: askedOf(RefusingAddr), args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "dns.resolver-failing", exit: 1},
	{name: "resolver-lying", pc: askedOf(LyingAddr), args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "dns.wrong-answer", exit: 1, check: notLoggedIn},
	{name: "resolver-astray", pc: askedOf(AstrayAddr), args: "--imap {imap} --smtp {smtp}",
		status: "broken", code: "dns.wrong-answer", exit: 1},
	{name: "resolver-denying", pc: askedOf(DenyingAddr), args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "dns.wrong-answer", exit: 1},
	{name: "first-resolver-dead", pc: askedOf(DeadAddr, ResolverAddr), args: "--imap {imap} --smtp {smtp}",
		status: "degraded", code: "dns.slow", severity: "warning", exit: 1},
	{name: "name-unknown", address: "alice@nosuch.example.com", args: "--imap imap.nosuch.example.com --smtp smtp.nosuch.example.com",
		status: "broken", code: "dns.name-not-found", exit: 1},
	{name: "dns-flag", pc: askedOf(LyingAddr), args: "--imap {imap} --smtp {smtp} --dns 192.0.2.53", status: "ok", check: loggedIn},
}

// askedOf is a PC with other resolvers.
func askedOf(resolvers ...netip.Addr) func(*World) *PC {
	return func(w *World) *PC {
		pc := w.PC()
		pc.Resolvers = resolvers
		return pc
	}
}
