package cause

import (
	"strings"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/received"
)

var delayGreylist = &Cause{
	Code: "delay.greylist", Stage: fact.StageService, Severity: Warning,
	Title: lang.T("The receiving side put off a first contact (greylisting)", "收件方对首次来信做了延迟（灰名单）"),
	Means: lang.T(
		"A receiving server with greylisting answers the first message of a sender it does not know with “try again later”, since spam programs do not come back and real servers do. The sending server tries again after some minutes, and from then on its mail passes at once. Nothing is broken. If the sender's system changes its address at every try, as some cloud services do, the wait can become long: the receiving administrator can put it on the whitelist.",
		"开启灰名单的收件服务器会对陌生发件方的第一封信回答“稍后再试”：群发垃圾邮件的程序通常不会再来，正规服务器过几分钟会重投。重投成功后，以后的来信就不再延迟。这不是故障。如果发件方每次换一个 IP 重试（某些云服务如此），等待会比较久，可以请收件方管理员加白名单。"),
	Says: []Says{
		{Words: []string{"greylist*|graylist*|grey-list*|gray-list*|greylisting in action|灰名单"}, Confidence: Certain, Source: "RFC 6647, " + srcSendmail},
		{Words: []string{"greylisting in action|greylist*|graylist*|grey-list*|gray-list*", "later|again|minutes|seconds|temporar*|retry|action|put off"}, Confidence: Certain, Source: "RFC 6647, " + srcSendmail},
		{Words: []string{"not whitelisted by this recipient"}, Alternatives: []string{"send.policy-rejected"}, Source: srcCourier},
		{Words: []string{"first contact|first time sender", "later|retry|again"}, Source: "RFC 6647"},
	},
	Find: findDelayGreylist,
}

func findDelayGreylist(c *Case) []Finding {
	if c.Message == nil || c.Message.Greyed == nil {
		return nil
	}
	r := c.route()
	i, waited := c.greyedLeg(&r)
	if waited < late {
		return nil
	}
	f := Finding{
		Summary: lang.T("The receiving side's greylisting put the message off for {time}. This happens at a sender's first contact only.",
			"收件方的灰名单把这封邮件推迟了 {time}。只有首次来信才会这样。").With("time", lasting(waited)),
		Fixes: []lang.Text{
			lang.T("Nothing is broken: the next messages of this sender will pass at once.", "不是故障：同一发件人之后的邮件会立即送达。"),
			lang.T("If it happens again and again with the same sender, ask the recipient's administrator to put the sender's server on the greylisting whitelist.",
				"如果同一发件人的邮件每次都被推迟，请收件方管理员把对方服务器加入灰名单的白名单。"),
		},
		Evidence: []lang.Text{lang.T("the filter's own note: {raw}", "过滤器自己的记录：{raw}").With("raw", quoted(c.Message.Greyed.Raw))},
	}
	if i >= 0 {
		f.Subject = receiver(&r, i).In(lang.EN)
		f.Evidence = append(f.Evidence, c.relayLine(i, r.Legs[i].Hop))
	}
	return []Finding{f}
}

// greyedLeg is the leg that a greylisting filter put off, and for how long; -1: the lines do not show it.
func (c *Case) greyedLeg(r *received.Route) (int, time.Duration) {
	g := c.Message.Greyed
	said := time.Duration(g.Seconds * float64(time.Second))
	best := -1
	for i, leg := range r.Legs {
		named := leg.Hop.By != "" && strings.Contains(strings.ToLower(g.Raw), strings.ToLower(leg.Hop.By))
		if !leg.Known || leg.Delay < said-tolerated(said) {
			continue
		}
		if named {
			return i, max(said, leg.Delay)
		}
		if best < 0 || leg.Delay > r.Legs[best].Delay {
			best = i
		}
	}
	if best >= 0 {
		return best, max(said, r.Legs[best].Delay)
	}
	return -1, said
}

// tolerated is by how much the filter's count and the lines' times may differ.
func tolerated(d time.Duration) time.Duration { return max(d/10, time.Minute) }

// greyedAt says whether a greylisting filter's note explains the delay of a leg.
func (c *Case) greyedAt(i int) bool {
	if c.Message.Greyed == nil {
		return false
	}
	r := c.route()
	at, waited := c.greyedLeg(&r)
	return at == i && waited >= late
}

// crosses says whether the two ends of a leg belong to different domains.
func (c *Case) crosses(r *received.Route, i int) bool {
	from, by := r.Server(i), r.Legs[i].Hop.By
	return from != "" && by != "" && orgOf(from) != orgOf(by)
}

// orgOf is the last two labels of a name, three where the second is a short one ("com.cn", "co.uk").
func orgOf(host string) string {
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(host, ".")), ".")
	n := len(labels)
	if n <= 2 {
		return strings.Join(labels, ".")
	}
	if len(labels[n-1]) == 2 && len(labels[n-2]) <= 3 {
		return strings.Join(labels[n-3:], ".")
	}
	return strings.Join(labels[n-2:], ".")
}
