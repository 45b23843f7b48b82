package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var delayHop = &Cause{
	Code: "delay.hop", Stage: fact.StageService, Severity: Warning,
	Title: lang.T("A server on the way held the message", "邮件在途中某台服务器上停留了很久"),
	Means: lang.T(
		"Every server that takes a message writes a line with its own time. Between two of these lines more than five minutes passed: the server of the earlier line held the message, because it was busy, scanned it, or could not reach the next one and tried again later. Whoever runs that server can see in its log what it waited for. It is told from greylisting by the lack of a greylisting filter's own note, and from a wrong clock by the other lines, which agree with these two.",
		"每台经手的服务器都会在邮件头里写一行并记下时间。如果相邻两行相差五分钟以上，邮件就是停在了前一台服务器上：它太忙、在做扫描，或者连不上下一台、过后才重试成功。管理这台服务器的人能在日志里查到原因。没有灰名单过滤器留下的记录，所以不算灰名单；其他各行的时间与这两行吻合，所以也不是时钟错了。"),
	Says: []Says{
		{Words: []string{"could not send message for past|has been delayed|delivery is delayed|delivery delayed|delivery of your message is delayed|message delayed|will keep trying|will continue to try|will be retried|still being tried|no action is required on your part|you do not need to resend"},
			Confidence: Likely, Alternatives: []string{"send.remote-unreachable", "receive.sender-gave-up"}, Source: "RFC 3464 section 2.3.3 (action: delayed), " + srcSendmail},
		{Words: []string{"邮件延迟|投递延迟|发送延迟|延迟投递|仍在尝试|继续尝试投递|等待重试"}, Confidence: Likely, Alternatives: []string{"send.remote-unreachable"}, Source: srcQQHelp},
		{Words: []string{"邮件很慢|很久才收到|很久才到|过了很久才|收信延迟|收到很晚|晚了几个小时|arrives late|arrived late|came late|hours late|takes hours to arrive"}, Confidence: Possible,
			Alternatives: []string{"delay.sender", "delay.greylist", "delay.clock-skew"}, Source: "seed: hosting provider's list, late mail"},
	},
	Find: findDelayHop,
}

func findDelayHop(c *Case) []Finding {
	if c.Message == nil {
		return nil
	}
	r := c.route()
	var out []Finding
	for i, leg := range r.Legs {
		if !leg.Known || leg.Delay < late || leg.From < 0 || c.greyedAt(i) {
			continue
		}
		from, to := stretch(c, &r, i)
		f := Finding{
			Subject: holder(&r, i).In(lang.EN),
			Summary: lang.T("{server} held the message for {time}: from {from} until {to}, when {next} took it.",
				"邮件在 {server} 上停留了 {time}：从 {from} 到 {to}，之后才被 {next} 接收。").With(
				"server", holder(&r, i), "time", lasting(leg.Delay), "from", from, "to", to, "next", receiver(&r, i)),
			Fixes: []lang.Text{
				lang.T("Send the header lines of this message to whoever runs {server}, with the two times above: its log tells what it waited for.",
					"把这封邮件的邮件头连同上面两个时间发给管理 {server} 的人，他们的日志能查到当时在等什么。").With("server", holder(&r, i)),
				lang.T("Nothing is to be changed on the sender's or the recipient's PC: the message was already on its way.",
					"发件人和收件人的电脑都不用改：当时邮件已经在路上了。"),
			},
			Evidence: []lang.Text{c.relayLine(leg.From, r.Legs[leg.From].Hop), c.relayLine(i, leg.Hop)},
		}
		if i-leg.From > 1 {
			f.Evidence = append(f.Evidence, lang.T("The lines between these two have no time that can be used, so any of the servers between may have held it.",
				"这两行之间的其他行没有可用的时间，所以也可能停在中间的某台服务器上。"))
			f.Confidence = Likely
		}
		if leg.Delay < 2*60*late/5 && c.crosses(&r, i) {
			f.alternative("delay.greylist")
		}
		out = append(out, f)
	}
	return out
}

// relayLine quotes one Received line in short.
func (c *Case) relayLine(i int, h *fact.Relay) lang.Text {
	when := lang.T("no time that can be read", "没有可读的时间")
	if h.Time != nil {
		when = lang.Same(clock(h.Time.Time))
	}
	from := orElse(h.Name+h.From, lang.T("somebody", "某台主机"))
	if h.Name != "" {
		from = lang.Same(h.Name)
	}
	return lang.T("line {n} (1 is the oldest): {by} took it from {from} at {when}", "第 {n} 行（1 为最早）：{by} 从 {from} 接收，时间 {when}").With(
		"n", i+1, "by", orElse(h.By, lang.T("a server", "一台服务器")), "from", from, "when", when)
}
