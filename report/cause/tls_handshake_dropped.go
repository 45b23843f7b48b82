package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// unrecognizedName is the TLS alert of a server that does not know the name it was asked for (RFC 6066 section 3).
const unrecognizedName = 112

var tlsHandshakeDropped = &Cause{
	Code:     "tls.handshake-dropped",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The encryption can't be set up", "无法建立加密连接"),
	Means: lang.T(
		"The connection opens, but the TLS handshake is never answered, is cut, or is broken off by the server, whatever way we open it: as today's programs do, small, and with outdated encryption allowed. Either a device on the way cuts encrypted connections to this server, or the server's encryption is out of order. If a smaller or older handshake does work, that is a cause of its own; if the connection is cut without any handshake, so is that.",
		"连接能打开，但 TLS 握手没有回应、被切断，或被服务器中止；不论用现在的方式、小的握手包，还是放开过时的加密方式都一样。要么途中有设备专门切断到这台服务器的加密连接，要么服务器的加密配置坏了。如果小的或旧式的握手能成功，或者根本没握手就被切断，都属于另外的原因。"),
	Fault:    "imap.tls=drop",
	NearMiss: "imap.tls=drop-large-hello",
	Find:     findHandshakeDropped,
}

func findHandshakeDropped(c *Case) []Finding {
	var out []Finding
	for _, group := range grouped(c.handshakes(), sameHost) {
		out = append(out, c.handshakeDropped(group))
	}
	var unsteady []*Failure
	for _, f := range c.Partial(fact.StageTLS) {
		if handshakeFailed(f) && secondTry(f.Service, fact.ReasonAgain) != nil {
			unsteady = append(unsteady, f)
		}
	}
	for _, group := range grouped(unsteady, sameHost) {
		out = append(out, c.unsteady(group))
	}
	return out
}

// unsteady: the very same handshake failed once and worked the next time.
func (c *Case) unsteady(group []*Failure) Finding {
	f := c.finding(group)
	f.Severity, f.Confidence, f.Alternatives = Warning, Possible, []string{"path.loss"}
	f.Summary = lang.T("{services} did not answer the first TLS handshake, and answered the very same a little later: the connection is unsteady.",
		"{services} 第一次 TLS 握手没有回应，过一会儿同样的握手又成功了：连接不稳定。").With("services", services(group))
	f.Fixes = []lang.Text{
		lang.T("Check the connection of this PC: near enough to the Wi-Fi, cable well plugged in. Then run this check a few more times.",
			"检查这台电脑的网络：离 Wi-Fi 近一些，网线插紧。然后再测几次。"),
		fixHotspot(lang.T("your own network loses packets: ask its administrator", "说明是你这边的网络丢包：请找网络管理员"),
			lang.T("it is the way to the server or the server itself: tell your provider", "说明问题在途中或服务器：请联系服务商")),
	}
	c.tryLines(&f)
	c.pathEvidence(&f)
	return f
}

func (c *Case) handshakeDropped(group []*Failure) Finding {
	first := group[0]
	f := c.finding(group)
	what := lang.T("is never answered", "没有回应")
	switch first.Class() {
	case fact.Reset, fact.EOF:
		what = lang.T("is cut", "被切断")
	case fact.Alert, fact.BadTLS:
		what = lang.T("is broken off", "被中止")
	}
	f.Summary = lang.T("{services} opens the connection, but the TLS handshake {what}: no encrypted connection can be set up.",
		"{services} 能连上，但 TLS 握手{what}：无法建立加密连接。").With("services", services(group), "what", what)
	f.Fixes = append(c.fixMeanwhile(group),
		fixHotspot(lang.T("a firewall of the network that you were in cuts encrypted connections to {hosts}: ask its administrator", "说明是原来网络的防火墙切断了到 {hosts} 的加密连接：请找网络管理员").With("hosts", hosts(group)),
			lang.T("it is the server", "说明问题在服务器")),
		fixServerAdmin(hosts(group), lang.T("to check certificate, key and TLS settings of port {ports}", "检查 {ports} 端口的证书、私钥和 TLS 设置").With("ports", ports(group))),
		lang.T("Look at the security software of this PC: one that scans encrypted mail may be stuck. Except {hosts} there.",
			"检查本机的安全软件：它的加密邮件扫描可能卡住了，把 {hosts} 加入例外。").With("hosts", hosts(group)))
	c.tryLines(&f)
	if seen := cutNearer(first); !seen.Empty() {
		f.Evidence = append(f.Evidence, seen)
	}
	c.pathEvidence(&f)
	switch {
	case first.Class() == fact.TimedOut:
		f.alternative("path.mtu-blackhole")
	case (first.Class() == fact.Reset || first.Class() == fact.EOF) && first.Attempt.Security == fact.TLS && !waitsForHello(first.Service):
		f.alternative("tcp.reset")
	case first.Failure.Alert == unrecognizedName:
		f.alternative("settings.wrong-host")
		f.Evidence = append(f.Evidence, lang.T("the server says that it knows no host named {host}", "服务器表示不认识 {host} 这个名称").With("host", first.Service.Host))
	}
	c.doubt(&f)
	return f
}

// waitsForHello says whether a connection without a ClientHello was seen to stay open: then it is the handshake that is cut.
func waitsForHello(s *fact.Service) bool {
	for _, a := range s.Compared {
		if a.Reason == fact.ReasonNoHello && a.Dial != nil && a.Failure != nil && a.Failure.Class == fact.TimedOut {
			return true
		}
	}
	return false
}
