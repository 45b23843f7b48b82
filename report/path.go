package report

import (
	"fmt"
	"slices"
	"strconv"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
	"maildiag/report/route"
)

// PathPage is one way to a server in words: a row a hop, and a bar a part of the network.
type PathPage struct {
	Title   string
	Columns []string // headings: number, router, best, median, worst, lost, part of the network
	Rows    []HopLine
	Notes   []string // how it ends, and what is worth knowing about it
	Bars    []Bar
	From    string // where the way begins, for people
	To      string // the server
	End     Mark   // whether it got there
}

// HopLine is one hop.
type HopLine struct {
	Mark  Mark // none for a hop at which nothing is wrong
	Cells []string
}

// Bar is what one part of the network adds to the round trip.
type Bar struct {
	Name  string
	Time  string
	Share float64 // 0 to 1
	Loss  string  // of packets; empty: none is known
}

var (
	textPathTitle   = lang.T("Path to {target}, {rounds} rounds by {method}", "到 {target} 的路径，{method} 探测 {rounds} 轮")
	textPathOne     = lang.T("Path to {target}, one round by {method}", "到 {target} 的路径，{method} 探测 1 轮")
	textUnmeasured  = lang.T("The path to {target} could not be measured: {why}", "没能测量到 {target} 的路径：{why}")
	textHopNumber   = lang.T("hop", "跳")
	textHopRouter   = lang.T("router", "路由器")
	textHopBest     = lang.T("best", "最短")
	textHopMedian   = lang.T("median", "中位")
	textHopWorst    = lang.T("worst", "最长")
	textHopLost     = lang.T("lost", "丢失")
	textHopSegment  = lang.T("part of the network", "所属网络")
	textHopSilent   = lang.T("does not answer", "不回应")
	textAlsoThrough = lang.T("{addr} (also {others})", "{addr}（还有 {others}）")

	textSegments = map[route.Kind]lang.Text{
		route.Gateway:      lang.T("your router", "你的路由器"),
		route.Local:        lang.T("local or company network", "本地或公司网络"),
		route.Access:       lang.T("internet provider", "宽带运营商"),
		route.LongHaul:     lang.T("networks between", "骨干网"),
		route.MailProvider: lang.T("mail provider", "邮箱服务商"),
	}

	textPathEnds = map[route.End]lang.Text{
		route.Open:        lang.T("The server takes the connection, {n} hops away.", "服务器接受了连接，距离 {n} 跳。"),
		route.Reset:       lang.T("The connection is refused at hop {n}.", "连接在第 {n} 跳被拒绝。"),
		route.Forbidden:   lang.T("{addr} at hop {n} answers that the connection is not allowed.", "第 {n} 跳 {addr} 回应说不允许这个连接。"),
		route.Unreachable: lang.T("{addr} at hop {n} answers that there is no way on.", "第 {n} 跳 {addr} 回应说没有路可走。"),
		route.Silent:      lang.T("Nothing comes back from beyond hop {n}.", "第 {n} 跳之后没有任何回应。"),
		route.Loop:        lang.T("The same routers come round again: {around}.", "同样几个路由器反复出现：{around}。"),
	}
	textNoRouter = lang.T("Not one router answers.", "没有一个路由器有回应。")
	textBack     = lang.T(
		"Answers of hop {n} seem to come back over {back} hops: the way back is another one. That is usual, and no fault.",
		"第 {n} 跳的回应似乎是经过 {back} 跳回来的：回程走的是另一条路。这很常见，不是故障。")
	textLimited = lang.T(
		"Hop {n} answers seldom or not at all, and passes everything on: that is how it is set, and no fault.",
		"第 {n} 跳很少回应或不回应，但转发正常：它就是这么设置的，不是故障。")
	textCompared = lang.T("Port {port} of the same server: {what}", "同一服务器的 {port} 端口：{what}")
	textPathWell = lang.T(
		"The way to {target} is open: {n} hops, {time} there and back, nothing lost of {sent}.",
		"到 {target} 的网络畅通：{n} 跳，往返 {time}，{sent} 个包无丢失。")
	textPathOpen = lang.T(
		"The way to {target} is open: {n} hops, {time} there and back; {lost} of {sent} packets got no answer, too few to say more.",
		"到 {target} 的网络畅通：{n} 跳，往返 {time}；{sent} 个包中 {lost} 个没有回应，样本太少，说明不了问题。")
	textLostShare = lang.T("{rate} lost", "丢包 {rate}")
	textNamed     = lang.T("{kind} ({name})", "{kind}（{name}）")
)

// paths adds the ways of the run to the page. A trace alone is about nothing else: its page has no table of services.
func paths(p *Page, r *Report, c *cause.Case, l lang.Lang) {
	set := r.Facts
	for i := range set.Paths {
		if set.Paths[i].Why != fact.PathCompared {
			p.Paths = append(p.Paths, pathPage(set, &set.Paths[i], l))
		}
	}
	if !set.Run.Trace {
		return
	}
	p.Columns, p.Rows, p.Remarks, p.Effect = nil, nil, nil, ""
	if r.Verdict.Status == cause.StatusOK || r.Verdict.Status == cause.StatusDegraded && p.Headline.Text != "" {
		p.Headline.Text = pathWell(set).In(l)
	}
}

// pathWell says that nothing is wrong with a way.
func pathWell(set *fact.Set) lang.Text {
	for i := range set.Paths {
		w := route.Read(&set.Paths[i], &set.PC)
		if w.End != route.Open {
			continue
		}
		text := textPathWell
		if w.Lost > 0 {
			text = textPathOpen
		}
		return text.With("target", pathTarget(w.Path), "n", w.EndAt, "time", took(w.Trip.Median), "sent", w.Sent, "lost", w.Lost)
	}
	return textUnknown
}

// pathTarget is "imap.example.com:993 (192.0.2.10)".
func pathTarget(p *fact.Path) string {
	s := fact.Service{Host: p.Host, Port: p.Port()}
	ip := p.Addr().String()
	if s.Host == "" || s.Host == ip {
		s.Host = ip
		return where(&s)
	}
	return where(&s) + " (" + ip + ")"
}

func pathPage(set *fact.Set, p *fact.Path, l lang.Lang) PathPage {
	w := route.Read(p, &set.PC)
	if w.End == route.Unknown {
		why := p.NotMeasured
		if p.Failure != nil {
			why = p.Failure.Raw
		}
		return PathPage{Title: textUnmeasured.With("target", pathTarget(p), "why", why).In(l)}
	}
	title := textPathTitle
	if len(p.Rounds) == 1 {
		title = textPathOne
	}
	out := PathPage{Title: title.With("target", pathTarget(p), "rounds", len(p.Rounds), "method", methodName(p)).In(l)}
	for _, t := range []lang.Text{textHopNumber, textHopRouter, textHopBest, textHopMedian, textHopWorst, textHopLost, textHopSegment} {
		out.Columns = append(out.Columns, t.In(l))
	}
	kind := route.KindNone
	for i := range w.Hops {
		h := &w.Hops[i]
		segment := ""
		if h.Kind != kind {
			kind = h.Kind
			segment = textSegments[kind].In(l)
		}
		out.Rows = append(out.Rows, hopLine(w, h, segment, l))
	}
	out.Notes = in(l, pathNotes(set, w))
	out.Bars = segmentBars(w, l)
	out.From, out.To, out.End = textThisPC.In(l), pathTarget(p), MarkBad
	if w.End == route.Open {
		out.End = MarkOK
	}
	return out
}

func methodName(p *fact.Path) string {
	return map[fact.PathMethod]string{fact.PathTCP: "TCP", fact.PathUDP: "UDP", fact.PathICMP: "ICMP"}[p.Method]
}

func hopLine(w *route.Way, h *route.Hop, segment string, l lang.Lang) HopLine {
	row := HopLine{Cells: []string{strconv.Itoa(h.TTL), hopAddr(h, l), "", "", "", "", segment}}
	if h.Trip.N > 0 {
		row.Cells[2], row.Cells[3], row.Cells[4] = brief(h.Trip.Best), brief(h.Trip.Median), brief(h.Trip.Worst)
	}
	if h.Lost > 0 && h.Lost < h.Sent || h.Lost > 0 && h.Server {
		row.Cells[5] = percent(h.Lost, h.Sent)
	}
	switch {
	case h.TTL == w.EndAt && (w.End == route.Forbidden || w.End == route.Unreachable || w.End == route.Reset),
		slices.Contains(w.Around, h.Addr()):
		row.Mark = MarkBad
	case w.LossFrom > 0 && h.TTL >= w.LossFrom:
		row.Mark = MarkWarn
	case h.Server:
		row.Mark = MarkOK
	}
	return row
}

// hopAddr is who answers at a hop: address, name, whose network.
func hopAddr(h *route.Hop, l lang.Lang) string {
	if h.Addr() == "" {
		return "* " + textHopSilent.In(l)
	}
	s := h.Addr()
	if h.Name != "" {
		s += " " + h.Name
	}
	if h.AS != "" {
		s += " [" + h.AS
		if h.Country != "" {
			s += " " + h.Country
		}
		s += "]"
	}
	if len(h.Addrs) > 1 {
		s = textAlsoThrough.With("addr", s, "others", others(h.Addrs[1:])).In(l)
	}
	return s
}

func others(addrs []string) string {
	const most = 2
	out := ""
	for i, a := range addrs {
		if i == most {
			return out + " …"
		}
		if i > 0 {
			out += " "
		}
		out += a
	}
	return out
}

// brief is a time in milliseconds, as short as it can be told apart.
func brief(ms float64) string {
	if ms < 9.95 {
		return fmt.Sprintf("%.1f", ms)
	}
	return fmt.Sprintf("%.0f", ms)
}

func percent(n, of int) string { return fmt.Sprintf("%.0f %%", 100*float64(n)/float64(of)) }

// pathNotes say how a way ends, and what looks like a fault and is none.
func pathNotes(set *fact.Set, w *route.Way) []lang.Text {
	end := textPathEnds[w.End]
	if w.End == route.Silent && w.EndAt == 0 {
		end = textNoRouter
	}
	around := ""
	for i, a := range w.Around {
		if i > 0 {
			around += ", "
		}
		around += a
	}
	out := []lang.Text{end.With("n", w.EndAt, "addr", w.By, "around", around)}
	if !w.Reached() {
		for i := range set.Paths {
			if o := route.Read(&set.Paths[i], &set.PC); o.Path.Addr() == w.Path.Addr() && o.Path.Target != w.Path.Target && o.End != route.Unknown {
				what := textPathEnds[o.End]
				if o.End == route.Silent && o.EndAt == 0 {
					what = textNoRouter
				}
				out = append(out, textCompared.With("port", o.Path.Port(), "what", what.With("n", o.EndAt, "addr", o.By, "around", "")))
			}
		}
	}
	for i := range w.Hops {
		h := &w.Hops[i]
		if w.Reached() && w.Limited(h) && 4*h.Lost > h.Sent {
			out = append(out, textLimited.With("n", h.TTL))
		}
	}
	// One such note says it: all hops behind it are alike.
	for i := range w.Hops {
		if h := &w.Hops[i]; h.Back > 0 && (h.Back-h.TTL > 3 || h.TTL-h.Back > 3) {
			out = append(out, textBack.With("n", h.TTL, "back", h.Back))
			break
		}
	}
	return out
}

func segmentBars(w *route.Way, l lang.Lang) []Bar {
	var out []Bar
	for i := range w.Segments {
		s := &w.Segments[i]
		name := textSegments[s.Kind]
		if s.Name != "" {
			name = textNamed.With("kind", name, "name", s.Name)
		}
		b := Bar{Name: name.In(l), Time: took(s.MS), Share: min(max(s.Share, 0), 1)}
		if s.Loss > 0 {
			b.Loss = textLostShare.With("rate", fmt.Sprintf("%.0f %%", 100*s.Loss)).In(l)
		}
		out = append(out, b)
	}
	return out
}
