package cause

import (
	"net/netip"
	"slices"
	"strconv"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/route"
)

// What the measured ways to servers tell, for the causes of the path and for those that have it as evidence.

// mostPaths is more than any run looks at.
const mostPaths = 64

// readRoutes reads the paths of a run that were measured.
func readRoutes(set *fact.Set) []*route.Way {
	var out []*route.Way
	for i := range set.Paths {
		if p := &set.Paths[i]; p.Measured() && len(out) < mostPaths {
			if w := route.Read(p, &set.PC); w.End != route.Unknown {
				out = append(out, w)
			}
		}
	}
	return out
}

// ways are the paths that match.
func (c *Case) ways(match func(*fact.Path) bool) []*route.Way {
	var out []*route.Way
	for _, w := range c.routes {
		if match(w.Path) {
			out = append(out, w)
		}
	}
	return out
}

// waysTo are the ways to an address, on any port.
func (c *Case) waysTo(ip netip.Addr) []*route.Way {
	return c.ways(func(p *fact.Path) bool { return p.Addr() == ip })
}

// wanted are the ways that were looked at for their own sake, not for comparison.
func (c *Case) wanted() []*route.Way {
	return c.ways(func(p *fact.Path) bool { return p.Why != fact.PathCompared })
}

// wayOf is the way on which a failure's connection went: to its address and port, else to its address.
func (c *Case) wayOf(f *Failure) *route.Way {
	if f.Attempt == nil {
		return nil
	}
	var other *route.Way
	for _, w := range c.waysTo(ipOf(f.Attempt.Addr)) {
		if w.Path.Target == f.Attempt.Addr {
			return w
		}
		if other == nil && w.Path.Why != fact.PathCompared {
			other = w
		}
	}
	return other
}

// goesOn is the way to another port of the same address that gets farther: to the server, where w ends before it.
func (c *Case) goesOn(w *route.Way) *route.Way {
	for _, o := range c.waysTo(w.Path.Addr()) {
		if o.Path.Target != w.Path.Target && o.Reached() && (!w.Reached() || o.EndAt > w.EndAt) {
			return o
		}
	}
	return nil
}

// nearer says whether the RST at a way's end comes from before the server: another port of the same address is farther away.
func (c *Case) nearer(w *route.Way) bool {
	o := c.goesOn(w)
	return w != nil && w.End == route.Reset && w.Path.Method == fact.PathTCP && o != nil && o.EndAt > w.EndAt
}

// onTheWay claims what fails because of the way to an address: open failures to connect and, where asked for, those
// that came after.
func (c *Case) onTheWay(ip netip.Addr, stages ...fact.Stage) []*Failure {
	var out []*Failure
	for _, f := range c.known(stages...) {
		if f.Attempt == nil || ipOf(f.Attempt.Addr) != ip {
			continue
		}
		switch f.Class() {
		case fact.TimedOut, fact.HostUnreachable, fact.NetUnreachable:
			out = append(out, f)
		}
	}
	return out
}

// pathFinding starts a finding about a way.
func (c *Case) pathFinding(w *route.Way, claims []*Failure) Finding {
	f := Finding{Subject: target(w), Claims: claims, Evidence: []lang.Text{wayLine(w)}}
	for _, x := range claims {
		f.Evidence = append(f.Evidence, c.failureLine(x))
	}
	return f
}

// withFinding adds a finding about a way, to the one about the same place where there is one: its other address.
func withFinding(list []Finding, f Finding) []Finding {
	for i := range list {
		if list[i].Subject == f.Subject {
			list[i].Claims = append(list[i].Claims, f.Claims...)
			list[i].Evidence = append(list[i].Evidence, f.Evidence...)
			if f.Severity == "" {
				list[i].Severity = ""
			}
			return list
		}
	}
	return append(list, f)
}

// pathEvidence adds to a finding about one address what its path tells: where it ends, and that another port's goes on.
func (c *Case) pathEvidence(f *Finding) {
	seen := map[string]bool{}
	for _, x := range f.Claims {
		w := c.wayOf(x)
		if w == nil || seen[w.Path.Target] {
			continue
		}
		seen[w.Path.Target] = true
		f.Evidence = append(f.Evidence, wayLine(w))
		if o := c.goesOn(w); o != nil {
			f.Evidence = append(f.Evidence, wayLine(o))
		}
	}
}

// asServices puts the endpoints of a trace in the place of services, so that the causes see what became of them.
func asServices(set *fact.Set) *fact.Set {
	out := *set
	out.Services = nil
	for i := range set.Paths {
		p := &set.Paths[i]
		w := route.Read(p, &set.PC)
		if (!p.Measured() && p.Failure == nil) || (w.End == route.Unknown && p.Failure == nil) {
			continue
		}
		a := fact.Attempt{Addr: p.Target, Reason: fact.ReasonCheck, Security: fact.None, StartMS: p.StartMS}
		if w.End == route.Open {
			a.Dial, a.Talk.Caps = &fact.Dial{MS: w.Trip.Median}, &fact.Caps{}
		} else {
			a.Failure = wayFailure(w)
		}
		if p.Why == fact.PathCompared {
			a.Reason = fact.ReasonNeutralPort
			if n := len(out.Services); n > 0 {
				out.Services[n-1].Compared = append(out.Services[n-1].Compared, a)
			}
			continue
		}
		if n := len(out.Services); n > 0 && out.Services[n-1].Host == p.Host {
			out.Services[n-1].Attempts = append(out.Services[n-1].Attempts, a)
			continue
		}
		out.Services = append(out.Services, fact.Service{Protocol: spokenOn(p.Port()), Host: p.Host, Port: p.Port(),
			Security: fact.None, Source: fact.SourceUser, Attempts: []fact.Attempt{a}})
	}
	if len(set.Paths) == 0 && len(set.Names) > 0 {
		out.Services = []fact.Service{{Protocol: fact.IMAP, Host: set.Names[0].Host, Port: portOf(set.Run.Target),
			Security: fact.None, Source: fact.SourceUser}}
	}
	return &out
}

// wayFailure is how a connection along a way that does not reach an open port fails.
func wayFailure(w *route.Way) *fact.Failure {
	f := &fact.Failure{Stage: fact.StageTCP, Class: fact.TimedOut, Op: "connect", AfterMS: w.Path.DurationMS}
	switch {
	case w.Path.Failure != nil:
		f.Class, f.Raw, f.AfterMS = w.Path.Failure.Class, w.Path.Failure.Raw, w.Path.Failure.AfterMS
	case w.End == route.Reset:
		f.Class, f.AfterMS = fact.Refused, w.Trip.Median
	case w.End == route.Forbidden, w.End == route.Unreachable:
		f.Class, f.AfterMS = fact.HostUnreachable, w.Answer.MS
	}
	return f
}

// spokenOn is the protocol that a port is known for.
func spokenOn(port int) fact.Protocol {
	switch port {
	case 995, 110:
		return fact.POP3
	case 465, 587, 25:
		return fact.SMTP
	}
	return fact.IMAP
}

// target is the place that a way leads to, as people name it.
func target(w *route.Way) string {
	s := fact.Service{Host: w.Path.Host, Port: w.Path.Port()}
	if s.Host == "" {
		s.Host = w.Path.Addr().String()
	}
	return endpoint(&s)
}

// hopName is "hop 3, 203.0.113.2".
func hopName(n int, addr string) lang.Text {
	if addr == "" {
		return lang.T("hop {n}", "第 {n} 跳").With("n", n)
	}
	return lang.T("hop {n}, {addr}", "第 {n} 跳 {addr}").With("n", n, "addr", addr)
}

// hopAt names a hop of a way, with the name of its router.
func hopAt(w *route.Way, ttl int) lang.Text {
	if ttl < 1 || ttl > len(w.Hops) {
		return hopName(ttl, "")
	}
	h := &w.Hops[ttl-1]
	if h.Name == "" {
		return hopName(ttl, h.Addr())
	}
	return hopName(ttl, h.Addr()+" ("+h.Name+")")
}

// wayLine tells how a way ends: one line of evidence.
func wayLine(w *route.Way) lang.Text {
	var text lang.Text
	switch w.End {
	case route.Open:
		text = lang.T("path to {ip}, port {port}: the server answers at {hop}, after {time}", "到 {ip} {port} 端口的路径：服务器在{hop}，{time}后应答")
	case route.Reset:
		text = lang.T("path to {ip}, port {port}: the connection is refused at {hop}, after {time}", "到 {ip} {port} 端口的路径：在{hop}被拒绝，用时 {time}")
	case route.Forbidden:
		text = lang.T("path to {ip}, port {port}: {hop} answers that this connection is not allowed (ICMP type {type} code {code})", "到 {ip} {port} 端口的路径：{hop} 回应说不允许这个连接（ICMP 类型 {type} 代码 {code}）")
	case route.Unreachable:
		text = lang.T("path to {ip}, port {port}: {hop} answers that it knows no way on (ICMP type {type} code {code})", "到 {ip} {port} 端口的路径：{hop} 回应说不知道怎么继续走（ICMP 类型 {type} 代码 {code}）")
	case route.Loop:
		text = lang.T("path to {ip}, port {port}: it goes round in circles by way of {around}", "到 {ip} {port} 端口的路径：在 {around} 一带兜圈子")
	default:
		text = lang.T("path to {ip}, port {port}: it ends after {hop}; nothing comes back from beyond", "到 {ip} {port} 端口的路径：到{hop}为止，再往后没有任何回应")
		if w.EndAt == 0 {
			text = lang.T("path to {ip}, port {port}: not one router answers", "到 {ip} {port} 端口的路径：没有一个路由器有回应")
		}
	}
	place := hopName(w.EndAt, w.By)
	if w.Reached() {
		place = hopName(w.EndAt, "")
	}
	typ, code := "", ""
	if w.Answer != nil {
		typ, code = strconv.Itoa(w.Answer.Type), strconv.Itoa(w.Answer.Code)
	}
	return text.With("ip", w.Path.Addr(), "port", w.Path.Port(), "hop", place, "time", took(w.Trip.Median),
		"type", typ, "code", code, "around", names(w.Around...))
}

// segmentName is whose part of the network a stretch is, as in "in {segment}".
func segmentName(s *route.Segment) lang.Text {
	var text lang.Text
	switch {
	case s == nil:
		return lang.T("an unknown part of the network", "不明网段")
	case s.Kind == route.Gateway:
		text = lang.T("your own router", "你自己的路由器")
	case s.Kind == route.Local:
		text = lang.T("the local or company network", "本地或公司网络")
	case s.Kind == route.Access:
		text = lang.T("your internet provider's network", "你的宽带运营商网络")
	case s.Kind == route.LongHaul:
		text = lang.T("the networks between your provider and the mail provider", "运营商与邮箱服务商之间的骨干网")
	default:
		text = lang.T("the mail provider's network", "邮箱服务商的网络")
	}
	if s.Name == "" {
		return text
	}
	return lang.T("{segment} ({name})", "{segment}（{name}）").With("segment", text, "name", s.Name)
}

// fixSegment tells who can repair a stretch of the network, and what to tell them.
func fixSegment(s *route.Segment, what lang.Text) lang.Text {
	if s == nil {
		s = &route.Segment{Kind: route.LongHaul}
	}
	switch s.Kind {
	case route.Gateway, route.Local:
		return lang.T("This lies in your own network: restart the router, try a cable in place of Wi-Fi, or ask whoever runs the network. Tell them: {what}.",
			"问题在你自己的网络里：重启路由器，用网线代替 Wi-Fi 试试，或者找管理网络的人，并告诉他：{what}。").With("what", what)
	case route.MailProvider:
		return lang.T("Tell the support of your mail provider: {what}.", "请告诉邮箱服务商的客服：{what}。").With("what", what)
	}
	return lang.T("Tell your internet provider, or whoever runs the network that you are in: {what}.",
		"请告诉宽带运营商，或你所在网络的管理员：{what}。").With("what", what)
}

// behind says whether two addresses stand in different networks, so that what is lost on the way to both is lost before them.
func behind(a, b netip.Addr) bool {
	bits := 24
	if a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	return err == nil && a.Is4() == b.Is4() && !p.Contains(b)
}

// forEveryPort says whether no port of the address that was looked at is reached, and at least two were.
func (c *Case) forEveryPort(ip netip.Addr) bool {
	all := c.waysTo(ip)
	return len(all) > 1 && !slices.ContainsFunc(all, (*route.Way).Reached)
}

// beyondGateway says whether a router behind this PC's own has answered: then this PC is online.
func (c *Case) beyondGateway() bool {
	return slices.ContainsFunc(c.ways(func(*fact.Path) bool { return true }), func(w *route.Way) bool { return w.EndAt > 1 })
}
