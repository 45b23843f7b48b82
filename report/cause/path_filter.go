package cause

import (
	"strconv"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/route"
)

// What a path tells of a filter on the way, for tcp.filtered.

// filterOnTheWay is the way that shows a filter before the server, which explains the failure; nil: none does.
func (c *Case) filterOnTheWay(f *Failure) *route.Way {
	w := c.wayOf(f)
	if w == nil {
		return nil
	}
	// The server's own kernel says "port unreachable" for a port that it does not serve as well: that is a refusal.
	forbidden := w.End == route.Forbidden
	byServer := forbidden && w.By == w.Path.Addr().String()
	if w.Path.Target != f.Attempt.Addr {
		// Each address is traced once. Who forbids one of its ports forbids the others, where none of them answers.
		if answering, _ := c.otherPorts(f); forbidden && !byServer && unanswered(f) && len(answering) == 0 {
			return w
		}
		return nil
	}
	switch class := f.Class(); {
	case forbidden && (unanswered(f) || class == fact.Refused && !byServer),
		w.End == route.Silent && class == fact.TimedOut && c.goesOn(w) != nil,
		class == fact.Refused && c.nearer(w):
		return w
	}
	return nil
}

// filterSummary says which device turns a connection away; the zero Text where no path tells.
func (c *Case) filterSummary(group []*Failure) lang.Text {
	w := c.filterOnTheWay(group[0])
	if w == nil {
		return lang.Text{}
	}
	text := lang.T("Connections to {services} are blocked on the way: they get as far as {hop}, in {segment}, and no farther{beside}.",
		"到 {services} 的连接在途中被挡住了：走到{hop}（位于{segment}）就不再往前{beside}。")
	beside := lang.Same("")
	if o := c.goesOn(w); o != nil {
		beside = lang.T(", while port {open} of the same server is reached", "，而同一服务器的 {open} 端口能到达").With("open", strconv.Itoa(o.Path.Port()))
	}
	switch {
	case w.End == route.Forbidden && w.By == w.Path.Addr().String():
		text = lang.T("Connections to {services} are forbidden by the server itself, or by a device in front of it that answers in its name{beside}.",
			"到 {services} 的连接被服务器自己，或它前面以它名义回应的设备禁止了{beside}。")
	case w.End == route.Forbidden:
		text = lang.T("Connections to {services} are forbidden by a device on the way: {hop}, in {segment}, turns them away{beside}.",
			"到 {services} 的连接被途中的设备禁止了：{hop}（位于{segment}）把它们挡了回来{beside}。")
	case w.End == route.Reset:
		text = lang.T("Connections to {services} are refused by a device on the way, not by the server: the refusal comes from right behind {hop}, in {segment}, and the server is farther away{beside}.",
			"到 {services} 的连接是被途中的设备拒绝的，不是服务器：拒绝来自{hop}之后（位于{segment}），而服务器更远{beside}。")
	}
	at := w.EndAt
	if w.End == route.Reset && at > 1 {
		at-- // the last that let a packet through
	}
	return text.With("services", services(group), "hop", hopAt(w, at), "segment", segmentName(w.SegmentAt(at)), "beside", beside)
}

// cutNearer says, of a connection that was cut during the handshake, that the cut came from nearer than the server: sooner
// than anything of the server's can be here. The zero Text: nothing says so.
func cutNearer(f *Failure) lang.Text {
	a := f.Attempt
	// Below this a busy PC makes more of a difference than the way.
	const tellable = 10
	if a == nil || a.Dial == nil || a.Dial.MS < tellable || f.Failure == nil || f.Failure.Op != "handshake" ||
		f.Failure.Class != fact.Reset || f.Failure.AfterMS > 0.6*a.Dial.MS {
		return lang.Text{}
	}
	return lang.T("the cut came {after} after the ClientHello, and the server is {trip} away: it was not the server, but a device on the way",
		"发出 ClientHello 后 {after}就被切断，而服务器往返要 {trip}：切断连接的不是服务器，而是途中的设备").With(
		"after", took(f.Failure.AfterMS), "trip", took(a.Dial.MS))
}
