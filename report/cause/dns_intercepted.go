package cause

import (
	"net/netip"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsIntercepted = &Cause{
	Code:     "dns.intercepted",
	Stage:    fact.StageDNS,
	Severity: Error,
	Title:    lang.T("Somebody on the way answers for every DNS server", "途中有设备代替所有 DNS 作答"),
	Means: lang.T(
		"A question for the server's name was sent to an address where no DNS server is, and an answer came: a device on the way answers in place of every DNS server that is asked. Its answer leads to a machine that shows a certificate for another name. Setting another DNS server does not help, as its answers come from the same device. That a device answers for all is no fault in itself: many providers do so and tell the truth. Use another network or DNS over HTTPS, and ask whoever runs the network.",
		"向一个根本没有 DNS 服务器的地址查询服务器域名，居然也收到了应答：说明途中有设备冒充所有 DNS 服务器作答，而它给出的地址上是另一台机器，出示的证书是别的域名的。改 DNS 设置没有用，因为不管设成哪个，应答的都是这台设备。仅仅“代答”并不算故障，不少运营商都这么做，给的结果也是对的。换个网络，或者用加密的 DNS（DoH），并询问网络管理者。"),
	Fault:    "dns.intercepted",
	NearMiss: "dns.system=wrong",
	Find:     findDNSIntercepted,
}

func findDNSIntercepted(c *Case) []Finding {
	if c.Around == nil || c.Around.Nobody == nil || !c.Around.Nobody.Answered() {
		return nil
	}
	n := c.Around.Nobody
	var led []*Failure
	for _, f := range c.known(fact.StageTLS) {
		if c.ledAstray(f, n) {
			led = append(led, f)
		}
	}
	// One certificate for another name may as well be the server's own slip; names that share nothing but the place are none.
	if len(hostsOf(led)) < 2 {
		return nil
	}
	f := c.finding(led)
	f.Subject = led[0].Service.Host
	f.Confidence = Likely
	f.Summary = lang.T("A device on the way answers every DNS question itself, and sends {hosts} to {ip}, where another server lives.",
		"途中有设备代替所有 DNS 服务器作答，把 {hosts} 指向了 {ip}，那里是另一台服务器。").With("hosts", hosts(led), "ip", ips(led))
	f.Fixes = []lang.Text{
		fixHotspot(lang.T("the network that you were in falsifies DNS: tell whoever runs it", "说明原来的网络篡改了 DNS：请告诉它的管理者"),
			lang.T("the wrong address comes from the domain's own DNS: ask whoever runs the server", "说明错误的地址来自域名自己的 DNS：请找服务器的管理员")),
		lang.T("Restart the router, and look for a DNS, “safe browsing” or parental setting in it. Setting another DNS server on this PC does not help.",
			"重启路由器，检查里面有没有 DNS、“安全上网”或家长控制之类的设置。在电脑上改 DNS 没有用。"),
		lang.T("Encrypted DNS (DNS over HTTPS, in the network settings of the system or the router) gets past such a device.",
			"使用加密 DNS（DoH，在系统或路由器的网络设置里打开）可以绕过这种设备。"),
	}
	f.Evidence = append(f.Evidence, lang.T("{where}, an address where no DNS server is, answered the question for {host}", "{where} 这个地址上没有 DNS 服务器，查询 {host} 却收到了应答").
		With("where", resolverName(n.Resolver), "host", n.Name))
	f.Evidence = append(f.Evidence, c.lookupsOf(hostsOf(led))...)
	f.alternative("tls.name-mismatch")
	return []Finding{f}
}

// ledAstray says whether a walk met a certificate for another name at an address that the device on the way gave, and nobody
// else gave a better one.
func (c *Case) ledAstray(f *Failure, n *fact.Lookup) bool {
	t := f.Attempt.TLS
	if !f.Certificate || t.Trust == nil || t.Trust.Name != fact.No || t.Trust.CommonName == fact.Yes || ipHost(f.Service) || c.fromHostsFile(f) {
		return false
	}
	given := parseAddrs(n.Addrs)
	theirs := addrsOf(answers(c.Name(f.Service.Host), fact.RoleReference))
	ip := ipOf(f.Attempt.Addr)
	return meet([]netip.Addr{ip}, theirs) && (n.Name != f.Service.Host || meet([]netip.Addr{ip}, given))
}
