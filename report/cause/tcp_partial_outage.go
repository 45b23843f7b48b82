package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tcpPartialOutage = &Cause{
	Code:     "tcp.partial-outage",
	Stage:    fact.StageTCP,
	Severity: Warning,
	Title:    lang.T("Some of the server's addresses fail", "服务器有部分地址不通"),
	Means: lang.T(
		"The server's name leads to several addresses; some of them work, others do not. Mail then works “sometimes”, depending on which address a program picks. It is the provider's to repair; trying again usually helps. Where all IPv6 addresses fail and IPv4 works, that is a cause of its own.",
		"服务器的域名对应好几个地址，有的能用，有的不能。表现就是收发邮件“时好时坏”，看程序碰巧选了哪个地址。这要服务商来修，多试几次一般能用。如果是 IPv6 地址全都不通而 IPv4 能用，那属于另一种原因。"),
	Fault:    "imap.second-address=dead",
	NearMiss: "imap.v6=filtered",
	Find:     findPartialOutage,
}

func findPartialOutage(c *Case) []Finding {
	var dead []*Failure
	for _, f := range c.Partial() {
		if c.familyGoesOn(f, true)+c.familyGoesOn(f, false) > 0 {
			dead = append(dead, f)
		}
	}
	var out []Finding
	for _, group := range grouped(dead, sameHost) {
		out = append(out, c.partialOutage(group))
	}
	return out
}

func (c *Case) partialOutage(group []*Failure) Finding {
	s := group[0].Service
	f := c.finding(group)
	f.Summary = lang.T("Not every address of {hosts} works: {ip} fails. Programs that happen to pick it are slow, or fail now and then.",
		"{hosts} 的地址不是都能用：{ip} 不通。程序碰巧选到它时会很慢，或者时不时报错。").With("hosts", hosts(group), "ip", ips(group))
	f.Fixes = []lang.Text{
		fixServerAdmin(hosts(group), lang.T("to repair the address {ip} or take it out of DNS", "修好地址 {ip}，或把它从 DNS 里去掉").With("ip", ips(group))),
		lang.T("Until then try again when it fails: the next attempt often gets another address.", "在那之前，出错时多试一次：下一次往往会用到别的地址。"),
	}
	for i := range s.Attempts {
		if a := &s.Attempts[i]; a.Dial != nil && a.Failure == nil {
			f.Evidence = append(f.Evidence, c.walkLine(s, a))
		}
	}
	for _, x := range group {
		if x.Certificate {
			f.Evidence = append(f.Evidence, certLine(x.Service, x.Attempt))
		}
	}
	return f
}
