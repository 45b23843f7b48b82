package cause

import (
	"net/netip"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsSplitHorizon = &Cause{
	Code:     "dns.split-horizon",
	Stage:    fact.StageDNS,
	Severity: Error,
	Title:    lang.T("The name leads to an internal address", "域名指向了内网地址"),
	Means: lang.T(
		"Inside many organisations DNS gives the mail server's internal address (10.x, 172.16–31.x, 192.168.x …), which only works in the office or through the VPN. This PC got such an address, can't reach it, and is in none of its networks, while public DNS servers give another address or none. Nothing is forged and DNS must not be changed: switch the VPN on, or use the server's public name.",
		"很多单位内部的 DNS 会给出邮件服务器的内网地址（10.x、172.16–31.x、192.168.x 等），只有在办公室里或连上 VPN 才能用。这台电脑拿到了内网地址，却连不到，本机也不在那个网段里，而公共 DNS 给出的是别的地址或查不到。这不是劫持，不要改 DNS：请连上 VPN，或改用服务器的公网域名。"),
	Fault:    "dns.split=private",
	NearMiss: "dns.system=wrong",
	Find:     findSplitHorizon,
}

func findSplitHorizon(c *Case) []Finding {
	var blamed []*Failure
	for _, f := range c.known(fact.StageTCP) {
		if c.insideOnly(f) {
			blamed = append(blamed, f)
		}
	}
	var out []Finding
	for _, group := range grouped(blamed, func(a, b *Failure) bool { return true }) {
		out = append(out, c.splitHorizon(group))
	}
	return out
}

// insideOnly: a private address that came from the system's resolver and is silent on every port, outside this PC's own
// networks and beside no machine that answers; public resolvers give no private one.
func (c *Case) insideOnly(f *Failure) bool {
	ip := ipOf(f.Attempt.Addr)
	if !private(ip) || c.onLink(ip) || c.fromHostsFile(f) || f.Class() == fact.Refused || f.Class() == fact.Reset {
		return false
	}
	if near, _ := ip.Prefix(16); len(c.connections(func(a *fact.Attempt) bool { return near.Contains(ipOf(a.Addr)) && answered(a) })) > 0 {
		return false
	}
	public := saying(answers(c.Name(f.Service.Host), fact.RoleReference), saysAddress, saysNone)
	for _, a := range public {
		for _, addr := range a.addrs {
			if private(addr) {
				return false
			}
		}
	}
	return len(public) > 0
}

func (c *Case) splitHorizon(group []*Failure) Finding {
	host, ip := group[0].Service.Host, ipOf(group[0].Attempt.Addr)
	f := c.finding(group)
	f.Subject = host
	f.Summary = lang.T("The DNS server of this PC gives an internal address for {hosts} ({ip}), and this PC can't reach it: it works only inside the organisation's network or its VPN.",
		"本机的 DNS 把 {hosts} 解析成了内网地址（{ip}），本机连不到：内网地址只有在单位内网或连上单位 VPN 后才能用。").With("hosts", hosts(group), "ip", ips(group))
	f.Fixes = []lang.Text{
		lang.T("Connect to your organisation's VPN, and try again. Leave the DNS setting as it is.", "连上单位的 VPN 再试。DNS 设置不要改。"),
	}
	if tunnel := c.tunnel(); tunnel != "" {
		f.Fixes[0] = lang.T("A VPN is connected ({tunnel}), but {ip} is not reached through it: disconnect and connect it again, and check that it is your organisation's. Leave the DNS setting as it is.",
			"VPN 已经连上（{tunnel}），但经由它到不了 {ip}：断开后重新连接，并确认连的是本单位的 VPN。DNS 设置不要改。").With("tunnel", tunnel, "ip", ip)
	}
	if good := c.livesElsewhere(group[0].Service); good != nil {
		f.Fixes = append(f.Fixes, lang.T("Without the VPN the server can be reached from here at {good}, which public DNS gives. Ask your organisation's IT why its own DNS server answers while you are outside (often a VPN that was not disconnected properly).",
			"不用 VPN 时，从这里可以通过公共 DNS 给出的 {good} 连到服务器。请问问单位 IT，为什么人在外面却在用单位内部的 DNS（常见原因是 VPN 没有正常断开）。").With("good", ipOf(good.Addr)))
	}
	f.Fixes = append(f.Fixes, lang.T("If you are in the office, or on the VPN already: tell your organisation's IT that {host} ({ip}) can't be reached from this PC. If there is another server name for use from outside, they know it.",
		"如果你就在办公室里，或者已经连着 VPN：请告诉单位 IT，这台电脑连不到 {host}（{ip}）。如果有供外网使用的服务器地址，也请向他们索取。").With("host", host, "ip", ip))
	f.Evidence = append(f.Evidence, c.lookupsOf(hostsOf(group))...)
	f.alternative("tcp.host-unreachable")
	return f
}

// tunnel is the name of a VPN adapter that is up; "" where there is none.
func (c *Case) tunnel() string {
	for _, i := range c.PC.Interfaces {
		for _, cidr := range i.Addresses {
			if p, err := netip.ParsePrefix(cidr); i.Tunnel && err == nil && !p.Addr().IsLinkLocalUnicast() {
				return i.Name
			}
		}
	}
	return ""
}
