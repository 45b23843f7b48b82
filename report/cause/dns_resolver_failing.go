package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsResolverFailing = &Cause{
	Code:     "dns.resolver-failing",
	Stage:    fact.StageDNS,
	Severity: Error,
	Title:    lang.T("The DNS server reports errors", "DNS 服务器报错"),
	Means: lang.T(
		"The DNS server that this PC is set to is there, but answers the question for the mail server with an error (SERVFAIL or REFUSED) or not at all, while other DNS servers know the name. Where all DNS servers report errors, the trouble lies at the domain itself; where it says that there is no such name, that is a wrong answer, not an error. Use another DNS server, or have this one repaired.",
		"本机设置的 DNS 服务器在线，但查询邮件服务器时它报错（SERVFAIL 或 REFUSED）或不作回答，而别的 DNS 服务器查得到。如果所有 DNS 服务器都报错，那是域名本身的问题；如果它说“没有这个域名”，那是回答错误，不是报错。换一个 DNS 服务器，或请人修好它。"),
	Fault:    "dns.system=servfail",
	NearMiss: "dns.name=missing",
	Find:     findResolverFailing,
}

func findResolverFailing(c *Case) []Finding {
	var blamed []*Failure
	for _, f := range c.known(fact.StageDNS) {
		if len(c.failingResolvers(f.Service.Host)) > 0 {
			blamed = append(blamed, f)
		}
	}
	if len(blamed) == 0 {
		return nil
	}
	host := blamed[0].Service.Host
	failing := c.failingResolvers(host)
	list := resolversOf(failing)
	refs := answers(c.Name(host), fact.RoleReference)
	good := append(saying(refs, saysAddress), saying(answers(c.Name(host), fact.RoleSystem), saysAddress)...)

	f := c.finding(blamed)
	f.Subject = list[0]
	f.Summary = lang.T("The DNS server of this PC, {resolver}, can't tell the address of {hosts}: {what}. Other DNS servers can.",
		"本机设置的 DNS 服务器 {resolver} 查不出 {hosts} 的地址：{what}。别的 DNS 服务器可以。")
	if len(good) == 0 {
		f.Summary = lang.T("The DNS server of this PC, {resolver}, can't tell the address of {hosts}: {what}. No other DNS server could be asked.",
			"本机设置的 DNS 服务器 {resolver} 查不出 {hosts} 的地址：{what}。没有别的 DNS 服务器可以对照。")
		f.Confidence = Possible
		f.alternative("dns.name-not-found")
	}
	f.Summary = f.Summary.With("resolver", names(list...), "hosts", hosts(blamed), "what", failing[0].what())
	f.Fixes = []lang.Text{
		c.fixResolver(host, list),
		c.fixFlush(),
		lang.T("If {resolver} is your router, restart it. In a company network, tell the network's administrator what {resolver} answers for {hosts}.",
			"如果 {resolver} 是你的路由器，请重启它。在公司网络里，请告诉网管：{resolver} 查询 {hosts} 时报错。").With("resolver", names(list...), "hosts", hosts(blamed)),
	}
	f.Evidence = c.lookupsOf(hostsOf(blamed))
	return []Finding{f}
}

// failingResolvers are the system's resolvers that report errors for a name that others resolve, or that answer other
// questions and not this one. Nobody may deny the name; and where no other could be asked, it stays possible.
func (c *Case) failingResolvers(host string) []*answer {
	system, refs := answers(c.Name(host), fact.RoleSystem), answers(c.Name(host), fact.RoleReference)
	failing := saying(system, saysError)
	for _, a := range saying(system, saysNothing) {
		if c.answersAtAll(a.resolver) {
			failing = append(failing, a)
		}
	}
	if len(saying(append(system, refs...), saysNone)) > 0 {
		return nil
	}
	if known := append(saying(refs, saysAddress), saying(system, saysAddress)...); len(known) == 0 && len(saying(refs, saysError)) > 0 {
		return nil
	}
	return failing
}
