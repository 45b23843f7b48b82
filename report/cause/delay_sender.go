package cause

import (
	"time"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var delaySender = &Cause{
	Code: "delay.sender", Stage: fact.StageClient, Severity: Warning,
	Title: lang.T("The message left the sender late", "邮件很晚才从发件人那里发出"),
	Means: lang.T(
		"The Date field says when the message was written; the first server took it over five minutes later. It lay in the sender's outbox meanwhile: the mail program was set to send later or at intervals, the PC slept or was offline, or sending failed at first. The servers are not to blame. A sender's PC whose clock is slow looks the same.",
		"邮件头的 Date 是写好邮件的时间，而第一台服务器晚了五分钟以上才收到。这段时间邮件还在发件人的发件箱里：客户端设了定时发送、电脑休眠或断网，或者第一次没发出去。不怪服务器。发件人电脑的时钟慢了，看起来也是这样。"),
	Says: []Says{
		{Words: []string{"stuck in outbox|stuck in the outbox|stays in the outbox|remains in the outbox|still in the outbox|留在发件箱|一直在发件箱|停在发件箱|卡在发件箱|发件箱里发不出去"}, Confidence: Likely,
			Alternatives: []string{"client.offline", "client.store-damaged"}, Source: "seed: late mail"},
	},
	Find: findDelaySender,
}

func findDelaySender(c *Case) []Finding {
	if c.Message == nil {
		return nil
	}
	r := c.route()
	for i, leg := range r.Legs {
		if !leg.Known || leg.From >= 0 || leg.Delay < late {
			continue
		}
		from, to := stretch(c, &r, i)
		f := Finding{
			Subject: receiver(&r, i).In(lang.EN),
			Summary: lang.T("The message was written at {from}, and the first server took it {time} later, at {to}: it lay in the sender's outbox.",
				"邮件写于 {from}，第一台服务器在 {time} 之后（{to}）才收到：这段时间邮件还在发件人的发件箱里。").With("from", from, "to", to, "time", lasting(leg.Delay)),
			Fixes: []lang.Text{
				lang.T("Ask the sender whether the PC was offline or asleep, or the program was set to send later; and to look into the outbox.",
					"请发件人看一下：当时电脑是否断网、休眠，客户端有没有设定时发送，发件箱里有没有积压。"),
				lang.T("The sender's PC may simply have a slow clock: compare it with a phone.", "也可能只是发件人电脑的时间慢了：和手机时间对一下。"),
			},
			Evidence: []lang.Text{
				lang.T("Date field: {when}", "Date 字段：{when}").With("when", from), c.relayLine(i, leg.Hop)},
		}
		f.alternative("delay.clock-skew")
		if i > 0 {
			f.Evidence = append(f.Evidence, lang.T("The lines before this one have no time that can be used, so a server before it may have held the message too.",
				"这一行之前的各行没有可用的时间，也可能停在更早的某台服务器上。"))
			f.alternative("delay.hop")
		}
		if leg.Delay%time.Hour < time.Minute && leg.Delay <= 14*time.Hour {
			f.Evidence = append(f.Evidence, lang.T("The difference is a whole number of hours: a wrong time zone on the sender's PC makes just that.",
				"相差正好是整小时：发件人电脑时区设错时就是这样。"))
			f.Confidence = Possible
		}
		return []Finding{f}
	}
	return nil
}
