//go:build linux

package real

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// tcpScenarios are filters on the way, and ports where nobody listens.
var tcpScenarios = []scenario{
	{name: "filtered-465", filters: []filter{{Both, "tcp dport 465 drop"}}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tcp.filtered", exit: 1, check: subject("smtp", 465)},
	{name: "filtered-993", filters: []filter{{Both, "tcp dport 993 drop"}}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "degraded", code: "tcp.filtered", exit: 1, check: subject("imap", 993)},
	{name: "prohibited-465", filters: []filter{{Both, "tcp dport 465 reject with icmpx admin-prohibited"}},
		args: "--imap {imap} --smtp {smtp}", status: "broken", code: "tcp.filtered", exit: 1, check: subject("smtp", 465)},
	{name: "reset-by-filter-465", filters: []filter{{Both, "tcp dport 465 reject with tcp reset"}},
		args: "--imap {imap} --pop3 {pop} --smtp {smtp}", status: "broken", code: "tcp.refused", exit: 1, check: subject("smtp", 465)},
	{name: "nothing-on-465", site: Site{Ports: []int{993, 587}}, args: "--imap {imap} --smtp {smtp}",
		status: "broken", code: "tcp.refused", exit: 1, check: fixNames("587")},
	{name: "nothing-at-all", site: Site{Ports: []int{25}}, args: "--imap {imap}", status: "broken", code: "tcp.refused", exit: 1},
	{name: "all-dropped", filters: []filter{{Both, "drop"}}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "broken", code: "tcp.host-unreachable", exit: 1, check: func(t *testing.T, o *outcome) {
			if o.report.DurationMS > 15000 {
				t.Errorf("the verdict took %.0f ms", o.report.DurationMS)
			}
			if !slices.Contains(o.report.Verdict.Causes[0].Alternatives, "auth.locked") {
				t.Error("a ban of this PC looks the same, and is not named as an alternative")
			}
		}},
	{name: "host-unreachable", filters: []filter{{Both, "reject with icmpx host-unreachable"}}, args: "--imap {imap} --smtp {smtp}",
		status: "broken", code: "tcp.host-unreachable", exit: 1},
	{name: "ipv6-dead", filters: []filter{{V6, "drop"}}, args: "--imap {imap} --pop3 {pop} --smtp {smtp}",
		status: "degraded", code: "tcp.ipv6-broken", severity: "warning", exit: 1, check: loggedIn},
	{name: "ipv6-refused", filters: []filter{{V6, "reject with tcp reset"}}, args: "--imap {imap} --smtp {smtp}",
		status: "degraded", code: "tcp.ipv6-broken", severity: "warning", exit: 1, check: loggedIn},
	{name: "ipv6-prohibited", filters: []filter{{V6, "reject with icmpx admin-prohibited"}}, args: "--imap {imap} --smtp {smtp}",
		status: "degraded", code: "tcp.ipv6-broken", severity: "warning", exit: 1, check: loggedIn},
	{name: "spare-dead", site: Site{Spare: true}, args: "--imap {imap} --smtp {smtp}",
		status: "degraded", code: "tcp.partial-outage", severity: "warning", exit: 1, check: loggedIn},
	{name: "cut-at-once", site: Site{Script: scripts(143, Cuts)}, args: "--imap {imap}:143",
		status: "broken", code: "tcp.reset", exit: 1},
}

// settingsScenarios have a service set wrongly in the mail client, and the right one beside it.
var settingsScenarios = []scenario{
	{name: "port-1993", args: "--imap {imap}:1993/tls --smtp {smtp}",
		status: "broken", code: "settings.wrong-port", exit: 1, check: fixNames("993")},
	{name: "port-1993-filtered", filters: []filter{{Both, "tcp dport 1993 drop"}}, args: "--imap {imap}:1993/tls --smtp {smtp}",
		status: "broken", code: "settings.wrong-port", exit: 1, check: fixNames("993")},
	{name: "port-1465", args: "--imap {imap} --smtp {smtp}:1465/tls",
		status: "broken", code: "settings.wrong-port", exit: 1, check: fixNames("465")},
	{name: "port-1995", args: "--pop3 {pop}:1995/tls", status: "broken", code: "settings.wrong-port", exit: 1, check: fixNames("995")},
	{name: "imap-on-995", args: "--imap {imap}:995/tls", status: "broken", code: "settings.wrong-port", exit: 1, check: fixNames("993")},
	{name: "smtp-25-filtered", filters: []filter{{Both, "tcp dport 25 drop"}}, args: "--imap {imap} --smtp {smtp}:25/starttls",
		status: "broken", code: "settings.wrong-port", exit: 1, check: fixNames("465")},
	{name: "security-993-starttls", args: "--imap {imap}:993/starttls", status: "broken", code: "settings.wrong-security", exit: 1},
	{name: "security-143-tls", args: "--imap {imap}:143/tls", status: "broken", code: "settings.wrong-security", exit: 1},
	{name: "security-995-starttls", args: "--pop3 {pop}:995/starttls", status: "broken", code: "settings.wrong-security", exit: 1},
	{name: "security-110-tls", args: "--pop3 {pop}:110/tls", status: "broken", code: "settings.wrong-security", exit: 1},
	{name: "security-465-starttls", args: "--smtp {smtp}:465/starttls", status: "broken", code: "settings.wrong-security", exit: 1},
	{name: "security-587-tls", args: "--smtp {smtp}:587/tls", status: "broken", code: "settings.wrong-security", exit: 1},
}

// talkScenarios are servers that speak strangely, or not at all.
var talkScenarios = []scenario{
	{name: "greeting-unfinished", site: Site{Script: scripts(587, Says("220-mail.example.com one moment please\r\n"))},
		args: "--smtp {smtp}:587", status: "broken", code: "service.no-greeting", exit: 1},
	{name: "greeting-silent", site: Site{Script: scripts(143, Silent)}, args: "--imap {imap}:143",
		status: "broken", code: "service.no-greeting", exit: 1},
	{name: "greeting-of-ssh", site: Site{Script: scripts(143, Says("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n"))}, args: "--imap {imap}:143",
		status: "broken", code: "service.wrong-protocol", exit: 1},
	{name: "greeting-refuses", site: Site{Postfix: map[int][]string{587: {"smtpd_delay_reject=no", "smtpd_client_restrictions=reject"}}},
		args: "--imap {imap} --smtp {smtp}:587", status: "broken", code: "service.rejecting", exit: 1},
	{name: "starttls-missing", site: Site{Postfix: map[int][]string{587: {"smtpd_tls_security_level=none"}}},
		args: "--imap {imap} --smtp {smtp}:587", status: "broken", code: "tls.starttls-missing", exit: 1, check: fixNames("465")},
	{name: "hello-unanswered", site: Site{Script: scripts(993, Silent)}, args: "--imap {imap}",
		status: "broken", code: "tls.handshake-dropped", exit: 1},
	{name: "hello-reset", site: Site{Script: scripts(993, CutsAfterFirst)}, args: "--imap {imap}",
		status: "broken", code: "tls.handshake-dropped", exit: 1},
	{name: "large-hello", args: "--imap {imap} --smtp {smtp}",
		filters: []filter{{V4, "tcp dport 993 @ih,0,16 0x1603 ip length > 700 drop"}, {V6, "tcp dport 993 @ih,0,16 0x1603 ip6 length > 700 drop"}},
		status:  "degraded", code: "tls.large-hello-dropped", severity: "warning", exit: 1, check: loggedIn},
	{name: "tls-1.0-only", args: "--imap {imap} --smtp {smtp}",
		site: Site{Chain: RSAKey, Postfix: map[int][]string{465: {"smtpd_tls_mandatory_protocols=TLSv1", "smtpd_tls_protocols=TLSv1",
			"tls_medium_cipherlist=DEFAULT:@SECLEVEL=0"}}},
		status: "broken", code: "tls.version-too-old", exit: 1},
	{name: "rsa-key-exchange-only", args: "--imap {imap} --smtp {smtp}",
		site: Site{Chain: RSAKey, Postfix: map[int][]string{465: {"smtpd_tls_mandatory_protocols=TLSv1.2",
			"tls_medium_cipherlist=AES128-GCM-SHA256:AES128-SHA"}}},
		status: "broken", code: "tls.legacy-server", exit: 1},
	{name: "tarpit", site: Site{Script: scripts(587, Drips("220-mail.example.com one moment please\r\n"))},
		args: "--smtp {smtp}:587 --timeout 5s", status: "unknown", exit: 3, check: func(t *testing.T, o *outcome) {
			if o.report.DurationMS > 5500 {
				t.Errorf("--timeout 5s, and the run took %.0f ms", o.report.DurationMS)
			}
		}},
	{name: "greeting-endless", site: Site{Script: scripts(587, Floods("220-mail.example.com and so on and so forth\r\n"))},
		args: "--smtp {smtp}:587", status: "broken", code: "service.no-greeting", exit: 1, check: func(t *testing.T, o *outcome) {
			if o.Peak == 0 || o.Peak > 80<<20 {
				t.Errorf("the run took %d KiB of memory", o.Peak>>10)
			}
		}},
}

// scripts is a site's only listener.
func scripts(port int, script Script) map[int]Script { return map[int]Script{port: script} }

// subject: the first cause is about that service.
func subject(first string, port int) func(*testing.T, *outcome) {
	return func(t *testing.T, o *outcome) {
		t.Helper()
		want := fmt.Sprintf("%s.%s:%d", first, o.site.Domain(), port)
		if len(o.report.Verdict.Causes) > 0 && o.report.Verdict.Causes[0].Subject != want {
			t.Errorf("the cause is about %q, want %s", o.report.Verdict.Causes[0].Subject, want)
		}
	}
}

// fixNames: a fix of the first cause names that value.
func fixNames(value string) func(*testing.T, *outcome) {
	return func(t *testing.T, o *outcome) {
		t.Helper()
		if len(o.report.Verdict.Causes) > 0 && !strings.Contains(strings.Join(o.report.Verdict.Causes[0].Fixes, " "), value) {
			t.Errorf("no fix names %s: %q", value, o.report.Verdict.Causes[0].Fixes)
		}
	}
}
