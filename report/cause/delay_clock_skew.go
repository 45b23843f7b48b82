package cause

import (
	"time"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var delayClockSkew = &Cause{
	Code: "delay.clock-skew", Stage: fact.StageService, Severity: Info,
	Title: lang.T("A server's clock is wrong: the delay shown is not real", "有一台服务器时间不准：显示的延迟不是真的"),
	Means: lang.T(
		"The times of the Received lines contradict each other: the message would have arrived before it was sent. The clock that disagrees with all others is off, and the delays at this hop, also those that the mail program shows, are not real. The delays of the other hops are worked out without it. It does no harm to the message; log files and anti-spam rules of that server suffer.",
		"各行 Received 的时间互相矛盾：按它们算，邮件还没发出就到了。与其他时间都对不上的那个时钟是错的，这一段（包括邮件客户端里显示的）延迟不是真的。其他各段的延迟已经撇开它来计算。对邮件本身没有影响，但那台服务器的日志和反垃圾规则会受影响。"),
	Find: findClockSkew,
}

// skewed is from when on a clock is worth a word.
const skewed = 2 * time.Minute

func findClockSkew(c *Case) []Finding {
	if c.Message == nil {
		return nil
	}
	r := c.route()
	var out []Finding
	add := func(who lang.Text, off time.Duration, line lang.Text) {
		f := Finding{
			Subject: who.In(lang.EN),
			Summary: lang.T("The clock of {who} is {time} {way}. The delay that this makes appear is not real.",
				"{who} 的时钟{way} {time}，由此显示出来的延迟不是真的。").With("who", who, "time", lasting(roughly(off)), "way", ahead(off)),
			Fixes: []lang.Text{lang.T("Tell whoever runs {who} to set its clock by a time server (NTP). The message itself is not affected.",
				"请管理 {who} 的人用时间服务器（NTP）校准时间。邮件本身不受影响。").With("who", who)},
			Evidence: []lang.Text{line},
		}
		if rest := off.Abs() % time.Hour; off.Abs() > 30*time.Minute && (rest < 2*time.Minute || rest > 58*time.Minute) {
			f.Evidence = append(f.Evidence, lang.T("The difference is a whole number of hours: most likely its time zone is set wrong.", "相差正好是整小时：多半是时区设错了。"))
		}
		out = append(out, f)
	}
	if off := r.SenderOff(c.Message); off >= skewed {
		add(lang.T("the sender's PC", "发件人的电脑"), off, lang.T("Date field: {when}, later than the first server's time", "Date 字段：{when}，比第一台服务器的时间还晚").With("when", clock(c.Message.Date.Time)))
	}
	for i, leg := range r.Legs {
		if leg.Off.Abs() >= skewed {
			add(receiver(&r, i), leg.Off, c.relayLine(i, leg.Hop))
		}
	}
	return out
}

func ahead(off time.Duration) lang.Text {
	if off > 0 {
		return lang.T("fast", "快了")
	}
	return lang.T("slow", "慢了")
}

// roughly leaves out the seconds of a large difference: the neighbours bound it, and do not tell it exactly.
func roughly(d time.Duration) time.Duration {
	if d.Abs() > 10*time.Minute {
		return d.Round(time.Minute)
	}
	return d
}
