package report

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"maildiag/report/cause"
	"maildiag/report/explain"
	"maildiag/report/lang"
	"maildiag/report/received"
)

// The documents of commands that read a text and measure nothing: `headers` and `explain`.

// offline makes the page of such a document out of that of a run.
func offline(p *Page, r *Report, l lang.Lang) {
	switch {
	case r.Facts.Message != nil:
		p.way(r, l)
	case len(r.Facts.Said) > 0:
		p.told(r, l)
	}
}

// way shows the way of a message, a line a hop, the oldest first.
func (p *Page) way(r *Report, l lang.Lang) {
	route := received.Work(r.Facts.Message)
	p.Title, p.Effect, p.Help, p.Notes = lang.Same("maildiag "+r.Tool.Version).In(l), "", nil, nil
	p.Columns = []string{textHopFrom.In(l), textHopEncrypted.In(l), textHopTime.In(l), textHopDelay.In(l)}
	p.Rows = nil
	longest := time.Second
	for _, leg := range route.Legs {
		longest = max(longest, leg.Delay)
	}
	for i, leg := range route.Legs {
		p.Rows = append(p.Rows, hopRow(i, leg, longest, l))
	}
	if n := r.Facts.Message.Left; n > 0 {
		p.Notes = append(p.Notes, textHopsLeft.With("n", n).In(l))
	}
	total := textTotalUnknown
	if route.Known {
		total = textTotal.With("time", lasting(route.Total))
		if i := slowest(&route); i >= 0 {
			server := lang.Same(route.Server(i))
			if route.Legs[i].From < 0 {
				server = textSendersSide
			}
			total = textTotalMost.With("time", lasting(route.Total), "part", lasting(route.Legs[i].Delay), "server", server)
		}
	}
	if len(route.Legs) == 0 {
		total = textNoHops
	}
	if r.Verdict.Status == cause.StatusOK {
		p.Headline, p.Remarks = Line{MarkOK, textWayWell.In(l)}, []string{total.In(l)}
	} else {
		p.Notes = append(p.Notes, total.In(l))
	}
	if checks := checkSummary(r); checks != "" {
		p.Notes = append(p.Notes, textChecks.With("checks", checks).In(l))
	}
}

// slowest is the leg that took most of the way, where it stands out; -1: none.
func slowest(r *received.Route) int {
	best := -1
	for i, leg := range r.Legs {
		if leg.Known && leg.Delay >= 5*time.Second && 2*leg.Delay > r.Total {
			best = i
		}
	}
	return best
}

func hopRow(i int, leg received.Leg, longest time.Duration, l lang.Lang) Row {
	by := leg.Hop.By
	if by == "" {
		by = "?"
	}
	row := Row{Protocol: fmt.Sprint(i + 1), Where: clip(by, 44)}
	from := leg.Hop.Name
	for _, other := range []string{leg.Hop.From, leg.Hop.IP} {
		if from == "" {
			from = other
		}
	}
	row.Cells = append(row.Cells, Cell{MarkNone, clip(from, 44)})
	crypt := Cell{MarkNone, leg.Hop.With}
	switch {
	case leg.Hop.TLS == "yes":
		crypt.Mark = MarkOK
	case leg.Hop.TLS != "":
		crypt = Cell{MarkOK, strings.TrimSpace(leg.Hop.With + " " + leg.Hop.TLS)}
	case inClear(leg.Hop.With) && leg.Hop.IP != "" && !local(leg.Hop.IP):
		crypt.Mark = MarkWarn
	}
	row.Cells = append(row.Cells, crypt)
	when := Cell{MarkUnknown, ""}
	if !leg.Time.IsZero() {
		when = Cell{MarkOK, leg.Time.UTC().Format("2006-01-02 15:04:05")}
	}
	if leg.Guessed {
		when.Mark = MarkUnknown
	} else if leg.Off != 0 {
		when.Mark = MarkWarn
	}
	row.Cells = append(row.Cells, when)
	delay := Cell{MarkUnknown, ""}
	if leg.Known {
		mark := MarkOK
		if leg.Delay >= 5*time.Minute {
			mark = MarkBad
		} else if leg.Delay >= time.Minute {
			mark = MarkWarn
		}
		text := short(leg.Delay)
		bar := int(20 * min(max(leg.Delay.Seconds()/longest.Seconds(), 0), 1)) // as floats: a forged date may be centuries off
		delay = Cell{mark, strings.TrimRight(text+strings.Repeat(" ", max(10-utf8.RuneCountInString(text), 1))+strings.Repeat("#", bar), " ")}
	} else if i == 0 && leg.Off == 0 && !leg.Time.IsZero() {
		delay = Cell{MarkNone, ""}
	}
	row.Cells = append(row.Cells, delay)
	return row
}

// inClear: a protocol between servers without TLS. What a server does within itself is not meant.
func inClear(with string) bool { return with == "SMTP" || with == "ESMTP" || with == "ESMTPA" }

func local(ip string) bool {
	return strings.HasPrefix(ip, "127.") || ip == "::1" || strings.HasPrefix(ip, "10.") || strings.HasPrefix(ip, "192.168.") || strings.HasPrefix(ip, "fe80:")
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// short writes a delay for the table.
func short(d time.Duration) string {
	d = d.Round(time.Second)
	switch h := int(d.Hours()); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%dm %02ds", int(d.Minutes()), int(d.Seconds())%60)
	case h < 48:
		return fmt.Sprintf("%dh %02dm", h, int(d.Minutes())%60)
	default:
		return fmt.Sprintf("%dd %02dh", h/24, h%24)
	}
}

func lasting(d time.Duration) lang.Text { return lang.Same(short(d)) }

// checkSummary lists what the receiving servers found of SPF, DKIM and DMARC.
func checkSummary(r *Report) string {
	var out []string
	seen := map[string]bool{}
	for _, c := range r.Facts.Message.Checks {
		word := strings.ToUpper(c.Method) + " " + c.Result
		if c.Domain != "" {
			word += " (" + clip(c.Domain, 60) + ")"
		}
		if !seen[word] && c.Method != "compauth" && len(out) < 8 {
			seen[word] = true
			out = append(out, word)
		}
	}
	return strings.Join(out, ", ")
}

// told is the page of what a text says.
func (p *Page) told(r *Report, l lang.Lang) {
	p.Title, p.Effect = "maildiag "+r.Tool.Version, ""
	p.Help = nil
	for i := range r.Verdict.Causes {
		c := &r.Verdict.Causes[i]
		c.Actor = cause.ActorOf(c.Code)
		p.Causes[i].Summary += lang.T(" ", "").In(l) + textActor.With("who", actorNames[c.Actor]).In(l)
		p.Causes[i].Root = p.Causes[i].Root || i == 0
	}
	switch r.Verdict.Status {
	case cause.StatusOK:
		notice := textNoErrorFound
		for _, s := range r.Facts.Said {
			if t, ok := noticeTexts[s.Kind]; ok {
				notice = t
				break
			}
		}
		p.Headline, p.Remarks = Line{MarkOK, notice.In(l)}, nil
	case cause.StatusUnknown:
		r.Verdict.Perhaps = perhaps(r, l)
		p.Headline, p.Remarks = Line{MarkUnknown, textNotRecognised.In(l)}, nil
		for i, near := range r.Verdict.Perhaps {
			if i == 0 {
				p.Remarks = append(p.Remarks, textNearest.In(l))
			}
			p.Remarks = append(p.Remarks, textPerhaps.With("title", near.Summary, "code", near.Code).In(l))
		}
		p.Help = in(l, whatToSend)
	}
}

// perhaps are the causes whose words are nearest to a text that is not known.
func perhaps(r *Report, l lang.Lang) []Cause {
	text := ""
	for _, s := range r.Facts.Said {
		if text += " " + s.Text; len(text) > 4<<10 {
			break
		}
	}
	var out []Cause
	for _, c := range explain.Nearest(text) {
		out = append(out, Cause{Code: c.Code, Stage: c.Stage, Severity: c.Severity, Summary: c.Title.In(l), Fixes: []string{}, Evidence: []string{}, Confidence: cause.Possible})
	}
	return out
}
