package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tcpRefused = &Cause{
	Code:     "tcp.refused",
	Stage:    fact.StageTCP,
	Severity: Error,
	Title:    lang.T("The server refuses the connection", "服务器拒绝连接"),
	Means: lang.T(
		"The address answers at once that nothing listens on this port. So the way there is open, and the program that should answer is not running, does not offer this protocol, or lives on another machine (a wrong server name). A firewall that drops packets would be silent instead. Use the port that answers, or have the service started.",
		"这个地址马上回应说：该端口上没有服务。说明网络是通的，只是服务程序没有运行、服务器不提供这种协议，或者服务在另一台机器上（服务器地址填错了）。如果是防火墙丢包，就不会有任何回应。请改用有回应的端口，或请服务器管理员启动服务。"),
	Fault:    "imap.tcp@993=refused",
	NearMiss: "imap.tcp@993=filtered",
	Find:     findRefused,
}

func findRefused(c *Case) []Finding {
	var refused []*Failure
	for _, f := range c.known(fact.StageTCP) {
		if f.Class() == fact.Refused {
			refused = append(refused, f)
		}
	}
	var out []Finding
	for _, group := range grouped(refused, sameHost) {
		out = append(out, c.refused(group))
	}
	return out
}

func (c *Case) refused(group []*Failure) Finding {
	f := c.finding(group)
	first := group[0].Service
	f.Summary = lang.T("{hosts} ({ip}) answers, but nothing there takes connections on port {ports}.",
		"{hosts}（{ip}）有回应，但 {ports} 端口上没有服务在接受连接。").With("hosts", hosts(group), "ip", ips(group), "ports", ports(group))
	f.Fixes = append(c.fixMeanwhile(group),
		lang.T("Check the settings of the {role} in your mail program against the provider's instructions: {services}.",
			"对照邮箱服务商的说明，核对邮件客户端里{role}的设置：{services}。").With("role", role(first.Protocol), "services", services(group)),
		fixServerAdmin(hosts(group), lang.T("to start the service on port {ports}, or to say which server and port to use", "启动 {ports} 端口上的服务，或确认该用哪个服务器和端口").With("ports", ports(group))))
	answering, _ := c.otherPorts(group[0])
	for _, r := range answering {
		f.Evidence = append(f.Evidence, c.walkLine(r.service, r.attempt))
	}
	c.doubt(&f)
	return f
}
