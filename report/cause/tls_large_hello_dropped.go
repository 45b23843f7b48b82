package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsLargeHelloDropped = &Cause{
	Code:     "tls.large-hello-dropped",
	Stage:    fact.StageTLS,
	Severity: Warning,
	Title:    lang.T("Large TLS openings get lost", "较大的 TLS 握手包会丢失"),
	Means: lang.T(
		"Today's programs open the encryption with a ClientHello of about 1,500 bytes (it carries a post-quantum key), which takes two packets. Here such an opening gets no answer, and a small one of about 300 bytes passes. Some firewall, load balancer or router on the way does not put the two packets together. Older mail programs send the small one and work, new browsers and programs fail: so it is a warning. If the small one is lost as well, the handshake is dropped for another reason.",
		"如今的程序开始加密时发出的 ClientHello 约 1500 字节（里面带有抗量子密钥），要占两个数据包。在这里，这种大的没有回应，而约 300 字节的小的能通过。途中某个防火墙、负载均衡或路由器没能把两个包拼起来。较旧的邮件客户端发的是小包，能用；新的浏览器和程序会失败，所以只是提醒。如果小包也丢了，那是握手因为别的原因被丢弃。"),
	Fault:    "imap.tls=drop-large-hello",
	NearMiss: "imap.tls=drop",
	Find:     findLargeHelloDropped,
}

func findLargeHelloDropped(c *Case) []Finding {
	var dropped []*Failure
	for _, f := range append(c.Partial(fact.StageTLS), c.handshakes()...) {
		if handshakeFailed(f) && secondTry(f.Service, fact.ReasonSmallHello) != nil && secondTry(f.Service, fact.ReasonAgain) == nil {
			dropped = append(dropped, f)
		}
	}
	var out []Finding
	for _, group := range grouped(dropped, sameHost) {
		out = append(out, c.largeHelloDropped(group))
	}
	return out
}

func (c *Case) largeHelloDropped(group []*Failure) Finding {
	f := c.finding(group)
	f.Summary = lang.T("{services} does not answer the large opening of today's TLS, and answers a small one: new programs hang there, older ones work.",
		"{services} 对如今较大的 TLS 握手包没有回应，对小的有回应：新程序会卡住，旧程序能用。").With("services", services(group))
	f.Fixes = []lang.Text{
		fixServerAdmin(hosts(group), lang.T("to update the firewall or load balancer in front of port {ports}: it must accept a ClientHello that comes in two TCP segments", "升级 {ports} 端口前面的防火墙或负载均衡：它必须能接受分成两个 TCP 段的 ClientHello").With("ports", ports(group))),
		fixHotspot(lang.T("a firewall or router of your own network is at fault: update it, or ask its administrator", "说明是你这边的防火墙或路由器有问题：升级它，或找网络管理员"),
			lang.T("it is the server's side", "说明问题在服务器那边")),
	}
	c.tryLines(&f)
	return f
}
