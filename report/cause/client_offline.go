package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientOffline = &Cause{
	Code:     "client.offline",
	Stage:    fact.StageClient,
	Severity: Error,
	Title:    lang.T("This PC has no network", "这台电脑没有联网"),
	Means: lang.T(
		"This PC knows no way out: it has no default route, or its system answers every connection with “network unreachable”, and nothing beyond the PC answered anything in the whole run. A dead DNS server alone looks different: there the connections to addresses still work, or time out. Connect the PC to a network; mail itself needs no repair.",
		"电脑没有通往外面的网络：系统里没有默认路由，或者每次连接都被系统直接回以“网络不可达”，而且整个检测过程中没有收到本机以外的任何回应。如果只是 DNS 服务器坏了，情况会不同：直接按地址连接仍然能通，或者是等到超时。先把电脑连上网就行，邮件设置不用动。"),
	Fault:    "pc.offline",
	NearMiss: "dns.system=dead",
	Find:     findOffline,
}

func findOffline(c *Case) []Finding {
	open := c.known(fact.StageDNS, fact.StageTCP)
	if len(open) == 0 || c.outside(noAddr) || !c.noWayOut(open) {
		return nil
	}
	f := c.finding(open)
	f.Summary = lang.T("This PC is not connected to a network: nothing outside it could be reached, mail servers included.",
		"这台电脑没有连上网络：本机以外什么都连不上，邮件服务器自然也连不上。")
	f.Fixes = []lang.Text{
		lang.T("Connect this PC to a network: plug in the network cable, or switch Wi-Fi on and choose your network; switch flight mode off.",
			"先让电脑联网：插好网线，或打开 Wi-Fi 并选择你的网络；确认没有开着飞行模式。"),
		lang.T("If it says that it is connected, restart the router and this PC. If a VPN program was just closed or crashed, start it again and disconnect properly.",
			"如果显示已连接却上不了网，重启路由器和电脑。如果刚关闭过 VPN 软件或它异常退出过，请重新打开它，再正常断开一次。"),
		lang.T("Then run this check again.", "联网之后，再测一次。"),
	}
	if r := c.PC.Routes; r != nil && !r.Default4 && !r.Default6 {
		f.Evidence = append([]lang.Text{lang.T("this PC has no default route, neither for IPv4 nor for IPv6", "本机没有默认路由，IPv4 和 IPv6 都没有")}, f.Evidence...)
	}
	f.Evidence = append(c.linkDown(), f.Evidence...)
	f.Evidence = append(f.Evidence, lang.T("nothing beyond this PC answered: no DNS server and no mail server", "本机以外没有任何回应：DNS 服务器和邮件服务器都没有"))
	return []Finding{f}
}

// linkDown tells what the PC itself sees of a dead link: an adapter with nothing at the other end, or a router that does
// not answer for its own address. Empty where it sees nothing of the kind.
func (c *Case) linkDown() []lang.Text {
	var out []lang.Text
	alive := false
	for _, i := range c.PC.Interfaces {
		alive = alive || (!i.NoCarrier && !i.Tunnel)
	}
	if len(c.PC.Interfaces) > 0 && !alive {
		out = append(out, lang.T("no network adapter of this PC has a connection: the cable is out, or Wi-Fi is not joined", "本机的网卡都没有接通：网线没插好，或 Wi-Fi 没连上"))
	}
	if r := c.PC.Routes; r != nil && r.GatewaySilent == fact.Yes {
		out = append(out, lang.T("the router ({gateway}) does not answer", "路由器（{gateway}）没有任何回应").With("gateway", r.Gateway4))
	}
	return out
}

// noWayOut: the routes say so, or the system's answer to everything that was tried. Windows and macOS may say "host
// unreachable" where the route is missing.
func (c *Case) noWayOut(open []*Failure) bool {
	if len(c.linkDown()) > 0 {
		return true
	}
	missing := []fact.Class{fact.NetUnreachable, fact.AddrUnavailable}
	if r := c.PC.Routes; r != nil && !r.Default4 && !r.Default6 {
		missing = append(missing, fact.HostUnreachable)
		return !slices.ContainsFunc(open, func(f *Failure) bool {
			return f.Stage == fact.StageTCP && !slices.Contains(missing, f.Class())
		})
	}
	tried := 0
	for _, f := range open {
		if f.Stage == fact.StageTCP {
			if !slices.Contains(missing, f.Class()) {
				return false
			}
			tried++
		}
	}
	there := true
	c.everyLookup(func(l fact.Lookup) {
		if l.Failure.Known() && !ipOf(l.Resolver).IsLoopback() {
			there = there && slices.Contains(missing, l.Failure.Class)
			tried++
		}
	})
	return there && tried > 0
}
