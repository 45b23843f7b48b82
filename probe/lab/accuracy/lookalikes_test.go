package accuracy

import (
	"slices"
	"strings"
	"testing"
)

// lookalike is one case that is taken for another, by its number in the project's list of such cases: what the run must
// find in each of the worlds that show it, or why none does.
type lookalike struct {
	row    int
	what   string
	worlds []trial
	// instead says where the case is told apart, if not by a live run in the lab.
	instead string
}

var lookalikes = []lookalike{
	{row: 1, what: "fake-ip proxy, not the server's TLS", worlds: []trial{{faults: "pc.proxy=cut", want: "client.proxy"}, {faults: "imap.tls=reset", want: "tls.handshake-dropped"}, {faults: "pc.proxy=works"}}},
	{row: 2, what: "antivirus whose certificate this PC trusts, not all well", worlds: []trial{{faults: "imap.cert=trusted-intercepted", want: "tls.intercepted"}, {faults: "imap.cert=private-ca"}}},
	{row: 3, what: "antivirus that takes the connection itself, not the server", instead: "README"},
	{row: 4, what: "clock, not an expired certificate", worlds: []trial{{faults: "pc.clock=+3y", want: "client.clock-wrong"}, {faults: "imap.cert=expired", want: "tls.certificate-expired"}}},
	{row: 5, what: "hosts file, not DNS", worlds: []trial{{faults: "hosts.imap=198.51.100.80", want: "client.hosts-override"}, {faults: "dns.system=wrong", want: "dns.wrong-answer"}}},
	{row: 6, what: "sign-in page, not a filtered port", worlds: []trial{{faults: "pc.portal=silent", want: "client.captive-portal"}, {faults: "pc.portal=answers", want: "client.captive-portal"}, {faults: "all.host=filtered", want: "tcp.host-unreachable"}}},
	{row: 7, what: "DNS set to a dead address, not a failing one", worlds: []trial{{faults: "dns.system=refused-port", want: "dns.resolver-unreachable"}, {faults: "dns.system=servfail", want: "dns.resolver-failing"}}},
	{row: 8, what: "dead IPv6, not a dead server", worlds: []trial{{faults: "imap.v6=filtered", want: "tcp.ipv6-broken"}, {faults: "imap.host=filtered", want: "tcp.host-unreachable"}}},
	{row: 9, what: "local firewall, not refused", worlds: []trial{{faults: "imap.tcp@993=denied", want: "client.firewall"}, {faults: "imap.tcp@993=refused", want: "tcp.refused"}}},
	{row: 10, what: "webmail works and mail ports do not", worlds: []trial{{faults: "web.mail=on;smtp.tcp=filtered", want: "tcp.filtered"}, {faults: "web.mail=filtered", want: "web.unreachable"}}},
	{row: 11, what: "mail client too old for the server's TLS", instead: "explain"},
	{row: 12, what: "root missing on this PC, not self-signed", worlds: []trial{{faults: "imap.cert=root-missing", want: "tls.untrusted-issuer"}, {faults: "imap.cert=self-signed", want: "tls.self-signed"}}},
	{row: 13, what: "revocation server out of reach", instead: "README"},
	{row: 14, what: "address on a blocklist, not the account", worlds: []trial{{faults: "smtp.greeting=blocklist", want: "send.address-blocked"}, {faults: "smtp.login=dovecot-rejected", want: "auth.rejected"}}},
	{row: 15, what: "names that do not exist are rewritten", worlds: []trial{{faults: "dns.system=wrong-private", want: "dns.wrong-answer"}, {faults: "dns.name=missing", want: "dns.name-not-found"}}},
	{row: 16, what: "DNS intercepted, not a bad resolver", worlds: []trial{{faults: "dns.intercepted", want: "dns.intercepted"}, {faults: "dns.intercepted=right"}, {faults: "dns.system=wrong", want: "dns.wrong-answer"}}},
	{row: 17, what: "other right addresses elsewhere", worlds: []trial{{faults: "dns.reference=different"}, {faults: "dns.system=wrong", want: "dns.wrong-answer"}}},
	{row: 18, what: "internal address, not a hijack", worlds: []trial{{faults: "dns.split=both", want: "dns.split-horizon"}, {faults: "dns.split=private", want: "dns.split-horizon"}, {faults: "dns.split=reachable"}, {faults: "dns.system=wrong", want: "dns.wrong-answer"}}},
	{row: 19, what: "resolver without EDNS, not a dead one", worlds: []trial{{faults: "dns.system=no-edns"}, {faults: "dns.system=dead", want: "dns.resolver-unreachable"}}},
	{row: 20, what: "first resolver dead, not a slow server", worlds: []trial{{faults: "dns.first=dead", want: "dns.slow"}, {faults: "imap.greeting=slow:5"}}},
	{row: 21, what: "mistyped name", worlds: []trial{{faults: "plan.smtp=smpt.example.com:465/tls", want: "settings.wrong-host"}, {faults: "imap.name=missing", want: "dns.name-not-found"}}},
	{row: 22, what: "MX at another provider", worlds: []trial{
		{faults: "domain.mx=aliyun;plan.imap=imap.exmail.qq.com:993/tls;plan.pop3=off;plan.smtp=smtp.exmail.qq.com:465/tls", want: "dns.mx-elsewhere"},
		{faults: "domain.mx=filter"}}},
	{row: 23, what: "one port blocked, not the server", worlds: []trial{{faults: "imap.tcp@993=filtered", want: "tcp.filtered"}, {faults: "plan.smtp=smtp.example.com:25/starttls;smtp.tcp@25=filtered", want: "settings.wrong-port"}, {faults: "imap.host=filtered", want: "tcp.host-unreachable"}}},
	{row: 24, what: "ban of this PC's address: looks like a host that is down", worlds: []trial{{faults: "imap.host=filtered", want: "tcp.host-unreachable"}, {faults: "imap.login=locked", want: "auth.locked"}}},
	{row: 25, what: "ban that another device caused", worlds: []trial{{faults: "smtp.login=locked", want: "auth.locked"}}},
	{row: 26, what: "cut by name after the ClientHello", worlds: []trial{{faults: "imap.tls=reset", want: "tls.handshake-dropped"}, {faults: "imap.tcp@993=reset", want: "tcp.reset"}}},
	{row: 27, what: "large ClientHello dropped", worlds: []trial{{faults: "imap.tls=drop-large-hello", want: "tls.large-hello-dropped"}, {faults: "imap.tls=drop", want: "tls.handshake-dropped"}}},
	{row: 28, what: "MTU black hole, not a dropped handshake", worlds: []trial{{faults: "imap.path=mtu-blackhole", want: "path.mtu-blackhole"}, {faults: "imap.tls=drop", want: "tls.handshake-dropped"}}},
	{row: 29, what: "MTU black hole for what is sent", instead: "README"},
	{row: 30, what: "one of several addresses dead", worlds: []trial{{faults: "imap.second-address=dead", want: "tcp.partial-outage"}, {faults: "imap.second-address=alive"}}},
	{row: 31, what: "opens and is cut", worlds: []trial{{faults: "imap.tcp@993=reset", want: "tcp.reset"}, {faults: "imap.greeting=eof", want: "service.no-greeting"}}},
	{row: 32, what: "STARTTLS stripped", worlds: []trial{{faults: "smtp.starttls=stripped", want: "tls.starttls-missing"}, {faults: "smtp.starttls=missing", want: "tls.starttls-missing"}}},
	{row: 33, what: "rate limit, not a missing feature", worlds: []trial{{faults: "plan.smtp=smtp.example.com:587/starttls;smtp.caps=refused", want: "service.rejecting"}, {faults: "smtp.starttls=missing", want: "tls.starttls-missing"}}},
	{row: 34, what: "missing intermediate, not an unknown issuer", worlds: []trial{{faults: "imap.cert=no-intermediate", want: "tls.incomplete-chain"}, {faults: "imap.cert=unknown-issuer", want: "tls.untrusted-issuer"}}},
	{row: 35, what: "own name on a provider's server, not interception", worlds: []trial{{faults: "imap.cert=wrong-name", want: "tls.name-mismatch"}, {faults: "imap.cert=intercepted", want: "tls.intercepted"}}},
	{row: 36, what: "name in the CN alone", worlds: []trial{{faults: "imap.cert=cn-only", want: "tls.legacy-server"}, {faults: "imap.cert=wrong-name", want: "tls.name-mismatch"}}},
	{row: 37, what: "old key exchange or version, not dropped", worlds: []trial{{faults: "imap.tls=rsa-only", want: "tls.legacy-server"}, {faults: "imap.tls=1.0-only", want: "tls.version-too-old"}, {faults: "imap.tls=drop", want: "tls.handshake-dropped"}}},
	{row: 38, what: "client without SNI", instead: "README"},
	{row: 39, what: "wrong security mode", worlds: []trial{{faults: "plan.imap=imap.example.com:143/tls", want: "settings.wrong-security"}, {faults: "plan.imap=imap.example.com:993/starttls", want: "settings.wrong-security"}, {faults: "imap.tls=plain", want: "service.wrong-protocol"}}},
	{row: 40, what: "POP3 on the IMAP port", worlds: []trial{{faults: "imap.greeting=pop3", want: "service.wrong-protocol"}, {faults: "plan.imap=imap.example.com:995/tls", want: "settings.wrong-port"}}},
	{row: 41, what: "self-signed, shown as a time-out by clients", worlds: []trial{{faults: "imap.cert=self-signed", want: "tls.self-signed"}, {faults: "imap.greeting=silent", want: "service.no-greeting"}}},
	{row: 42, what: "greeting delay, not silence", worlds: []trial{{faults: "smtp.greeting=slow:12"}, {faults: "imap.greeting=silent", want: "service.no-greeting"}}},
	{row: 43, what: "banner of a gateway", worlds: []trial{{faults: "all.greeting=odd"}}},
	{row: 44, what: "163 without ID", worlds: []trial{{faults: "imap.mailbox=id-required", want: "auth.client-id-required"}, {faults: "imap.mailbox=id-accepted"}}},
	{row: 45, what: "QQ: one text, five causes", worlds: []trial{{faults: "imap.login=qq-five-causes", want: "auth.rejected"}, {faults: "imap.login=qq-authcode", want: "auth.app-password-required"}}},
	{row: 46, what: "reply in GBK", worlds: []trial{{faults: "smtp.login=qq-gbk-authcode", want: "auth.app-password-required"}}},
	{row: 47, what: "QQ: comes and goes with the right code", instead: "README"},
	{row: 48, what: "SMTP off at the login, not a refused recipient", worlds: []trial{{faults: "smtp.login=netease-smtp-off", want: "auth.service-disabled"}, {faults: "smtp.send=recipient-rejected", want: "send.recipient-rejected"}}},
	{row: 49, what: "NetEase with the web password", worlds: []trial{{faults: "smtp.login=netease-auth-code", want: "auth.rejected"}}},
	{row: 50, what: "Tencent exmail: four switches", worlds: []trial{{faults: "imap.login=exmail-weixin", want: "auth.app-password-required"}, {faults: "smtp.login=exmail-disabled", want: "auth.rejected"}}},
	{row: 51, what: "Aliyun: locked or wrong", worlds: []trial{{faults: "smtp.login=aliyun-locked", want: "auth.locked"}, {faults: "smtp.login=aliyun-rejected", want: "auth.rejected"}}},
	{row: 52, what: "Microsoft: one code, three texts", worlds: []trial{{faults: "smtp.login=m365-basic-disabled", want: "auth.oauth-required"}, {faults: "smtp.login=m365-smtpauth-disabled", want: "auth.service-disabled"}, {faults: "smtp.login=m365-conditional-access", want: "auth.policy"}}},
	{row: 53, what: "too many connections, not a wrong password", worlds: []trial{{faults: "imap.login=too-many-connections", want: "auth.too-many-connections"}, {faults: "imap.login=dovecot-rejected", want: "auth.rejected"}}},
	{row: 54, what: "the server's own fault, not a wrong password", worlds: []trial{{faults: "imap.login=serverbug", want: "service.temporary"}, {faults: "smtp.login=unavailable", want: "service.temporary"}}},
	{row: 55, what: "password expired, not wrong", worlds: []trial{{faults: "imap.login=expired", want: "auth.password-expired"}, {faults: "imap.login=dovecot-rejected", want: "auth.rejected"}}},
	{row: 56, what: "the farthest stage counts", worlds: []trial{{faults: "plan.password=wrong;imap.v6=filtered", want: "auth.rejected tcp.ipv6-broken"}}},
	{row: 57, what: "wrong form of the login name", worlds: []trial{{faults: "imap.login=full-address", want: "settings.login-form"}, {faults: "plan.password=wrong", want: "auth.rejected"}}},
	{row: 58, what: "SPA ticked in the mail client", instead: "explain"},
	{row: 59, what: "login barred in clear text, not a wrong password", worlds: []trial{{faults: "plan.imap=imap.example.com:143/none", want: "settings.wrong-security"}, {faults: "imap.caps=logindisabled", want: "auth.no-common-mechanism"}}},
	{row: 60, what: "invisible or full-width characters in the password", worlds: []trial{{faults: "plan.password=invisible", want: "auth.rejected"}, {faults: "plan.password=full-width", want: "auth.rejected"}}},
	{row: 61, what: "POP3 mailbox in use", worlds: []trial{{faults: "pop3.login=in-use", want: "auth.mailbox-busy"}, {faults: "pop3.login=login-delay", want: "auth.mailbox-busy"}, {faults: "pop3.login=pop3-auth", want: "auth.rejected"}}},
	{row: 62, what: "client certificate", instead: "README"},
	{row: 63, what: "SMTP login not ticked, not an unknown recipient", worlds: []trial{{faults: "smtp.send=auth-required", want: "send.auth-required"}, {faults: "smtp.send=recipient-rejected", want: "send.recipient-rejected"}}},
	{row: 64, what: "relay denied, not spam", worlds: []trial{{faults: "smtp.send=relay-denied", want: "send.relay-denied"}, {faults: "smtp.send=content", want: "send.content-rejected"}}},
	{row: 65, what: "too large, not full", worlds: []trial{{faults: "smtp.send=too-large", want: "send.message-too-large"}, {faults: "smtp.send=mailbox-full", want: "send.mailbox-full"}}},
	{row: 66, what: "sender is not the login, not spam", worlds: []trial{{faults: "smtp.send=sender-rejected", want: "send.sender-rejected"}, {faults: "smtp.send=sender-not-owned", want: "send.sender-rejected"}, {faults: "smtp.send=content", want: "send.content-rejected"}}},
	{row: 67, what: "sender in prison", instead: "explain"},
	{row: 68, what: "limits for bulk mail, not spam", worlds: []trial{{faults: "smtp.send=rate-limited", want: "send.rate-limited"}, {faults: "smtp.send=content", want: "send.content-rejected"}}},
	{row: 69, what: "550 5.4.1: unknown or blocked", instead: "explain"},
	{row: 70, what: "stored twice in Sent", instead: "explain"},
	{row: 71, what: "loss or time at one router alone", worlds: []trial{{faults: "imap.path=lossy-router"}, {faults: "imap.path=slow-router"}, {faults: "imap.path=loss", want: "path.loss"}}},
	{row: 72, what: "routers that never answer", instead: "report/route"},
	{row: 73, what: "a router answers in the server's place", instead: "report/route"},
	{row: 74, what: "one port cut on the way, or the whole way", worlds: []trial{{faults: "imap.path=blocked", want: "path.blocked"}, {faults: "imap.tcp@993=filtered", want: "tcp.filtered"}}},
	{row: 75, what: "distance, not a fault", worlds: []trial{{faults: "imap.path=slow", want: "path.latency"}, {faults: "pc.distance=far:0.3"}}},
	{row: 76, what: "skewed clock, not delay", instead: "headers"},
	{row: 77, what: "delay before the first server", instead: "headers"},
	{row: 78, what: "greylisting, not a slow server", instead: "headers"},
}

// TestLookAlikes: each case of the list has its worlds, and each is told from its twin, or a place that tells it stands here.
func TestLookAlikes(t *testing.T) {
	t.Parallel()
	var all []trial
	var rows []int
	for i, l := range lookalikes {
		if l.row != i+1 || (len(l.worlds) == 0) == (l.instead == "") || strings.TrimSpace(l.what) == "" {
			t.Errorf("row %d (%s) stands at place %d, with %d worlds, instead %q", l.row, l.what, i+1, len(l.worlds), l.instead)
		}
		for _, w := range l.worlds {
			all, rows = append(all, w), append(rows, l.row)
		}
	}
	if len(lookalikes) != 78 {
		t.Errorf("%d rows, want 78", len(lookalikes))
	}
	for i, o := range runAll(t, thinned(all)) {
		i *= every
		if !o.right() {
			t.Errorf("row %d: %s", rows[i], o.describe())
		}
	}
	for _, l := range lookalikes {
		if l.instead != "" && !slices.Contains([]string{"explain", "headers", "README", "report/route"}, l.instead) {
			t.Errorf("row %d: %q is no place", l.row, l.instead)
		}
	}
}
