package explain

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
	"maildiag/report/pattern"
)

// notHeard are numbers beside an error that are no part of it: ports, line numbers, sizes.
var notHeard = pattern.New(`(?i)\b(?:port|端口)\s*(?:\([^)]*\))?\s*[:=：]?\s*\d{2,5}\b|端口\s*[:：]?\s*\d{2,5}`)

const quoteSigns = " \t\"'“”‘’「『《(（"

var (
	lead    = pattern.New(`(?i)^(?:error|server error|server response|server reply|错误|报错|提示|服务器返回|服务器响应)\s*[:：]\s*`)
	answers = pattern.New(`^(?:[45]\d\d(?:[ -]|$)|NO |BAD |BYE |-ERR)`)
)

// bareAnswer takes off what people and programs put before a server's words, so that its code stands at the start.
func bareAnswer(text string) string {
	text = strings.TrimLeft(text, quoteSigns)
	if at := lead.FindStringIndex(text); at != nil {
		if rest := strings.TrimLeft(text[at[1]:], quoteSigns); answers.MatchString(rest) {
			return rest
		}
	}
	return text
}

// judge tells what a text means, best first. Hints are more words of the same piece: they are asked where the text itself
// has no telling words, and decide against a mere number.
func judge(text string, hints []string) []cause.Meaning { return judgeAt(text, hints, "") }

func judgeAt(text string, hints []string, stage fact.Stage) []cause.Meaning {
	text = bareAnswer(notHeard.ReplaceAllString(text, " "))
	protocol := protocolOf(text)
	ms := cause.SeenAt(text, stage, protocol)
	if len(ms) > 0 && ms[0].Telling() {
		return ms
	}
	for _, h := range hints {
		if more := cause.SeenAt(notHeard.ReplaceAllString(h, " "), stage, protocol); len(more) > 0 && more[0].Telling() {
			return merge(more, ms)
		}
	}
	if len(ms) > 0 {
		return ms
	}
	for _, h := range hints {
		if more := cause.SeenAt(notHeard.ReplaceAllString(h, " "), stage, protocol); len(more) > 0 {
			return more
		}
	}
	return byClass(text)
}

// merge puts the second list behind the first, each cause once.
func merge(a, b []cause.Meaning) []cause.Meaning {
	for _, m := range b {
		if !slices.ContainsFunc(a, func(o cause.Meaning) bool { return o.Code == m.Code }) {
			a = append(a, m)
		}
	}
	return a
}

var classCode = pattern.New(`(?:^|[\s:("'>\]])([45])\d\d(?:[ -]|$)|(?:^|[^\d.])([45])\.\d{1,3}\.\d{1,3}(?:[^\d.]|$)`)

// byClass is the last resort: the first digit of a reply.
func byClass(text string) []cause.Meaning {
	m := classCode.FindStringSubmatch(text)
	switch {
	case m == nil:
		return nil
	case m[1]+m[2] == "4":
		return []cause.Meaning{{Code: "service.temporary", Confidence: cause.Possible, Alternatives: []string{"delay.greylist", "send.rate-limited"}}}
	}
	return []cause.Meaning{{Code: "send.policy-rejected", Confidence: cause.Possible, Alternatives: []string{"send.recipient-rejected", "send.content-rejected"}}}
}

var (
	imapSays = pattern.New(`(?i)\bimap\b|^\S+ (?:NO|BAD) `)
	popSays  = pattern.New(`(?i)^-ERR|\bpop3?\b`)
)

// protocolOf is the protocol that a text names; empty: none, or more than one.
func protocolOf(text string) fact.Protocol {
	switch imap, pop := imapSays.MatchString(text), popSays.MatchString(text); {
	case imap && !pop && strings.Contains(text, "[") && !strings.Contains(strings.ToLower(text), "smtp"):
		return fact.IMAP
	case pop && !imap && strings.HasPrefix(text, "-ERR"):
		return fact.POP3
	}
	return ""
}

// Diagnose judges what a text says. It is a pure function of the facts.
func Diagnose(set *fact.Set) cause.Verdict {
	v := cause.Verdict{Status: cause.StatusOK}
	unknown := false
	var groups []*group
	for i := range set.Said {
		s := &set.Said[i]
		if !s.Kind.Failure() {
			continue
		}
		m, ok := meaning(s)
		if !ok {
			unknown = true
			continue
		}
		at := slices.IndexFunc(groups, func(g *group) bool { return g.code == m.Code && g.delayed == late(s) })
		if at < 0 {
			groups = append(groups, &group{code: m.Code, m: m, delayed: late(s)})
			at = len(groups) - 1
		}
		groups[at].add(s, m)
	}
	for _, g := range groups {
		v.Findings = append(v.Findings, g.finding())
	}
	slices.SortStableFunc(v.Findings, func(a, b cause.Finding) int { return severityRank(a.Severity) - severityRank(b.Severity) })
	switch {
	case len(v.Findings) > 0 && v.Findings[0].Severity == cause.Error:
		v.Status = cause.StatusBroken
	case len(v.Findings) > 0:
		v.Status = cause.StatusDegraded
	case unknown:
		v.Status = cause.StatusUnknown
	}
	return v
}

func severityRank(s cause.Severity) int {
	return slices.Index([]cause.Severity{cause.Error, cause.Warning, cause.Info}, s)
}

// late says whether a server still tries to deliver.
func late(s *fact.Said) bool { return s.Action == "delayed" }

// meaning is the best meaning of one piece.
func meaning(s *fact.Said) (cause.Meaning, bool) {
	ms := judge(s.Text, s.Hints)
	if s.Kind == fact.SaidBounce {
		ms = judgeBounce(s)
	}
	if (len(ms) == 0 || !ms[0].Telling() && ms[0].Confidence == cause.Possible) && s.Status != "" {
		digit := "550 "
		if strings.HasPrefix(s.Status, "4") {
			digit = "450 "
		}
		ms = append(cause.Seen(digit+s.Status, ""), ms...)
	}
	if late(s) {
		return delayed(ms), true
	}
	if len(ms) == 0 {
		if s.Kind == fact.SaidBounce {
			ms = byClass(s.Status + " ")
		}
		if len(ms) == 0 {
			return cause.Meaning{}, false
		}
	}
	m := ms[0]
	m.Alternatives = slices.Clone(m.Alternatives)
	for _, other := range ms[1:] {
		if len(m.Alternatives) < 4 && other.Telling() && other.Rank+300 >= m.Rank && !contains(m.Alternatives, other.Code) {
			m.Alternatives = append(m.Alternatives, other.Code)
		}
	}
	if m.Confidence == cause.Certain && len(m.Alternatives) > 0 && m.ByNumber() {
		m.Confidence = cause.Likely
	}
	return m, true
}

// judgeBounce looks first at the answers that a bounce quotes, then at the words around them; all of them are about sending.
func judgeBounce(s *fact.Said) []cause.Meaning {
	quoted := refusals(s.Text)
	for _, h := range s.Hints {
		quoted = append(quoted, refusals(h)...)
	}
	candidates := append(quoted, s.Text)
	candidates = append(candidates, s.Hints...)
	ms := ofSending(judgeAt(candidates[0], candidates[1:], fact.StageSend))
	if len(ms) > 0 && ms[0].Telling() {
		return ms
	}
	if more := judge(candidates[0], candidates[1:]); len(more) > 0 && (len(ms) == 0 || more[0].Telling()) {
		return more
	}
	return ms
}

// ofSending puts what is about a login behind what is about sending, where both have telling words: a bounce is about sending.
func ofSending(ms []cause.Meaning) []cause.Meaning {
	login := func(m cause.Meaning) bool {
		return strings.HasPrefix(m.Code, "auth.") || strings.HasPrefix(m.Code, "mailbox.")
	}
	for i, m := range ms {
		if i > 0 && login(ms[0]) && !login(m) && m.Telling() && m.Rank+2000 > ms[0].Rank {
			return append([]cause.Meaning{m}, slices.Delete(slices.Clone(ms), i, i+1)...)
		}
	}
	return ms
}

// delayed is what a notice means that says that delivery is still being tried: the message is held somewhere. Words that
// name the recipient's own trouble are better.
func delayed(ms []cause.Meaning) cause.Meaning {
	hold := cause.Meaning{Code: "delay.hop", Confidence: cause.Likely, Alternatives: []string{"send.remote-unreachable"}}
	if len(ms) == 0 || !ms[0].Telling() {
		return hold
	}
	switch m := ms[0]; m.Code {
	case "delay.greylist", "delay.hop", "send.mailbox-full", "send.rate-limited", "send.address-blocked", "send.domain-auth-failed", "dns.no-mx", "send.remote-unreachable":
		return m
	default:
		hold.Alternatives = []string{m.Code, "send.remote-unreachable"}
		return hold
	}
}

// group is the pieces of one cause.
type group struct {
	code       string
	m          cause.Meaning
	delayed    bool
	lines      []string
	recipients []string
}

func (g *group) add(s *fact.Said, m cause.Meaning) {
	if m.Rank > g.m.Rank {
		g.m = m
	}
	if !contains(g.lines, s.Line) && s.Line != "" && len(g.lines) < 5 {
		g.lines = append(g.lines, s.Line)
	}
	if s.Recipient != "" && !contains(g.recipients, s.Recipient) {
		g.recipients = append(g.recipients, s.Recipient)
	}
}

func (g *group) finding() cause.Finding {
	known := cause.ByCode(g.code)
	f := cause.Finding{Cause: known, Severity: known.Severity, Confidence: g.m.Confidence, Alternatives: g.m.Alternatives}
	if f.Confidence == "" {
		f.Confidence = cause.Likely
	}
	if g.delayed || strings.HasPrefix(g.code, "delay.") {
		f.Severity = cause.Warning
	}
	if len(g.recipients) > 0 {
		f.Subject = g.recipients[0]
	}
	a := adviceFor(g.code)
	f.Summary, f.Fixes = a.summary, a.fixes
	if len(g.recipients) > 0 {
		f.Summary = textFor.With("summary", f.Summary, "recipients", some(g.recipients))
	}
	for _, line := range g.lines {
		f.Evidence = append(f.Evidence, textLine.With("line", line))
	}
	if g.delayed {
		f.Evidence = append(f.Evidence, textStillTried)
	}
	return f
}

var (
	textFor        = lang.T("{summary} (Recipient: {recipients})", "{summary}（收件人：{recipients}）")
	textLine       = lang.T("the text says: “{line}”", "原文：“{line}”")
	textStillTried = lang.T("the notice is about a delay: the server still tries to deliver", "这是延迟通知：服务器还在继续尝试投递")
)

// some names a few recipients.
func some(list []string) lang.Text {
	if len(list) <= 3 {
		return lang.Same(strings.Join(list, ", "))
	}
	return lang.T("{some} and {n} more", "{some}，另有 {n} 个").With("some", strings.Join(list[:3], ", "), "n", len(list)-3)
}
