package cause

import (
	"fmt"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/route"
)

// longTrip is a round trip, in milliseconds, that makes every step of a mail program noticeably slow.
const longTrip = 600

var pathLatency = &Cause{
	Code:     "path.latency",
	Stage:    fact.StagePath,
	Severity: Warning,
	Title:    lang.T("The way to the server is very slow", "到服务器的网络很慢"),
	Means: lang.T(
		"An answer from the server takes over 600 ms: opening a mailbox takes a dozen such round trips, so everything feels slow and some programs give up. The part of the network that adds most is named. Distance alone costs up to about 300 ms to the other side of the world; more than that is a satellite link, a detour (a VPN or proxy), or a line that is full. A single router that answers slowly and passes packets on quickly is not meant.",
		"服务器的回应要 600 毫秒以上：打开邮箱要来回十几次，所以什么都慢，有的程序会超时放弃。这里会指出哪一段网络增加的延迟最多。单是距离，到地球另一边也只要 300 毫秒左右；超过这个数，多半是卫星线路、绕路（VPN 或代理），或者线路拥堵。某个路由器自己回应慢、转发却快的，不算。"),
	Fault:    "imap.path=slow",
	NearMiss: "imap.path=slow-router",
	Find:     findPathLatency,
}

func findPathLatency(c *Case) []Finding {
	var out []Finding
	for _, w := range c.wanted() {
		if w.Reached() && w.Trip.N >= 3 && w.Trip.Median > longTrip {
			out = withFinding(out, c.slowWay(w))
		}
	}
	return out
}

func (c *Case) slowWay(w *route.Way) Finding {
	f := c.pathFinding(w, nil)
	s := w.Slowest()
	share := fmt.Sprintf("%.0f %%", 100*s.Share)
	f.Summary = lang.T("A round trip to {target} takes {time}; {share} of that is added in {segment}.",
		"到 {target} 来回一次要 {time}，其中 {share} 花在{segment}。").With(
		"target", target(w), "time", took(w.Trip.Median), "share", share, "segment", segmentName(s))
	f.Fixes = []lang.Text{
		lang.T("If a VPN or proxy is on, switch it off for mail and try again: it may send everything the long way round.",
			"如果开着 VPN 或代理，请对邮件关掉它再试：它可能让所有流量绕远路。"),
		fixSegment(s, lang.T("the way to {ip} takes {time}, most of it between {from} and {to}", "到 {ip} 要 {time}，大部分花在{from}到{to}之间").With(
			"ip", w.Path.Addr(), "time", took(w.Trip.Median), "from", hopAt(w, max(s.From-1, 1)), "to", hopAt(w, s.To))),
		lang.T("Ask your mail provider whether it has a server nearer to you (some have names of their own for users abroad).",
			"问一下邮箱服务商有没有离你更近的服务器（有的服务商为海外用户提供专用服务器地址）。"),
	}
	f.Evidence = append(f.Evidence, lang.T("round trips to the server: best {best}, median {median}, worst {worst}, {n} measured",
		"到服务器的往返时间：最短 {best}，中位数 {median}，最长 {worst}，共测 {n} 次").With(
		"best", took(w.Trip.Best), "median", took(w.Trip.Median), "worst", took(w.Trip.Worst), "n", w.Trip.N))
	for i := range w.Segments {
		if s := &w.Segments[i]; s.MS >= 1 {
			f.Evidence = append(f.Evidence, lang.T("{segment}, hops {from} to {to}: adds {time}", "{segment}，第 {from} 到 {to} 跳：增加 {time}").With(
				"segment", segmentName(s), "from", s.From, "to", s.To, "time", took(s.MS)))
		}
	}
	f.Evidence = append(f.Evidence, watchedLines(w)...)
	return f
}
