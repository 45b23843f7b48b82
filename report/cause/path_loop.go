package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/route"
)

var pathLoop = &Cause{
	Code:     "path.loop",
	Stage:    fact.StagePath,
	Severity: Error,
	Title:    lang.T("Packets go round in circles", "网络路由成环"),
	Means: lang.T(
		"Routers on the way send the packets for this server back and forth among themselves until they are thrown away. Their routing tables contradict each other; nobody but the people who run these routers can repair that. It is recognised by the same routers coming round again and again, where a healthy path meets each of them once.",
		"途中的路由器把发往这台服务器的包互相踢皮球，直到包被丢弃。它们的路由表互相矛盾，只有管理这些路由器的人能修。特征是同样几个路由器一再出现；正常的路径上每个路由器只出现一次。"),
	Fault:    "imap.path=loop",
	NearMiss: "imap.host=filtered",
	Find:     findPathLoop,
}

func findPathLoop(c *Case) []Finding {
	var out []Finding
	for _, w := range c.wanted() {
		claims := c.onTheWay(w.Path.Addr(), fact.StageTCP)
		if w.End != route.Loop || len(claims) == 0 {
			continue
		}
		f := c.pathFinding(w, claims)
		segment := w.SegmentAt(w.First(w.Around))
		f.Summary = lang.T("Packets to {target} go round in circles by way of {routers} and never arrive. That is in {segment}.",
			"发往 {target} 的包在 {routers} 一带兜圈子，永远到不了，位置在{segment}。").With(
			"target", target(w), "routers", few(4, w.Around), "segment", segmentName(segment))
		f.Fixes = []lang.Text{
			fixSegment(segment, lang.T("packets to {ip} go round in circles by way of {routers}", "发往 {ip} 的包在 {routers} 一带循环").With("ip", w.Path.Addr(), "routers", few(4, w.Around))),
			lang.T("Until that is repaired, another network, such as a phone's hotspot, may get there.", "修好之前，可以换一个网络（例如手机热点）试试。"),
		}
		out = withFinding(out, f)
	}
	return out
}
