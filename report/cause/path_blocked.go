package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/route"
)

var pathBlocked = &Cause{
	Code:     "path.blocked",
	Stage:    fact.StagePath,
	Severity: Error,
	Title:    lang.T("The way to the server is cut", "到服务器的网络不通"),
	Means: lang.T(
		"The way to the server ends at a router far short of it, whatever port is asked: that router says itself that there is no way on or that it is forbidden, or nothing passes it to other destinations either. So the trouble is in the network that this router belongs to, not in the mail program and not at the mail server. If another port of the same server goes through, only a port is blocked; if the last router before the server says that the server does not answer, the server is down.",
		"到服务器的路径在离它还很远的某个路由器就断了，换哪个端口都一样：要么这个路由器自己说走不通或不允许，要么发往别处的包到了它那里也过不去。所以问题在这个路由器所属的网络，不在邮件客户端，也不在邮件服务器。如果同一服务器的其他端口能通，那只是端口被封；如果是服务器跟前的最后一个路由器说服务器没有回应，那是服务器停机了。"),
	Fault:    "imap.path=blocked",
	NearMiss: "imap.host=filtered",
	Find:     findPathBlocked,
}

func findPathBlocked(c *Case) []Finding {
	var out []Finding
	for _, w := range c.wanted() {
		ip := w.Path.Addr()
		if w.Reached() || c.goesOn(w) != nil {
			continue
		}
		claims := c.onTheWay(ip, fact.StageTCP)
		if len(claims) == 0 {
			continue
		}
		switch {
		case c.saysNoWay(w):
		case w.End == route.Silent && len(c.alsoBehind(w)) > 0:
		default:
			continue
		}
		out = withFinding(out, c.pathIsBlocked(w, claims))
	}
	return out
}

// saysNoWay: a router says that the network has no way on, or that it lets nothing through to this server. That the server
// alone does not answer (host unreachable) is the server's own trouble; and a no to one port is about that port, unless
// others are met with the same.
func (c *Case) saysNoWay(w *route.Way) bool {
	v6 := w.Path.Addr().Is6()
	switch w.End {
	case route.Unreachable:
		host := w.Answer.Code == 1 && !v6 || w.Answer.Code == 3 && v6
		return !host
	case route.Forbidden:
		return w.By != w.Path.Addr().String() && c.forEveryPort(w.Path.Addr()) && !slices.ContainsFunc(c.waysTo(w.Path.Addr()), func(o *route.Way) bool {
			return o.End != route.Forbidden || o.By != w.By
		})
	}
	return false
}

// alsoBehind are ways to other places that end in silence at the same router.
func (c *Case) alsoBehind(w *route.Way) []*route.Way {
	if w.By == "" || !c.forEveryPort(w.Path.Addr()) {
		return nil
	}
	return slices.DeleteFunc(c.wanted(), func(o *route.Way) bool {
		return o.End != route.Silent || o.By != w.By || !behind(w.Path.Addr(), o.Path.Addr())
	})
}

func (c *Case) pathIsBlocked(w *route.Way, claims []*Failure) Finding {
	f := c.pathFinding(w, claims)
	segment := w.SegmentAt(w.EndAt)
	f.Summary = lang.T("The way to {target} ends at {hop}, in {segment}, far short of the server: nothing gets through to it from here.",
		"到 {target} 的路径在{hop}就断了，位置在{segment}，离服务器还很远：从这里什么都到不了服务器。")
	f.Summary = f.Summary.With("target", target(w), "hop", hopAt(w, w.EndAt), "segment", segmentName(segment))
	f.Fixes = []lang.Text{
		fixSegment(segment, lang.T("packets to {ip} get no farther than {addr}", "发往 {ip} 的包走到 {addr} 就不再往前").With("ip", w.Path.Addr(), "addr", w.By)),
		fixHotspot(lang.T("the trouble is in the network that you were in", "说明问题在原来的网络"),
			lang.T("it is nearer to the server: ask its support", "说明问题离服务器更近：请询问邮箱服务商")),
	}
	for _, o := range c.waysTo(w.Path.Addr()) {
		if o.Path.Target != w.Path.Target {
			f.Evidence = append(f.Evidence, wayLine(o))
		}
	}
	for _, o := range c.alsoBehind(w) {
		f.Evidence = append(f.Evidence, wayLine(o))
	}
	return f
}
