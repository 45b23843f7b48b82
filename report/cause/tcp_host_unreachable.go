package cause

import (
	"net/netip"
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tcpHostUnreachable = &Cause{
	Code:     "tcp.host-unreachable",
	Stage:    fact.StageTCP,
	Severity: Error,
	Title:    lang.T("The server can't be reached at all", "完全连不到服务器"),
	Means: lang.T(
		"The server's address answers on no port that was tried, while other machines can be reached from this PC; or the network says itself that there is no way to it. The server is down, its network is cut off, the way there is broken, or the server has banned this PC's address after failed logins (a ban looks the same from here: alternatives then names auth.locked). If one of its ports did answer, only a port would be blocked; if nothing else answered either, this PC would be offline.",
		"服务器的地址在试过的所有端口上都没有回应，而从本机能连到别的机器；或者网络自己报告到不了那里。可能是服务器停机、它的网络断了、途中线路有问题，也可能是登录失败次数太多，服务器封了你的 IP（从这边看是一样的，所以会把 auth.locked 列为另一种可能）。如果有某个端口回应，那只是端口被封；如果别的什么也连不上，那是本机没联网。"),
	Fault:    "imap.host=filtered",
	NearMiss: "imap.tcp@993=filtered",
	Find:     findHostUnreachable,
}

func findHostUnreachable(c *Case) []Finding {
	var lost []*Failure
	for _, f := range c.known(fact.StageTCP) {
		if answering, _ := c.otherPorts(f); len(answering) > 0 {
			continue
		}
		switch f.Class() {
		case fact.HostUnreachable:
			lost = append(lost, f)
		case fact.TimedOut, fact.NetUnreachable, fact.AddrUnavailable:
			if c.online(ipOf(f.Attempt.Addr)) {
				lost = append(lost, f)
			}
		}
	}
	var out []Finding
	groups := grouped(lost, sameHost)
	if c.onlyDNS() {
		groups = c.together(lost, sameHost)
	}
	for _, group := range groups {
		out = append(out, c.hostUnreachable(group))
	}
	return out
}

// onlyDNS says whether no connection to anything was answered: what is online about this PC is DNS alone.
func (c *Case) onlyDNS() bool {
	return len(c.connections(answered)) == 0
}

func (c *Case) hostUnreachable(group []*Failure) Finding {
	first := group[0]
	if c.familyMissing(first.Attempt) && !isIPv4(first.Attempt.Addr) {
		return c.onlyIPv6(group)
	}
	_, silent := c.otherPorts(first)
	f := c.finding(group)
	f.Fixes = []lang.Text{
		lang.T("Check the server name in your mail program against the provider's instructions: {hosts}.",
			"核对邮件客户端里的服务器地址是否和邮箱服务商的说明一致：{hosts}。").With("hosts", hosts(group)),
	}
	if first.Class() == fact.TimedOut {
		f.Summary = lang.T("{hosts} ({ip}) does not answer on any port, while other machines can be reached from this PC.",
			"{hosts}（{ip}）所有端口都没有回应，而从本机能连到别的机器。")
		f.alternative("auth.locked")
		if !sameHost(first, group[len(group)-1]) {
			f.Summary = lang.T("None of {hosts} answers on any port: of all that this PC tried to reach, only DNS answered.",
				"{hosts} 的所有端口都没有回应：本机尝试连接的对象里，只有 DNS 有回应。")
			if p := c.portal(); p != nil && p.Genuine {
				f.Summary = lang.T("None of {hosts} answers on any port, while web pages open: this network lets no mail through, or all of these servers are down.",
					"{hosts} 的所有端口都没有回应，而网页能打开：要么这个网络不放行邮件，要么这些服务器都停机了。")
				f.alternative("tcp.filtered")
				f.Evidence = append(f.Evidence, lang.T("the web page {url} opens as it should", "网页 {url} 能正常打开").With("url", p.URL))
			} else {
				f.alternative("client.captive-portal")
			}
			f.Fixes = []lang.Text{lang.T("Open a web page in the browser. If a sign-in page of the network comes up (hotel, café, campus), sign in there. If no page opens at all, the network lets nothing but DNS through: ask whoever runs it.",
				"用浏览器打开任意网页。如果出现网络登录页面（酒店、咖啡馆、校园网），先登录。如果什么网页都打不开，说明这个网络只放行了 DNS：请找网络管理员。")}
		} else if len(silent) == 0 {
			f.Summary = lang.T("{hosts} ({ip}) does not answer, while other machines can be reached from this PC.",
				"{hosts}（{ip}）没有回应，而从本机能连到别的机器。")
			f.alternative("tcp.filtered")
		}
		f.Fixes = append(f.Fixes,
			fixHotspot(lang.T("the server is up, and has banned the internet address that you had, or your network can't reach it", "说明服务器没停，要么是它封了你原来的 IP，要么是原来的网络到不了它"),
				lang.T("the server is down: wait, and ask its support", "说明服务器停机了：稍后再试，并询问服务商")),
			lang.T("If there were wrong passwords before: close every mail program and phone that logs in to this account, wait an hour, and try again with the right password.",
				"如果之前输错过密码：关掉所有会登录这个账号的邮件客户端和手机，等一小时，再用正确的密码登录。"))
	} else {
		f.Summary = lang.T("The network reports that there is no way from here to {hosts} ({ip}).", "网络报告：从这里到不了 {hosts}（{ip}）。")
		f.Fixes = append(f.Fixes, lang.T("Ask whoever runs the network that you are in to look at the route to {ip}; if you need a VPN for this server, connect it.",
			"请你所在网络的管理员检查到 {ip} 的路由；如果访问这台服务器需要 VPN，请先连上。").With("ip", ips(group)))
	}
	f.Summary = f.Summary.With("hosts", hosts(group), "ip", ips(group))
	f.Fixes = append(f.Fixes, fixServerAdmin(hosts(group), lang.T("whether the server is up, and whether your internet address is banned there", "确认服务器是否正常、有没有封禁你的 IP")))
	if ip := ipOf(first.Attempt.Addr); private(ip) && !c.onLink(ip) {
		f.alternative("dns.split-horizon")
	}
	for _, r := range silent {
		if !slices.ContainsFunc(group, func(g *Failure) bool { return g.Attempt == r.attempt }) {
			f.Evidence = append(f.Evidence, c.walkLine(r.service, r.attempt))
		}
	}
	c.pathEvidence(&f)
	f.Evidence = append(f.Evidence, c.somethingElse(ipOf(first.Attempt.Addr))...)
	c.doubt(&f)
	return f
}

// onlyIPv6: the server has no address that this PC could use.
func (c *Case) onlyIPv6(group []*Failure) Finding {
	f := c.finding(group)
	f.Summary = lang.T("{hosts} has only IPv6 addresses ({ip}), and this PC has no IPv6 connection.",
		"{hosts} 只有 IPv6 地址（{ip}），而本机没有 IPv6 网络。")
	if c.Run.Family == 6 {
		f.Summary = lang.T("Only IPv6 was to be used (-6), and this PC has no IPv6 connection: {hosts} ({ip}) can't be reached.",
			"指定了只用 IPv6（-6），而本机没有 IPv6 网络：连不到 {hosts}（{ip}）。")
	}
	f.Summary = f.Summary.With("hosts", hosts(group), "ip", ips(group))
	f.Fixes = []lang.Text{
		lang.T("Ask your internet provider, or whoever runs your network, for IPv6; a phone's hotspot often has it.", "请宽带运营商或网络管理员开通 IPv6；手机热点往往带有 IPv6，可以先用它。"),
		fixServerAdmin(hosts(group), lang.T("for a server name that has an IPv4 address too", "提供一个也有 IPv4 地址的服务器")),
	}
	f.Evidence = append(f.Evidence, c.lookupLines(group[0].Service.Host)...)
	return f
}

// somethingElse is one line about what did answer, as the proof that this PC is online.
func (c *Case) somethingElse(except netip.Addr) []lang.Text {
	for _, r := range c.connections(func(a *fact.Attempt) bool { return ipOf(a.Addr) != except && answered(a) }) {
		return []lang.Text{c.walkLine(r.service, r.attempt)}
	}
	var line []lang.Text
	for i := range c.Names {
		for _, a := range c.allAnswers(c.Names[i].Host) {
			if len(line) == 0 && (a.says() == saysAddress || a.says() == saysNone) {
				line = append(line, a.line(c.Names[i].Host))
			}
		}
	}
	return line
}
