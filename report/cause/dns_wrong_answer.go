package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsWrongAnswer = &Cause{
	Code:     "dns.wrong-answer",
	Stage:    fact.StageDNS,
	Severity: Error,
	Title:    lang.T("The DNS server gives a wrong answer", "DNS 服务器给出了错误的结果"),
	Means: lang.T(
		"The DNS server that this PC is set to says that the mail server's name does not exist, or gives an address where no mail server of that name lives, while the address that other DNS servers give works and shows a valid certificate for the name. Different answers alone mean nothing: large providers give every region its own address. What counts is where the server really lives. Use another DNS server; if that changes nothing, somebody on the way answers in its place.",
		"本机设置的 DNS 服务器说邮件服务器的域名不存在，或者给出的地址上并没有这台邮件服务器；而别的 DNS 服务器给出的地址能用，出示的证书也与域名相符。仅仅结果不同说明不了问题：大的服务商在各地的地址本来就不一样，要看服务器到底在哪个地址上。换一个 DNS 服务器；如果换了也没用，说明有人在途中冒充 DNS 应答。"),
	Fault:    "dns.system=wrong",
	NearMiss: "dns.reference=different",
	Find:     findWrongAnswer,
}

func findWrongAnswer(c *Case) []Finding {
	var denied, misled []*Failure
	for _, f := range c.known(fact.StageDNS) {
		system, refs := answers(c.Name(f.Service.Host), fact.RoleSystem), answers(c.Name(f.Service.Host), fact.RoleReference)
		if len(saying(system, saysNone)) > 0 && len(saying(append(refs, system...), saysAddress)) > 0 {
			denied = append(denied, f)
		}
	}
	for _, f := range c.known(fact.StageTCP, fact.StageTLS, fact.StageService) {
		if c.misled(f) {
			misled = append(misled, f)
		}
	}
	if len(denied)+len(misled) == 0 {
		return nil
	}
	// One resolver answers all names: what it gets wrong is one trouble.
	return []Finding{c.wrongAnswer(denied, misled)}
}

// misled says whether a walk failed because its address is not the mail server's: nothing answers there, or another
// machine does, and at an address that other resolvers gave the server is found. An address of a family that this PC can't
// reach, and one that DNS64 made, is right whatever becomes of it; a certificate for the name, too, shows the right place.
func (c *Case) misled(f *Failure) bool {
	other := c.livesElsewhere(f.Service)
	if f.Attempt == nil || other == nil || c.fromHostsFile(f) || c.familyMissing(f.Attempt) ||
		c.livesAt(f.Service.Host, ipOf(f.Attempt.Addr)) {
		return false
	}
	n := c.Name(f.Service.Host)
	if synthesised(ipOf(f.Attempt.Addr), append(addrsOf(answers(n, fact.RoleReference)), ipOf(other.Addr))) {
		return false
	}
	if f.Certificate { // a certificate for the name that fails for another reason is still the server's own
		t := f.Attempt.TLS
		return t != nil && t.Trust != nil && t.Trust.Name == fact.No && t.Trust.CommonName != fact.Yes
	}
	return true
}

// otherwise is the code that a failure at a misleading address would have had at the right one.
func otherwise(f *Failure) string {
	switch {
	case f.Stage == fact.StageTCP && f.Class() == fact.Refused:
		return "tcp.refused"
	case f.Class() == fact.Reset && f.op() == "connect":
		return "tcp.reset"
	case f.Stage == fact.StageTCP:
		return "tcp.host-unreachable" // one of several machines of the provider's may be down
	case f.Class() == fact.WrongProtocol || f.Class() == fact.NotTLS:
		return "service.wrong-protocol"
	case f.Stage == fact.StageTLS && f.op() == "starttls":
		return "tls.starttls-missing"
	case f.Stage == fact.StageTLS:
		return "tls.handshake-dropped"
	case f.Class() == fact.Answered:
		return "service.rejecting"
	}
	return "service.no-greeting"
}

func (c *Case) wrongAnswer(denied, misled []*Failure) Finding {
	all := append(slices.Clone(denied), misled...)
	first := all[0]
	host := first.Service.Host
	n := c.Name(host)
	system, refs := answers(n, fact.RoleSystem), answers(n, fact.RoleReference)
	f := c.finding(all)
	f.Subject = host
	good := c.livesElsewhere(first.Service)
	sure := good != nil && good.TLS.Verified(c.Run.Started)
	fix := c.fixDNS(saying(refs, saysAddress))
	if len(denied) > 0 {
		wrong := resolversOf(saying(system, saysNone))
		fix = c.fixResolver(host, wrong)
		f.Summary = lang.T("The DNS server of this PC, {resolver}, knows no address of {hosts}. Other DNS servers do.",
			"本机设置的 DNS 服务器 {resolver} 说 {hosts} 没有地址，而别的 DNS 服务器查得到。").With("resolver", names(wrong...), "hosts", hosts(denied))
	} else {
		sure = sure && first.Certificate
		f.Summary = lang.T("DNS sends {hosts} to {bad}, and the mail server does not live there: it is at {good}, where it works.",
			"DNS 把 {hosts} 指向了 {bad}，但邮件服务器不在那里：它在 {good}，那里能用。")
		if len(hostsOf(misled)) > 1 {
			f.Summary = lang.T("DNS sends {hosts} to {bad}, and the mail servers do not live there. At the addresses that other DNS servers give, they work.",
				"DNS 把 {hosts} 指向了 {bad}，但邮件服务器不在那里。用别的 DNS 服务器给出的地址就能连上。")
		}
		f.Summary = f.Summary.With("hosts", hosts(misled), "bad", ips(misled), "good", ipOf(good.Addr))
		if !sure {
			f.alternative(otherwise(first))
		}
	}
	if !sure {
		f.Confidence = Likely
	}
	f.Fixes = []lang.Text{
		fix,
		c.fixFlush(),
		lang.T("If the wrong answer stays after that, it is given by the router or the internet provider whatever DNS server is set: restart the router, look for a DNS or “safe browsing” setting in it, and complain to the provider.",
			"如果改了以后还是一样，说明无论设哪个 DNS，都是路由器或宽带运营商在应答：请重启路由器，检查里面的 DNS 或“安全上网”设置，并向运营商投诉。"),
	}
	f.Evidence = append(wrongPlaces(c, misled), c.lookupsOf(hostsOf(all))...)
	for _, b := range grouped(all, func(a, b *Failure) bool { return a.Service.Host == b.Service.Host }) {
		if good := c.livesElsewhere(b[0].Service); good != nil {
			f.Evidence = append(f.Evidence, c.walkLine(b[0].Service, good))
			if b[0].Certificate {
				f.Evidence = append(f.Evidence, certLine(b[0].Service, good))
			}
		}
	}
	return f
}

// wrongPlaces tells what was met at the wrong addresses.
func wrongPlaces(c *Case, misled []*Failure) []lang.Text {
	var out []lang.Text
	for _, f := range misled {
		if f.Certificate {
			out = append(out, certLine(f.Service, f.Attempt))
		} else {
			out = append(out, c.failureLine(f))
		}
	}
	return out
}
