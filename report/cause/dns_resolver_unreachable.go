package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsResolverUnreachable = &Cause{
	Code:     "dns.resolver-unreachable",
	Stage:    fact.StageDNS,
	Severity: Error,
	Title:    lang.T("The DNS server does not answer", "DNS 服务器没有回应"),
	Means: lang.T(
		"The DNS server that this PC is set to answers no question at all, so no server's name can be turned into an address, while other DNS servers (or other machines) can be reached from the same PC. Often a router's DNS hangs, the setting is left over from another network, or 127.0.0.1 was entered after some advice and nothing runs there. With nothing else reachable either, the whole network is down: that is another cause. Set DNS to automatic, or to one that answers.",
		"本机设置的 DNS 服务器对任何查询都不回应，所以服务器的域名变不成地址；而同一台电脑能连到别的 DNS 服务器（或别的机器）。常见情况：路由器的 DNS 卡死、DNS 设置是在别的网络里留下的、照着教程填了 127.0.0.1 而本机并没有 DNS 服务。如果别的什么也连不上，那是整个网络不通，属于另一种原因。把 DNS 改为自动获取，或改成能回应的地址。"),
	Fault:    "dns.system=dead",
	NearMiss: "dns.first=dead",
	Find:     findResolverUnreachable,
}

func findResolverUnreachable(c *Case) []Finding {
	var blamed []*Failure
	var dead []*answer
	for _, f := range c.known(fact.StageDNS) {
		if d := c.deadResolvers(f.Service.Host); len(d) > 0 {
			blamed = append(blamed, f)
			dead = append(dead, d...)
		}
	}
	if len(blamed) == 0 {
		return nil
	}
	sure, ok := c.deadForSure(blamed[0].Service.Host, dead)
	if !ok {
		return nil
	}
	return []Finding{c.resolverUnreachable(blamed, dead, sure)}
}

// deadResolvers are the system's resolvers that gave no answer about a name, or about any other: all of them, or, where this
// PC's own look-up failed though one answered, those that kept it waiting.
func (c *Case) deadResolvers(host string) []*answer {
	system := answers(c.Name(host), fact.RoleSystem)
	dead := slices.DeleteFunc(saying(system, saysNothing), func(a *answer) bool { return c.answersAtAll(a.resolver) })
	switch good := saying(system, saysAddress); {
	case len(dead) == len(system), len(good) > 0 && len(dead)+len(good) == len(system):
		return dead
	}
	return nil
}

// deadForSure: others answer, or the resolver's own machine says that there is none. Where nobody else was asked or answered,
// it is likely only if this PC reached something else.
func (c *Case) deadForSure(host string, dead []*answer) (sure, ok bool) {
	refs := answers(c.Name(host), fact.RoleReference)
	others := slices.ContainsFunc(refs, func(a *answer) bool { return c.answersAtAll(a.resolver) })
	refused := !slices.ContainsFunc(dead, func(a *answer) bool { return !a.refused() })
	switch {
	case others, refused:
		return true, true
	case c.online(noAddr):
		return false, true
	}
	return false, false
}

func (c *Case) resolverUnreachable(blamed []*Failure, dead []*answer, sure bool) Finding {
	host := blamed[0].Service.Host
	list := resolversOf(dead)
	f := c.finding(blamed)
	f.Subject = list[0]
	if !sure {
		f.Confidence = Likely
	}
	f.Summary = lang.T("The DNS server of this PC, {resolver}, does not answer, so the address of {hosts} can't be found.",
		"本机设置的 DNS 服务器 {resolver} 没有回应，所以查不到 {hosts} 的地址。").With("resolver", names(list...), "hosts", hosts(blamed))
	f.Fixes = append(f.Fixes, c.fixResolver(host, list))
	if slices.ContainsFunc(dead, func(a *answer) bool { return ipOf(a.resolver).IsLoopback() }) {
		f.Fixes = append(f.Fixes, lang.T("{resolver} is this PC itself: a DNS program here is meant to answer and is not running. Remove that entry, or start the program.",
			"{resolver} 就是本机：本应有一个 DNS 程序在这里应答，但它没有运行。删掉这个设置，或把那个程序启动起来。").With("resolver", names(list...)))
	}
	f.Fixes = append(f.Fixes,
		lang.T("If {resolver} is your router, restart it. In a company network, tell the network's administrator that its DNS server {resolver} does not answer.",
			"如果 {resolver} 是你的路由器，请重启它。在公司网络里，请告诉网管：DNS 服务器 {resolver} 没有回应。").With("resolver", names(list...)),
		c.fixFlush())
	f.Evidence = c.lookupsOf(hostsOf(blamed))
	return f
}
