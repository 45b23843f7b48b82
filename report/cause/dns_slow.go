package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// slowLookup is when a look-up holds a mail program up noticeably: the contract's figure.
const slowLookup = 2000

var dnsSlow = &Cause{
	Code:     "dns.slow",
	Stage:    fact.StageDNS,
	Severity: Warning,
	Title:    lang.T("Looking up names is slow", "域名解析很慢"),
	Means: lang.T(
		"This PC needs more than 2 seconds to find the address of a mail server. Every mail check then begins with a pause, and programs with little patience give up. Usually the first of several DNS servers is dead, so that each look-up waits for it before the next is asked, or a router has trouble with one kind of question. A dead DNS server that costs no time is not reported. Remove the dead entry, or use a faster DNS server.",
		"本机要 2 秒以上才能查到邮件服务器的地址。这样每次收信都要先卡一下，缺乏耐心的程序会直接报错。常见原因：设置了几个 DNS 服务器，排在第一个的已经失效，每次查询都要先等它超时；或者路由器处理某类查询有毛病。失效但不耽误时间的 DNS 服务器不会报告。删掉失效的那个，或换更快的 DNS。"),
	Fault:    "dns.system=slow:3",
	NearMiss: "imap.greeting=slow:5",
	Find:     findSlow,
}

func findSlow(c *Case) []Finding {
	var slow []*fact.Name
	for i := range c.Services {
		n := c.Name(c.Services[i].Host)
		if n != nil && !slices.Contains(slow, n) && (c.slow(n) || c.tooLate(&c.Services[i], n)) {
			slow = append(slow, n)
		}
	}
	if len(slow) == 0 {
		return nil
	}
	return []Finding{c.slowFinding(slow)}
}

// tooLate: this PC's own look-up was given up, and yet one of its resolvers had an answer, by which the service was reached
// (a resolver that answers for IPv4 alone keeps every program waiting for IPv6).
func (c *Case) tooLate(s *fact.Service, n *fact.Name) bool {
	return len(s.Attempts) > 0 && n.OS != nil && n.OS.Failure != nil && n.OS.Failure.Class == fact.TimedOut && n.OS.MS > slowLookup
}

// slow: this PC's own look-up took so long, or no resolver of its answered sooner.
func (c *Case) slow(n *fact.Name) bool {
	if n.OS != nil && n.OS.Failure == nil && n.OS.MS > slowLookup {
		return !c.lostOnce(n)
	}
	if n.OS != nil && n.OS.Failure != nil {
		return false // that is worse than slow, and another cause
	}
	good := saying(answers(n, fact.RoleSystem), saysAddress)
	return len(good) > 0 && !slices.ContainsFunc(good, func(a *answer) bool { return a.ms() <= slowLookup })
}

// lostOnce: a single packet of this PC's own look-up was lost, as happens anywhere: every resolver of the system answered the
// same question at once, and the other names were found at once.
func (c *Case) lostOnce(n *fact.Name) bool {
	asked := answers(n, fact.RoleSystem)
	if len(asked) == 0 || len(saying(asked, saysAddress)) != len(asked) || slices.ContainsFunc(asked, func(a *answer) bool { return a.ms() > slowLookup }) {
		return false
	}
	slow, quick := 0, 0
	for _, other := range c.Names {
		switch {
		case other.OS == nil || other.OS.Failure != nil:
		case other.OS.MS > slowLookup:
			slow++
		default:
			quick++
		}
	}
	return slow == 1 && quick > 0
}

func (c *Case) slowFinding(slow []*fact.Name) Finding {
	n := slow[0]
	var hostList []string
	longest := 0.0
	var f Finding
	for _, s := range slow {
		hostList = append(hostList, s.Host)
		longest = max(longest, slowest(s))
	}
	f.Evidence = c.lookupsOf(hostList)
	system := answers(n, fact.RoleSystem)
	dead := saying(system, saysNothing)
	f.Subject = n.Host
	f.Summary = lang.T("Looking up {hosts} takes this PC {time}.", "本机查询 {hosts} 的地址要 {time}。").With("hosts", names(unique(hostList)...), "time", took(longest))
	if len(dead) > 0 && len(dead) < len(system) {
		list := names(resolversOf(dead)...)
		f.Subject = resolversOf(dead)[0]
		f.Summary = lang.T("Looking up {hosts} takes this PC {time}: the DNS server {dead} does not answer, and every look-up waits for it first.",
			"本机查询 {hosts} 的地址要 {time}：DNS 服务器 {dead} 没有回应，每次查询都要先等它。").With("hosts", names(unique(hostList)...), "time", took(longest), "dead", list)
		f.Fixes = append(f.Fixes, c.fixResolver(n.Host, resolversOf(dead)))
	}
	if len(f.Fixes) > 0 {
		return f
	}
	f.Fixes = append(f.Fixes, c.fixDNS(fast(saying(answers(n, fact.RoleReference), saysAddress))),
		lang.T("If the DNS server is your router, restart it and update its software.", "如果 DNS 服务器就是路由器，请重启它并升级固件。"))
	return f
}

func slowest(n *fact.Name) float64 {
	if n.OS != nil && n.OS.MS > slowLookup {
		return n.OS.MS
	}
	best := 0.0
	for _, a := range saying(answers(n, fact.RoleSystem), saysAddress) {
		if best == 0 || a.ms() < best {
			best = a.ms()
		}
	}
	return best
}

func fast(list []*answer) []*answer {
	return slices.DeleteFunc(list, func(a *answer) bool { return a.ms() > slowLookup })
}
