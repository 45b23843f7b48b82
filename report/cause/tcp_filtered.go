package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tcpFiltered = &Cause{
	Code:     "tcp.filtered",
	Stage:    fact.StageTCP,
	Severity: Error,
	Title:    lang.T("The port is blocked", "端口被封锁"),
	Means: lang.T(
		"Packets to this port of the mail server vanish, while the same address answers on another port; or a device on the way says that it forbids the connection. So the server is up and this PC is online: a firewall drops this one port, in your own network, at the internet provider, or in front of the server. A port where nothing runs would refuse at once instead. If no port at all answers, the whole host is out of reach, which is another cause.",
		"发往邮件服务器这个端口的数据包石沉大海，而同一地址的其他端口有回应；或者途中的设备明确表示禁止连接。这说明服务器开着，本机也能上网：只是这一个端口被防火墙丢弃了，防火墙可能在你所在的网络、运营商那里，或在服务器前面。如果端口上只是没有服务，会立刻被拒绝。如果所有端口都没有回应，那是整台主机连不上，属于另一种原因。"),
	Fault:    "imap.tcp@993=filtered",
	NearMiss: "imap.host=filtered",
	Find:     findPortFiltered,
}

func findPortFiltered(c *Case) []Finding {
	var blocked []*Failure
	for _, f := range c.known(fact.StageTCP) {
		if answering, _ := c.otherPorts(f); len(answering) > 0 && unanswered(f) || c.filterOnTheWay(f) != nil {
			blocked = append(blocked, f)
		}
	}
	var out []Finding
	for _, group := range c.together(blocked, sameHost) {
		out = append(out, c.filtered(group))
	}
	return out
}

// unanswered: silence, or the word of somebody on the way.
func unanswered(f *Failure) bool {
	switch f.Class() {
	case fact.TimedOut, fact.HostUnreachable, fact.NetUnreachable:
		return true
	}
	return false
}

func (c *Case) filtered(group []*Failure) Finding {
	answering, _ := c.otherPorts(group[0])
	f := c.finding(group)
	f.Summary = lang.T("Connections to {services} are blocked on the way: port {ports} gives no answer, while port {open} of the same server does.",
		"到 {services} 的连接在途中被挡住了：{ports} 端口没有任何回应，而同一服务器的 {open} 端口有回应。")
	if group[0].Class() != fact.TimedOut {
		f.Summary = lang.T("Connections to {services} are forbidden by a device on the way: it turns port {ports} away, while port {open} of the same server answers.",
			"到 {services} 的连接被途中的设备禁止了：它把 {ports} 端口挡了回来，而同一服务器的 {open} 端口有回应。")
	}
	if len(answering) > 0 {
		if !sameHost(group[0], group[len(group)-1]) {
			f.Summary = lang.T("Connections to {services} are blocked on the way: these ports give no answer, while other ports of the same servers do.",
				"到 {services} 的连接在途中被挡住了：这些端口没有任何回应，而同样这些服务器的其他端口有回应。")
		}
		f.Summary = f.Summary.With("services", services(group), "ports", ports(group), "open", portOf(answering[0].attempt.Addr))
	}
	if seen := c.filterSummary(group); !seen.Empty() {
		f.Summary = seen
	}
	f.Fixes = append(c.fixMeanwhile(group),
		fixOpenPort(group),
		lang.T("Look at the firewall of this PC, of its security software and of your router: outgoing connections to port {ports} must be allowed.",
			"检查本机防火墙、安全软件和路由器的防火墙：要允许 {ports} 端口的出站连接。").With("ports", ports(group)),
		fixHotspot(lang.T("the block is in the network that you were in", "说明是原来的网络封了端口"),
			lang.T("tell whoever runs {hosts} that it can't be reached on port {ports}", "请告诉管理 {hosts} 的人：{ports} 端口连不上").With("hosts", hosts(group), "ports", ports(group))))
	for _, g := range group[1:] {
		more, _ := c.otherPorts(g)
		answering = append(answering, more...)
	}
	for _, r := range answering {
		f.Evidence = append(f.Evidence, c.walkLine(r.service, r.attempt))
	}
	c.pathEvidence(&f)
	c.doubt(&f)
	return f
}
