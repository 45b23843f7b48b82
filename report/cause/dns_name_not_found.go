package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsNameNotFound = &Cause{
	Code:     "dns.name-not-found",
	Stage:    fact.StageDNS,
	Severity: Error,
	Title:    lang.T("The server's name does not exist", "服务器的域名不存在"),
	Means: lang.T(
		"No DNS server that answers knows an address of the mail server's name, neither this PC's nor the public ones. Mostly it is mistyped, or the provider gave the server up; an internal name exists only inside the organisation. Where other DNS servers do know the name, the cause is the PC's own DNS server instead. Compare the name with the provider's instructions, letter by letter.",
		"能回应的 DNS 服务器都查不到这个邮件服务器域名的地址，本机的和公共的都一样。多数是打错了字，或者服务商已停用这个地址；如果是单位内部的域名，只有在单位内网才查得到。如果别的 DNS 服务器查得到，那就是本机 DNS 的问题，属于另一种原因。请把服务器地址和服务商的说明逐个字母核对。"),
	Fault:    "dns.name=missing",
	NearMiss: "dns.system=nxdomain",
	Find:     findNameNotFound,
}

func findNameNotFound(c *Case) []Finding {
	var missing []*Failure
	for _, f := range c.known(fact.StageDNS) {
		if f.Service.Source != fact.SourceGuess && c.nobodyKnows(f.Service.Host) && c.rightServer(f) == nil && !c.noAccess() {
			missing = append(missing, f)
		}
	}
	var out []Finding
	// Names of one domain, denied or failing alike, are one trouble: one slip of the pen, or one broken zone.
	for _, group := range grouped(missing, func(a, b *Failure) bool {
		return domainOf(a.Service.Host) == domainOf(b.Service.Host) && c.denied(a.Service.Host) == c.denied(b.Service.Host)
	}) {
		out = append(out, c.nameNotFound(group))
	}
	return out
}

// nobodyKnows: somebody answers and has no address, and nobody has one. Where this PC's resolver and a public one
// both report errors, the name's own servers are out of order, and nobody knows it either.
func (c *Case) nobodyKnows(host string) bool {
	system, refs := answers(c.Name(host), fact.RoleSystem), answers(c.Name(host), fact.RoleReference)
	all := append(slices.Clone(system), refs...)
	if len(saying(all, saysAddress)) > 0 {
		return false
	}
	return len(saying(all, saysNone)) > 0 || (len(saying(system, saysError)) > 0 && len(saying(refs, saysError)) > 0)
}

// denied says whether somebody who answers says that the name has no address.
func (c *Case) denied(host string) bool { return len(saying(c.allAnswers(host), saysNone)) > 0 }

func (c *Case) nameNotFound(group []*Failure) Finding {
	host := group[0].Service.Host
	f := c.finding(group)
	f.Subject = host
	f.Summary = lang.T("No DNS server knows an address of {host}.", "没有一个 DNS 服务器能查到 {host} 的地址。").With("host", hosts(group))
	f.Evidence = c.lookupsOf(hostsOf(group))
	if !c.denied(host) {
		f.Summary = lang.T("No DNS server can tell the address of {host}: all of them report errors, so the name servers of its domain are probably out of order.",
			"没有一个 DNS 服务器能查到 {host} 的地址：全都报错，多半是这个域名自己的 DNS 出了故障。").With("host", hosts(group))
		f.Confidence = Likely
		f.Fixes = []lang.Text{
			fixServerAdmin(hosts(group), lang.T("to repair the DNS of the domain (name servers, DNSSEC): every DNS server reports an error for it", "修复该域名的 DNS（域名服务器、DNSSEC）：所有 DNS 服务器查询它都报错")),
			lang.T("Try again in an hour: such faults are often noticed and repaired soon.", "过一小时再试：这类故障通常很快会被发现并修好。"),
		}
		return f
	}
	if failing := saying(answers(c.Name(host), fact.RoleSystem), saysError, saysNothing); len(failing) > 0 {
		f.alternative("dns.resolver-failing")
	}
	f.Fixes = []lang.Text{
		lang.T("Check the server name in your mail program, letter by letter: {host}. Compare it with the instructions of your mail provider.",
			"对照邮箱服务商的说明，逐个字母核对邮件客户端里的服务器地址：{host}。").With("host", hosts(group)),
	}
	if strings.HasPrefix(host, "http") || strings.Contains(host, "/") || strings.Contains(host, "@") {
		f.Fixes[0] = lang.T("{host} is no server name. Enter the name alone (such as imap.example.com), without “http://”, “/” or an address with @.",
			"{host} 不是服务器地址。只填服务器的域名（例如 imap.example.com），不要带 http://、斜杠，也不要填带 @ 的邮箱地址。").With("host", host)
	}
	if s := group[0].Service; c.elsewhere(s) != nil {
		good := c.elsewhere(s)
		f.Fixes = append(f.Fixes, fixServer(s, good.Host, setting{portOf(good.Addr), good.Security})...)
		f.Evidence = append(f.Evidence, c.walkLine(s, good))
	}
	f.Fixes = append(f.Fixes,
		lang.T("If it is an internal name of your organisation, connect to its network or VPN and run the check again.",
			"如果这是单位内部的域名，请先连上单位内网或 VPN，再测一次。"),
		fixServerAdmin(hosts(group), lang.T("which server names are valid today", "确认现在该用哪个服务器地址")))
	return f
}
