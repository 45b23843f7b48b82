package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tcpIPv6Broken = &Cause{
	Code:     "tcp.ipv6-broken",
	Stage:    fact.StageTCP,
	Severity: Warning,
	Title:    lang.T("IPv6 does not work", "IPv6 不通"),
	Means: lang.T(
		"The server has addresses of both kinds; those of IPv6 fail, those of IPv4 work. Programs that try IPv6 first then hang for up to half a minute before they fall back, and some give up. A PC without any IPv6 is healthy and not reported. If other servers' IPv6 addresses work, the server's is at fault; else the IPv6 of your network. Repair it, or switch it off.",
		"服务器有 IPv6 和 IPv4 两种地址，IPv6 的不通，IPv4 的能用。先试 IPv6 的程序会卡上半分钟才改用 IPv4，有的干脆报错。完全没有 IPv6 的电脑属于正常，不会报告。如果别的服务器 IPv6 是通的，就是这台服务器的问题；否则是你这边网络的 IPv6 有问题。修好它，或者关掉它。"),
	Fault:    "imap.v6=filtered",
	NearMiss: "imap.second-address=dead",
	Find:     findIPv6Broken,
}

func findIPv6Broken(c *Case) []Finding {
	var broken []*Failure
	for _, f := range c.Partial() {
		if !isIPv4(f.Attempt.Addr) && c.familyGoesOn(f, false) == 0 && c.familyGoesOn(f, true) > 0 {
			broken = append(broken, f)
		}
	}
	if len(broken) == 0 {
		return nil
	}
	return []Finding{c.ipv6Broken(broken)}
}

// familyGoesOn counts the service's addresses of one IP version that got past the step where a walk failed.
func (c *Case) familyGoesOn(f *Failure, v4 bool) int {
	n := 0
	for i := range f.Service.Attempts {
		if a := &f.Service.Attempts[i]; isIPv4(a.Addr) == v4 && a != f.Attempt && (c.Acceptable(a) || (f.Attempt.Dial == nil && a.Dial != nil)) {
			n++
		}
	}
	return n
}

func (c *Case) ipv6Broken(broken []*Failure) Finding {
	f := c.finding(broken)
	f.Summary = lang.T("The IPv6 addresses of {hosts} fail from here, the IPv4 ones work: programs that try IPv6 first are slow, or fail.",
		"从这里用 IPv6 连不上 {hosts}，IPv4 可以：优先用 IPv6 的程序会很慢，甚至报错。").With("hosts", hosts(broken))
	elsewhere := slices.DeleteFunc(c.connections(func(a *fact.Attempt) bool { return ipOf(a.Addr).Is6() && a.Dial != nil }),
		func(r reached) bool { return slices.Contains(hostsOf(broken), r.service.Host) })
	if len(elsewhere) > 0 {
		f.Fixes = []lang.Text{fixServerAdmin(hosts(broken), lang.T("to repair the server's IPv6 address {ip} or take it out of DNS", "修好服务器的 IPv6 地址 {ip}，或把它从 DNS 里去掉").With("ip", ips(broken)))}
		f.Evidence = append(f.Evidence, c.walkLine(elsewhere[0].service, elsewhere[0].attempt))
	} else {
		f.Fixes = []lang.Text{lang.T("Restart the router. If IPv6 stays broken, ask your internet provider or whoever runs your network to repair it.",
			"重启路由器。如果 IPv6 还是不通，请宽带运营商或网络管理员修复。")}
	}
	f.Fixes = append(f.Fixes, onOS(c.PC.OS,
		lang.T("Until then mail works without IPv6: Control Panel > Network and Sharing Center > Change adapter settings > (your connection) > Properties, untick “Internet Protocol Version 6”.",
			"在那之前可以先关掉 IPv6：控制面板 > 网络和共享中心 > 更改适配器设置 > 当前连接 > 属性，取消勾选“Internet 协议版本 6”。"),
		lang.T("Until then mail works without IPv6: System Settings > Network > (your connection) > Details > TCP/IP, set “Configure IPv6” to “Link-Local Only”.",
			"在那之前可以先关掉 IPv6：系统设置 > 网络 > 当前连接 > 详细信息 > TCP/IP，把“配置 IPv6”设为“仅本地链接”。"),
		lang.T("Until then mail works without IPv6: switch IPv6 off for the connection, or make the system prefer IPv4 (/etc/gai.conf).",
			"在那之前可以先关掉该连接的 IPv6，或让系统优先使用 IPv4（/etc/gai.conf）。")))
	for _, s := range c.servicesOf(broken) {
		for i := range s.Attempts {
			if a := &s.Attempts[i]; isIPv4(a.Addr) && a.Dial != nil {
				f.Evidence = append(f.Evidence, c.walkLine(s, a))
				break
			}
		}
	}
	return f
}

// servicesOf lists the services of failures, each once.
func (c *Case) servicesOf(fs []*Failure) []*fact.Service {
	var out []*fact.Service
	for _, f := range fs {
		if !slices.Contains(out, f.Service) {
			out = append(out, f.Service)
		}
	}
	return out
}
