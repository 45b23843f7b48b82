package cause

import (
	"net/netip"
	"strconv"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Lines of evidence: one measurement a line, with its real values. They tell what happened, never what it means.

// place is "imap.example.com:993 (192.0.2.10)", the port being that of the connection.
func place(s *fact.Service, a *fact.Attempt) lang.Text {
	ip := ipOf(a.Addr)
	where := *s
	where.Port = portOf(a.Addr)
	if a.Host != "" {
		where.Host = a.Host
	}
	if !ip.IsValid() || ip.String() == s.Host {
		return lang.Same(endpoint(&where))
	}
	return lang.T("{where} ({ip})", "{where}（{ip}）").With("where", endpoint(&where), "ip", ip)
}

// walkLine tells how one connection went.
func (c *Case) walkLine(s *fact.Service, a *fact.Attempt) lang.Text {
	text := c.outcome(a)
	switch a.Reason {
	case fact.ReasonSmallHello:
		text = lang.T("with a small ClientHello: {what}", "改用小的 ClientHello：{what}").With("what", text)
	case fact.ReasonAgain:
		text = lang.T("the very same once more: {what}", "原样再试一次：{what}").With("what", text)
	case fact.ReasonLegacyTLS:
		text = lang.T("with outdated encryption allowed: {what}", "放开过时的加密方式后：{what}").With("what", text)
	case fact.ReasonNoHello:
		text = c.unasked(a)
	case fact.ReasonOtherSecurity:
		text = lang.T("with {mode}: {what}", "改用 {mode}：{what}").With("mode", securityName(a.Security), "what", text)
	}
	return lang.T("{place}: {what}", "{place}：{what}").With("place", place(s, a), "what", text)
}

// unasked tells how a connection ended on which this PC sent nothing.
func (c *Case) unasked(a *fact.Attempt) lang.Text {
	switch {
	case a.Dial == nil || a.Failure == nil:
		return c.outcome(a)
	case a.Failure.Class == fact.Reset || a.Failure.Class == fact.EOF:
		return lang.T("on a connection where nothing was sent, it was cut after {time} all the same", "什么都不发送，连接也被切断（{time}）").With("time", took(a.Failure.AfterMS))
	case a.Failure.Class == fact.TimedOut:
		return lang.T("a connection where nothing was sent stayed open ({time})", "什么都不发送时，连接一直开着（{time}）").With("time", took(a.Failure.AfterMS))
	}
	return c.outcome(a)
}

// failureLine tells how the connection of a failure went.
func (c *Case) failureLine(f *Failure) lang.Text {
	if f.Attempt != nil {
		return c.walkLine(f.Service, f.Attempt)
	}
	return lang.T("{where}: the name led to no address", "{where}：域名没有解析出任何地址").With("where", endpoint(f.Service))
}

// outcome is how a connection ended, in words.
func (c *Case) outcome(a *fact.Attempt) lang.Text {
	f := a.Failure
	switch {
	case f == nil && a.Reason == fact.ReasonNeutralPort, f == nil && !a.Ready():
		return opened(a)
	case f == nil && c.Acceptable(a):
		return lang.T("answered in {time}, and all is well up to the login", "有应答（{time}），直到登录前一切正常").With("time", dialled(a))
	case f == nil:
		return lang.T("answered in {time}, but its certificate is not accepted", "有应答（{time}），但证书不被接受").With("time", dialled(a))
	}
	said := f.FirstBytes
	if f.Class == fact.Answered && f.Reply != nil {
		said = f.Reply.Text()
	}
	// One call for all: what comes from outside is then never read as a placeholder.
	what := ending(a).With("time", took(f.AfterMS), "words", quoted(said), "raw", f.Raw, "bytes", f.Bytes, "op", f.Op,
		"alert", f.Alert, "name", alertName(f.Alert), "list", offeredBefore(a))
	if a.Dial == nil {
		return what
	}
	return lang.Join(lang.T("; ", "；"), opened(a), what)
}

func opened(a *fact.Attempt) lang.Text {
	if a.Dial == nil {
		return lang.T("no connection", "没有连上")
	}
	return lang.T("the connection opened in {time}", "已连上（{time}）").With("time", dialled(a))
}

func dialled(a *fact.Attempt) lang.Text {
	if a.Dial == nil {
		return took(0)
	}
	return took(a.Dial.MS)
}

// ending is the text for the end of a connection, by the step it ended at.
func ending(a *fact.Attempt) lang.Text {
	f := a.Failure
	switch {
	case f.Class == fact.Cut:
		return lang.T("nothing more was known when it was ended after {time}", "到结束时还没有结果（{time}）")
	case f.Class == fact.NotTLS:
		return lang.T("instead of TLS came {words}", "收到的不是 TLS，而是{words}")
	case f.Class == fact.WrongProtocol:
		return lang.T("it greeted with {words}", "对方的第一句话是{words}")
	case f.Class == fact.Answered:
		return lang.T("the server answered {words}", "服务器回答{words}")
	case f.Class == fact.TooMuch:
		return lang.T("the server sent without end", "服务器没完没了地发送数据")
	case a.Dial == nil:
		return connectEnding(f)
	case f.Op == "handshake":
		return handshakeEnding(f)
	case f.Op == "starttls":
		return startTLSEnding(a)
	}
	return talkEnding(f)
}

func connectEnding(f *fact.Failure) lang.Text {
	switch f.Class {
	case fact.TimedOut:
		return lang.T("no answer to the connection for {time}", "等了 {time}，连接没有任何回应")
	case fact.Refused:
		return lang.T("the connection was refused after {time}", "连接被拒绝（{time}）")
	case fact.Reset:
		return lang.T("the connection was cut after {time}", "连接被切断（{time}）")
	case fact.HostUnreachable:
		return lang.T("the network reported after {time} that there is no way to it", "网络报告无法到达（{time}）")
	case fact.NetUnreachable:
		return lang.T("this PC knows no way there", "本机没有通往那里的网络")
	case fact.AddrUnavailable:
		return lang.T("this PC has no address of this kind", "本机没有这一类地址")
	case fact.Denied:
		return lang.T("this PC's own system refused it after {time}: {raw}", "被本机系统自己拒绝（{time}）：{raw}")
	}
	return failed(f)
}

func handshakeEnding(f *fact.Failure) lang.Text {
	switch f.Class {
	case fact.TimedOut:
		return lang.T("then no answer to the TLS handshake for {time}", "随后 TLS 握手没有任何回应（等了 {time}）")
	case fact.Reset:
		return lang.T("then cut (reset) {time} into the TLS handshake", "随后在 TLS 握手时被切断（reset，{time}）")
	case fact.EOF:
		return lang.T("then closed {time} into the TLS handshake", "随后在 TLS 握手时被关闭（{time}）")
	case fact.Alert:
		return lang.T("the server broke off the TLS handshake with alert {alert} ({name})", "服务器中止了 TLS 握手，警报 {alert}（{name}）")
	case fact.BadTLS:
		return lang.T("the server's TLS answer could not be used: {raw}", "服务器的 TLS 应答无法使用：{raw}")
	}
	return failed(f)
}

func startTLSEnding(a *fact.Attempt) lang.Text {
	switch a.Failure.Class {
	case fact.NotOffered:
		return lang.T("the server's list of what it can do has no STARTTLS: {list}", "服务器列出的功能里没有 STARTTLS：{list}")
	case fact.TimedOut:
		return lang.T("the server left STARTTLS without an answer for {time}", "服务器对 STARTTLS 没有回答（等了 {time}）")
	case fact.EOF, fact.Reset:
		return lang.T("the server closed the connection {time} after STARTTLS", "发出 STARTTLS 后服务器关闭了连接（{time}）")
	}
	return failed(a.Failure)
}

// offeredBefore is what the server listed before the encryption.
func offeredBefore(a *fact.Attempt) lang.Text {
	if caps := a.Talk.Before; caps != nil && len(caps.List) > 0 {
		return quoted(strings.Join(caps.List, ", "))
	}
	return lang.T("nothing", "空")
}

func talkEnding(f *fact.Failure) lang.Text {
	greeting := f.Op == "greeting"
	switch {
	case f.Class == fact.TimedOut && greeting && f.Bytes > 0:
		return lang.T("then only the beginning of a greeting within {time} ({bytes} bytes)", "随后只收到问候语的开头（{bytes} 字节，等了 {time}）")
	case f.Class == fact.TimedOut && greeting:
		return lang.T("then no word from the server for {time}", "随后服务器一言不发（等了 {time}）")
	case (f.Class == fact.EOF || f.Class == fact.Reset) && greeting:
		return lang.T("then closed after {time} without a greeting", "没有收到问候语就被关闭（{time}）")
	case f.Class == fact.TimedOut:
		return lang.T("the server greeted, then left {op} without an answer for {time}", "服务器打过招呼，随后对 {op} 没有回答（等了 {time}）")
	case f.Class == fact.EOF || f.Class == fact.Reset:
		return lang.T("the server greeted, then closed the connection at {op}", "服务器打过招呼，随后在 {op} 时关闭了连接")
	}
	return failed(f)
}

// failed is for what has no words of its own: the system's follow.
func failed(f *fact.Failure) lang.Text {
	if f.Raw == "" {
		return lang.T("it failed after {time}", "失败（{time}）")
	}
	return lang.T("it failed after {time}: {raw}", "失败（{time}）：{raw}")
}

// alertName is the name of a TLS alert (RFC 8446 section 6).
func alertName(n int) string {
	name, ok := map[int]string{10: "unexpected_message", 40: "handshake_failure", 42: "bad_certificate", 47: "illegal_parameter",
		48: "unknown_ca", 49: "access_denied", 50: "decode_error", 70: "protocol_version", 71: "insufficient_security",
		80: "internal_error", 86: "inappropriate_fallback", 109: "missing_extension", 110: "unsupported_extension",
		112: "unrecognized_name", 116: "certificate_required", 120: "no_application_protocol"}[n]
	if !ok {
		return strconv.Itoa(n)
	}
	return name
}

// lookupLines tells what this PC and each resolver make of a name.
func (c *Case) lookupLines(host string) []lang.Text {
	n := c.Name(host)
	if n == nil {
		return nil
	}
	var out []lang.Text
	if n.OS != nil {
		out = append(out, osLine(n))
	}
	if len(n.HostsFile) > 0 {
		out = append(out, lang.T("the hosts file of this PC says: {host} is {addrs}", "本机 hosts 文件里写着：{host} 是 {addrs}").
			With("host", host, "addrs", names(n.HostsFile...)))
	}
	for _, a := range c.allAnswers(host) {
		out = append(out, a.line(host))
	}
	return out
}

// lookupsOf is lookupLines for several hosts: the first whole, of the others what this PC's own resolvers said, as the
// rest repeats itself.
func (c *Case) lookupsOf(hosts []string) []lang.Text {
	var out []lang.Text
	for i, host := range hosts {
		if i == 0 {
			out = append(out, c.lookupLines(host)...)
			continue
		}
		for _, a := range answers(c.Name(host), fact.RoleSystem) {
			out = append(out, a.line(host))
		}
	}
	return out
}

func osLine(n *fact.Name) lang.Text {
	switch {
	case len(n.OS.Addrs) > 0:
		return lang.T("this PC's own look-up of {host}: {addrs} ({time})", "本机自己查询 {host}：{addrs}（{time}）").
			With("host", n.Host, "addrs", names(n.OS.Addrs...), "time", took(n.OS.MS))
	case n.OS.Failure != nil && n.OS.Failure.Raw != "":
		return lang.T("this PC's own look-up of {host} failed after {time}: {raw}", "本机自己查询 {host}，失败（{time}）：{raw}").
			With("host", n.Host, "time", took(n.OS.MS), "raw", n.OS.Failure.Raw)
	}
	return lang.T("this PC's own look-up of {host} gave no address ({time})", "本机自己查询 {host}，没有得到地址（{time}）").
		With("host", n.Host, "time", took(n.OS.MS))
}

// line is what one resolver said about a name.
func (a *answer) line(host string) lang.Text {
	text := lang.T("DNS server {resolver}, asked for {host}: {what}", "向 DNS 服务器 {resolver} 查询 {host}：{what}")
	if a.role == fact.RoleReference {
		text = lang.T("DNS server {resolver} (for comparison), asked for {host}: {what}", "向 DNS 服务器 {resolver}（对照）查询 {host}：{what}")
	}
	return text.With("resolver", resolverName(a.resolver), "host", host, "what", a.what())
}

func (a *answer) what() lang.Text {
	time := took(a.ms())
	switch a.says() {
	case saysAddress:
		return lang.T("{addrs} ({time})", "{addrs}（{time}）").With("addrs", names(addrStrings(a.addrs)...), "time", time)
	case saysNone:
		if a.rcode() == "NXDOMAIN" {
			return lang.T("there is no such name (NXDOMAIN, {time})", "没有这个域名（NXDOMAIN，{time}）").With("time", time)
		}
		return lang.T("the name has no address ({time})", "这个域名没有地址（{time}）").With("time", time)
	case saysError:
		return lang.T("it reports the error {rcode} ({time})", "它报告错误 {rcode}（{time}）").With("rcode", a.rcode(), "time", time)
	case saysNothing:
		if a.refused() {
			return lang.T("nothing there takes questions (refused after {time})", "那里没有 DNS 服务（被拒绝，{time}）").With("time", time)
		}
		return lang.T("no answer within {time}", "没有回答（等了 {time}）").With("time", time)
	}
	return lang.T("not known: the run was over", "不清楚：检测时间已到")
}

// rcode is the response code that says most.
func (a *answer) rcode() string {
	best := ""
	for _, l := range a.lookups {
		if l.Answered() && (best == "" || best == "NOERROR") {
			best = l.RCode
		}
	}
	return best
}

// refused says whether the address of the resolver sent the questions back.
func (a *answer) refused() bool {
	for _, l := range a.lookups {
		if l.Failure == nil || l.Failure.Class != fact.Refused {
			return false
		}
	}
	return len(a.lookups) > 0
}

func addrStrings(addrs []netip.Addr) []string {
	var out []string
	for _, a := range addrs {
		out = append(out, a.String())
	}
	return unique(out)
}

// certLine describes the certificate of a walk.
func certLine(s *fact.Service, a *fact.Attempt) lang.Text {
	leaf := a.TLS.Leaf()
	if leaf == nil {
		return lang.T("{place}: no certificate", "{place}：没有证书").With("place", place(s, a))
	}
	return lang.T("{place}: certificate for {names}, issued by {issuer}, valid from {from} to {to} (SHA-256 {sum})",
		"{place}：证书的名称是 {names}，由 {issuer} 签发，有效期 {from} 至 {to}（SHA-256 {sum}）").With(
		"place", place(s, a), "names", few(4, certNames(leaf)), "issuer", issuer(leaf),
		"from", day(leaf.NotBefore), "to", day(leaf.NotAfter), "sum", short(leaf.SHA256))
}

// certNames are the names that a certificate is valid for; its subject where it has none.
func certNames(leaf *fact.Cert) []string {
	list := append(append([]string{}, leaf.DNSNames...), leaf.IPs...)
	if len(list) == 0 {
		list = []string{leaf.Subject}
		if leaf.CommonName != "" {
			list = []string{leaf.CommonName}
		}
	}
	return unique(list)
}

// plainName takes the CN out of a distinguished name, where there is one.
func plainName(dn string) string {
	_, cn, found := strings.Cut(dn, "CN=")
	if !found {
		return dn
	}
	for i := range cn {
		if (cn[i] == ',' || cn[i] == '+') && (i == 0 || cn[i-1] != '\\') {
			return cn[:i]
		}
	}
	return cn
}

// issuer names who signed.
func issuer(cert *fact.Cert) string {
	if cert.IssuerOrg != "" {
		return cert.IssuerOrg
	}
	return plainName(cert.Issuer)
}

func short(sum string) string {
	if len(sum) > 16 {
		return sum[:16] + "…"
	}
	return sum
}
