package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tcpReset = &Cause{
	Code:     "tcp.reset",
	Stage:    fact.StageTCP,
	Severity: Error,
	Title:    lang.T("The connection is cut at once", "连接一打开就被切断"),
	Means: lang.T(
		"The connection opens and is cut before either side has said a word. A server that is overloaded or restarting does that, a load balancer with no machine behind it, a firewall that opens connections only to close them, or a server's own block list. Where the cut comes only after the TLS handshake has begun, it is aimed at the encryption: another cause.",
		"连接刚打开，双方还一句话没说就被切断。常见情况：服务器过载或正在重启、负载均衡后面没有可用的机器、防火墙先接受再关闭连接，或者你的地址在服务器的黑名单里。如果是 TLS 握手开始之后才被切断，那是针对加密的，属于另一种原因。"),
	Fault:    "imap.tcp@993=reset",
	NearMiss: "imap.tls=reset",
	Find:     findReset,
}

func findReset(c *Case) []Finding {
	var cut []*Failure
	for _, f := range c.known(fact.StageTCP, fact.StageTLS, fact.StageService) {
		if f.Attempt != nil && cutAtOnce(f) {
			cut = append(cut, f)
		}
	}
	var out []Finding
	for _, group := range grouped(cut, sameHost) {
		out = append(out, c.reset(group))
	}
	return out
}

// cutAtOnce: before the greeting of a port that begins in clear text; on a TLS port, where the same happens to a connection
// on which no ClientHello is sent.
func cutAtOnce(f *Failure) bool {
	if f.Class() != fact.Reset && f.Class() != fact.EOF {
		return false
	}
	switch {
	case f.Stage == fact.StageTCP:
		return true
	case f.Stage == fact.StageService:
		return f.Attempt.TLS == nil && f.Attempt.Talk.Greeting == nil && f.Failure.Bytes == 0 && f.Failure.Op == "greeting"
	case f.Attempt.Security != fact.TLS || f.Failure.Op != "handshake":
		return false
	}
	for _, a := range f.Service.Compared {
		if a.Failure == nil || (a.Failure.Class != fact.Reset && a.Failure.Class != fact.EOF) || portOf(a.Addr) != portOf(f.Attempt.Addr) {
			continue
		}
		if a.Reason == fact.ReasonNoHello || a.Dial == nil {
			return true
		}
	}
	return false
}

func (c *Case) reset(group []*Failure) Finding {
	f := c.finding(group)
	f.Summary = lang.T("{services} ({ip}) opens the connection and cuts it at once, before a word is said.",
		"{services}（{ip}）刚接受连接就立刻切断，一句话都没说。").With("services", services(group), "ip", ips(group))
	f.Fixes = append(c.fixMeanwhile(group),
		lang.T("Wait ten minutes and run the check again: a server that restarts or is overloaded behaves like this.", "等十分钟再测一次：服务器重启或过载时就会这样。"),
		fixServerAdmin(hosts(group), lang.T("why port {ports} closes every connection at once, and whether your internet address is on a block list there", "查一查为什么 {ports} 端口一连上就断，以及你的 IP 是否在黑名单里").With("ports", ports(group))),
		fixHotspot(lang.T("it is your network's firewall or your internet address", "问题在原来网络的防火墙或原来的 IP 上"), lang.T("it is the server", "问题在服务器")))
	for i := range group[0].Service.Compared {
		if a := &group[0].Service.Compared[i]; a.Reason == fact.ReasonNoHello {
			f.Evidence = append(f.Evidence, c.walkLine(group[0].Service, a))
		}
	}
	answering, _ := c.otherPorts(group[0])
	for _, r := range answering {
		f.Evidence = append(f.Evidence, c.walkLine(r.service, r.attempt))
	}
	c.doubt(&f)
	return f
}
