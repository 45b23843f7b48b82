package cause

import (
	"time"

	"maildiag/report/lang"
	"maildiag/report/received"
)

// What the delay.* causes share.

// late is from when on a delay is one (contract).
const late = 5 * time.Minute

// route works out the way of the message whose header was read.
func (c *Case) route() received.Route { return received.Work(c.Message) }

// lasting is a duration for people, in two units at most.
func lasting(d time.Duration) lang.Text {
	d = d.Abs().Round(time.Second)
	switch h := int(d.Hours()); {
	case d < time.Minute:
		return lang.T("{s} s", "{s} 秒").With("s", int(d.Seconds()))
	case d < time.Hour:
		return lang.T("{m} min {s} s", "{m} 分 {s} 秒").With("m", int(d.Minutes()), "s", int(d.Seconds())%60)
	case h < 48:
		return lang.T("{h} h {m} min", "{h} 小时 {m} 分").With("h", h, "m", int(d.Minutes())%60)
	default:
		return lang.T("{d} days {h} h", "{d} 天 {h} 小时").With("d", h/24, "h", h%24)
	}
}

// clock is a moment of a header for people.
func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 MST") }

// stretch names the two times of a leg.
func stretch(c *Case, r *received.Route, i int) (from, to string) {
	leg := r.Legs[i]
	if leg.From >= 0 {
		return clock(r.Legs[leg.From].Time), clock(leg.Time)
	}
	return clock(c.Message.Date.Time), clock(leg.Time)
}

// receiver is the server at the receiving end of a leg.
func receiver(r *received.Route, i int) lang.Text {
	if by := r.Legs[i].Hop.By; by != "" {
		return lang.Same(by)
	}
	return lang.T("server no. {n}", "第 {n} 台服务器").With("n", i+1)
}

// holder is the server at the sending end of a leg.
func holder(r *received.Route, i int) lang.Text {
	if name := r.Server(i); name != "" {
		return lang.Same(name)
	}
	return lang.T("the server before {next}", "{next} 之前的服务器").With("next", receiver(r, i))
}
