package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var serviceNoGreeting = &Cause{
	Code:     "service.no-greeting",
	Stage:    fact.StageService,
	Severity: Error,
	Title:    lang.T("The server does not greet", "服务器没有问候语"),
	Means: lang.T(
		"A mail server speaks first: within seconds of the connection it greets. This one lets the connection open and says nothing for 20 seconds, hangs up, or begins a greeting and never ends it. The server is overloaded or hung, waits for something behind it, or a proxy in front of it (or on this PC) accepted a connection that leads nowhere. A server that tests its callers may take up to 15 seconds, and that is healthy. Where the port turns out to want TLS, that is another cause.",
		"邮件服务器总是先开口：连上几秒内就会发问候语。这台服务器接受了连接，却 20 秒一言不发、直接挂断，或者问候语只说了开头就没下文。可能是服务器过载或卡死、在等后端，或者它前面（或本机上）的代理接受了一个不通向任何地方的连接。有的服务器会故意晚 15 秒以内才应答，这是正常的。如果发现端口其实要求 TLS，那是另一种原因。"),
	Fault:    "imap.greeting=silent",
	NearMiss: "smtp.greeting=slow:12",
	Find:     findNoGreeting,
}

func findNoGreeting(c *Case) []Finding {
	var silent []*Failure
	for _, f := range c.known(fact.StageService) {
		if f.Attempt == nil || f.Failure == nil || f.Failure.Op != "greeting" {
			continue
		}
		switch f.Class() {
		case fact.TimedOut, fact.EOF, fact.Reset, fact.TooMuch:
			silent = append(silent, f)
		}
	}
	var out []Finding
	for _, group := range grouped(silent, sameHost) {
		out = append(out, c.noGreeting(group))
	}
	return out
}

func (c *Case) noGreeting(group []*Failure) Finding {
	first := group[0].Failure
	f := c.finding(group)
	f.Summary = lang.T("{services} accepts the connection, but the mail server behind it says nothing for {time}.", "{services} 接受了连接，但后面的邮件服务器 {time}一言不发。")
	switch {
	case first.Class == fact.TooMuch:
		f.Summary = lang.T("{services} accepts the connection, and its greeting has no end.", "{services} 接受了连接，但它的问候语没完没了。")
	case first.Class != fact.TimedOut:
		f.Summary = lang.T("{services} accepts the connection and hangs up before it has greeted.", "{services} 接受了连接，但还没打招呼就挂断了。")
	case first.Bytes > 0:
		f.Summary = lang.T("{services} accepts the connection and begins a greeting, but does not end it within {time}.", "{services} 接受了连接，问候语开了个头，但 {time}内没有说完。")
	}
	f.Summary = f.Summary.With("services", services(group), "time", took(first.AfterMS))
	f.Fixes = append(c.fixMeanwhile(group),
		lang.T("Wait ten minutes and try again: an overloaded server behaves like this.", "等十分钟再试：服务器过载时就会这样。"),
		fixServerAdmin(hosts(group), lang.T("why port {ports} accepts connections and does not greet", "查一查 {ports} 端口为什么接受连接却没有问候语").With("ports", ports(group))),
		fixHotspot(lang.T("a proxy or security program on this PC or in your network takes the connection: except {hosts} there", "说明本机或你所在网络的代理、安全软件截住了连接：把 {hosts} 加入例外").With("hosts", hosts(group)),
			lang.T("it is the server", "说明问题在服务器")))
	for _, s := range c.servicesOf(group) {
		for i := range s.Compared {
			f.Evidence = append(f.Evidence, c.walkLine(s, &s.Compared[i]))
		}
	}
	c.doubt(&f)
	return f
}
