package cause

import (
	"fmt"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/route"
)

var pathLoss = &Cause{
	Code:     "path.loss",
	Stage:    fact.StagePath,
	Severity: Error,
	Title:    lang.T("Packets are lost on the way", "网络丢包"),
	Means: lang.T(
		"Some of the packets to the server are lost, from a certain hop on and all the way to the server; at least two of at least ten that should have reached it. Mail then works at times and hangs at others. A router that itself answers slowly or seldom is not meant: routers put such answers last, and pass everything on all the same.",
		"发往服务器的包有一部分丢了，从某一跳开始一直丢到服务器；至少发出十个、丢了两个以上才算。表现就是收发邮件时好时坏。如果只是途中某个路由器自己回应得慢或少，那不算：路由器把这类回应排在最后，转发却是正常的。"),
	Fault:    "imap.path=loss",
	NearMiss: "imap.path=lossy-router",
	Find:     findPathLoss,
}

func findPathLoss(c *Case) []Finding {
	var out []Finding
	for _, w := range c.wanted() {
		if w.Lossy() {
			out = withFinding(out, c.lossy(w))
		}
	}
	return out
}

func (c *Case) lossy(w *route.Way) Finding {
	claims := c.onTheWay(w.Path.Addr(), fact.StageTCP, fact.StageTLS, fact.StageService)
	f := c.pathFinding(w, claims)
	if len(claims) == 0 {
		f.Severity = Warning
	}
	segment := w.SegmentAt(w.LossFrom)
	rate := fmt.Sprintf("%.0f %%", 100*float64(w.Lost)/float64(w.Sent))
	f.Summary = lang.T("{lost} of {sent} packets to {target} were lost ({rate}), from {hop} on. That is in {segment}.",
		"发往 {target} 的 {sent} 个包丢了 {lost} 个（{rate}），从{hop}开始丢，位置在{segment}。")
	f.Fixes = []lang.Text{
		fixSegment(segment, lang.T("{rate} of the packets to {ip} are lost from {addr} on", "发往 {ip} 的包从 {addr} 开始丢失 {rate}").With(
			"rate", rate, "ip", w.Path.Addr(), "addr", hopAt(w, w.LossFrom))),
		lang.T("Run `maildiag trace {target} --for 2m` at the time of day when it is worst: it shows how often and where.",
			"在问题最严重的时段运行 `maildiag trace {target} --for 2m`，可以看到丢包有多频繁、在哪里。").With("target", target(w)),
	}
	if w.LossFrom == w.EndAt {
		f.Confidence = Likely
		f.Summary = lang.T("{lost} of {sent} connections to {target} got no answer ({rate}), while the routers before the server lose nothing: the server, or what stands in front of it, drops some of them.",
			"到 {target} 的 {sent} 次连接有 {lost} 次没有回应（{rate}），而服务器之前的路由器都不丢包：是服务器或它前面的设备丢弃了一部分连接。")
	}
	f.Summary = f.Summary.With("lost", w.Lost, "sent", w.Sent, "rate", rate, "target", target(w),
		"hop", hopAt(w, w.LossFrom), "segment", segmentName(segment))
	if good := w.LossFrom - 1; good >= 1 {
		h := &w.Hops[good-1]
		f.Evidence = append(f.Evidence, lang.T("up to {hop}, {lost} of {sent} answers were missing; from {next} on, {more} of {all}",
			"到{hop}为止，{sent} 个回应缺 {lost} 个；从{next}起，{all} 个缺 {more} 个").With(
			"hop", hopAt(w, good), "lost", h.Lost, "sent", h.Sent, "next", hopAt(w, w.LossFrom),
			"more", w.Hops[w.LossFrom-1].Lost, "all", w.Hops[w.LossFrom-1].Sent))
	}
	f.Evidence = append(f.Evidence, watchedLines(w)...)
	return f
}
