package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientProxy = &Cause{
	Code:     "client.proxy",
	Stage:    fact.StageClient,
	Severity: Error,
	Title:    lang.T("A proxy or VPN program spoils the connection", "代理软件影响了邮件连接"),
	Means: lang.T(
		"The name of the mail server leads to an address between 198.18.0.0 and 198.19.255.255. No server lives there: proxy programs (Clash, mihomo, Surge, sing-box and their like, on this PC or on the router) give such addresses in place of the real ones, in order to take the connection over. Here the connection does not get through. It is no fault of the server or of DNS. Have the program connect to mail servers directly, or quit it.",
		"邮件服务器的域名被解析到了 198.18.0.0～198.19.255.255 之间的地址。这里不会有真正的服务器：这是代理软件（本机或路由器上的 Clash、mihomo、Surge、sing-box 等）用来顶替真实地址、以便接管连接的“fake-ip”。现在连接过不去，问题不在服务器，也不在 DNS。让代理软件对邮件服务器直连，或者先退出它。"),
	Fault:    "pc.proxy=cut",
	NearMiss: "pc.proxy=works",
	Find:     findProxy,
}

func findProxy(c *Case) []Finding {
	var spoilt []*Failure
	for _, f := range c.known(fact.StageTCP, fact.StageTLS, fact.StageService) {
		if f.Attempt != nil && fakeIP(ipOf(f.Attempt.Addr)) && !ipHost(f.Service) {
			spoilt = append(spoilt, f)
		}
	}
	if len(spoilt) == 0 {
		return nil
	}
	f := c.finding(spoilt)
	f.Summary = lang.T("A proxy program on this PC or its router has taken over the connection to {hosts} (its address here is {ip}, which no real server has), and does not pass it on.",
		"本机或路由器上的代理软件接管了到 {hosts} 的连接（这里得到的地址是 {ip}，真正的服务器不会有这种地址），却没有转发出去。").With("hosts", hosts(spoilt), "ip", ips(spoilt))
	f.Fixes = []lang.Text{
		lang.T("In the proxy program, add {hosts} to what is connected directly (a rule DIRECT, and the list “fake-ip-filter”), and allow port {ports}.",
			"在代理软件里把 {hosts} 加入直连（DIRECT 规则，并加到 fake-ip-filter 列表），同时放行 {ports} 端口。").With("hosts", hosts(spoilt), "ports", ports(spoilt)),
		lang.T("Or quit it (Clash, mihomo, Surge, sing-box, an accelerator), then restart the mail program and run this check again. If it runs on the router, switch it off there.",
			"或者退出代理软件（Clash、mihomo、Surge、sing-box、加速器等），重启邮件客户端再测一次。如果它装在路由器上，就在路由器里关掉。"),
		c.fixFlush(),
	}
	for _, s := range c.servicesOf(spoilt) {
		if good := c.livesElsewhere(s); good != nil {
			f.Evidence = append(f.Evidence, c.walkLine(s, good))
		}
	}
	f.Evidence = append(f.Evidence, c.lookupsOf(hostsOf(spoilt))...)
	if tunnel := c.tunnel(); tunnel != "" {
		f.Evidence = append(f.Evidence, lang.T("a tunnel adapter is up on this PC: {name}", "本机有一个正在工作的隧道网卡：{name}").With("name", tunnel))
	}
	return []Finding{f}
}
