package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsNoMX = &Cause{
	Code:     "dns.no-mx",
	Stage:    fact.StageDNS,
	Severity: Error,
	Title:    lang.T("The domain takes no mail", "这个域名不收邮件"),
	Means: lang.T(
		"Mail for an address is delivered to the servers that the MX records of its domain name, or, without any, to the domain's own address. This domain has neither, or says by a “null MX” that it wants no mail: nothing sent to the address can arrive, even if the login works. Often the domain is mistyped, or its registration or DNS has lapsed. DNS servers that fail prove nothing and are not taken for an answer.",
		"发往某个地址的邮件，会投递到该域名 MX 记录指定的服务器；没有 MX 时投递到域名自身的地址。这个域名两样都没有，或者用“空 MX”声明不收邮件：就算能登录，别人发来的信也到不了。常见原因是域名打错了，或者域名没有续费、DNS 被清空。DNS 服务器查询失败不算数，不会据此下结论。"),
	Fault:    "domain.mx=null",
	NearMiss: "dns.system=servfail",
	Find:     findNoMX,
}

func findNoMX(c *Case) []Finding {
	d := c.Domain
	if d == nil || d.Name == "" || privateUse(d.Name) {
		return nil
	}
	null, exists := false, false
	for _, l := range d.Lookups {
		for _, mx := range l.MX {
			if mx.Host == "." || mx.Host == "" {
				null = true
			} else {
				exists = true
			}
		}
	}
	switch {
	case exists, !null && !c.noMailHost(d):
		return nil
	case null:
		f := c.noMX(d)
		f.Summary = lang.T("The domain {domain} declares that it takes no mail (null MX): nothing sent to its addresses can arrive.",
			"域名 {domain} 声明不收邮件（空 MX）：发往这个域名的邮件都到不了。").With("domain", d.Name)
		return []Finding{f}
	}
	f := c.noMX(d)
	if c.domainMissing(d) {
		f.Summary = lang.T("The domain {domain} does not exist: nothing sent to its addresses can arrive.",
			"域名 {domain} 不存在：发往这个域名的邮件都到不了。").With("domain", d.Name)
	}
	return []Finding{f}
}

// noMailHost: for the mail exchanger and for each family of addresses somebody answered that there is none, nobody that
// there is one, and for the exchanger the word of this PC's resolver and of a public one agree.
func (c *Case) noMailHost(d *fact.Domain) bool {
	none := map[string]map[fact.Role]bool{"MX": {}, "A": {}, "AAAA": {}}
	for _, l := range d.Lookups {
		if none[l.Type] == nil {
			continue
		}
		if len(l.Addrs) > 0 {
			return false
		}
		if l.RCode == "NXDOMAIN" || l.NoData() {
			none[l.Type][l.Role] = true
		}
		if l.RCode == "NXDOMAIN" { // no name, no record of any type
			none["A"][l.Role], none["AAAA"][l.Role] = true, true
		}
	}
	agreed := none["MX"][fact.RoleSystem] && none["MX"][fact.RoleReference]
	return agreed && len(none["A"]) > 0 && (len(none["AAAA"]) > 0 || c.Run.Family == 4)
}

func (c *Case) domainMissing(d *fact.Domain) bool {
	for _, l := range d.Lookups {
		if l.Type == "MX" && l.RCode == "NXDOMAIN" {
			return true
		}
	}
	return false
}

func (c *Case) noMX(d *fact.Domain) Finding {
	f := Finding{
		Subject: d.Name,
		Summary: lang.T("The domain {domain} names no mail server (no MX record) and has no address of its own: nothing sent to its addresses can arrive.",
			"域名 {domain} 没有指定邮件服务器（没有 MX 记录），自身也没有地址：发往这个域名的邮件都到不了。").With("domain", d.Name),
		Fixes: []lang.Text{
			lang.T("Check the part of the address after the @, letter by letter: {domain}.", "逐个字母核对邮箱地址 @ 后面的部分：{domain}。").With("domain", d.Name),
			lang.T("If it is right, ask whoever administers the domain {domain} to check its registration and to set the MX records that the mail provider names.",
				"如果没有写错，请域名 {domain} 的管理员检查域名是否到期，并按邮箱服务商的说明设置 MX 记录。").With("domain", d.Name),
		},
	}
	for _, l := range d.Lookups {
		if l.Type == "MX" && l.Answered() {
			f.Evidence = append(f.Evidence, mxLine(l))
		}
	}
	return f
}

// mxLine tells what a resolver said about the mail exchangers of a domain.
func mxLine(l fact.Lookup) lang.Text {
	what := lang.T("it reports the error {rcode}", "它报告错误 {rcode}").With("rcode", l.RCode)
	switch {
	case l.RCode == "NXDOMAIN":
		what = lang.T("there is no such domain (NXDOMAIN)", "没有这个域名（NXDOMAIN）")
	case l.NoData():
		what = lang.T("no MX record", "没有 MX 记录")
	case len(l.MX) > 0:
		var list []string
		for _, mx := range l.MX {
			list = append(list, mx.Host)
		}
		what = lang.T("MX {hosts}", "MX {hosts}").With("hosts", names(list...))
	}
	return lang.T("DNS server {resolver}, asked for the mail servers of {domain}: {what}", "向 DNS 服务器 {resolver} 查询 {domain} 的邮件服务器：{what}").With(
		"resolver", resolverName(l.Resolver), "domain", l.Name, "what", what)
}
