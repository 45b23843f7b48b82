package explain

import (
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

// Bounces: RFC 3464 reports, and the texts of servers that write none.

var anyAddress = pattern.New(`[^\s<>()\[\]",;:'|]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*`)

// ofReport reads the fields of message/delivery-status, a group of lines a recipient; human is the part for people.
func ofReport(report, human string) []fact.Said {
	hints := humanHints(human)
	var out []fact.Said
	for _, g := range groupsOf(report) {
		recipient := bare(g["final-recipient"])
		if original := bare(g["original-recipient"]); recipient == "" || !strings.Contains(recipient, "@") && original != "" {
			recipient = original
		}
		action := strings.ToLower(firstOf(g["action"]))
		status := statusIn(g["status"])
		if recipient == "" && action == "" && status == "" && g["diagnostic-code"] == "" {
			continue
		}
		s := fact.Said{Kind: fact.SaidBounce, Recipient: clipTo(recipient, 320), Action: clipTo(action, 20), Status: status, Remote: clipTo(bare(g["remote-mta"]), 255)}
		switch {
		case action == "delivered" || action == "relayed" || action == "expanded", action == "" && strings.HasPrefix(status, "2."):
			s.Kind, s.Line = fact.SaidSuccess, shown(recipient+" "+action)
			out = append(out, s)
			continue
		}
		s.Text = clip(repairInline(diagnostic(g["diagnostic-code"])))
		s.Line = shown(s.Text)
		for _, h := range hints {
			if len(s.Hints) < maxHints && (h.recipient == "" || h.recipient == recipient || len(groupsOf(report)) <= 2) {
				s.Hints = append(s.Hints, h.text)
			}
		}
		if s.Line == "" && len(s.Hints) > 0 {
			s.Line = shown(s.Hints[0])
		}
		if s.Line == "" {
			s.Line = shown("Status: " + status)
		}
		out = append(out, s)
		if len(out) >= maxPieces {
			break
		}
	}
	if len(out) == 0 {
		if h := ofHuman(human, nil); h != nil {
			return h
		}
		return []fact.Said{{Kind: fact.SaidBounce, Text: clip(unwrapped(human)), Line: shown(human)}}
	}
	return out
}

// groupsOf parts a report at its blank lines; each group is a set of fields. The first one is about the message.
func groupsOf(report string) []map[string]string {
	var out []map[string]string
	g, last := map[string]string{}, ""
	end := func() {
		if len(g) > 0 && len(out) < 2*maxPieces {
			out = append(out, g)
		}
		g, last = map[string]string{}, ""
	}
	for line := range strings.Lines(report) {
		line = strings.TrimRight(line, "\r\n")
		switch name, value, ok := strings.Cut(line, ":"); {
		case strings.TrimSpace(line) == "":
			end()
		case (line[0] == ' ' || line[0] == '\t') && last != "":
			if len(g[last]) < 8<<10 {
				g[last] += "\n" + strings.TrimSpace(line)
			}
		case ok && fieldLine.MatchString(line):
			key := strings.ToLower(strings.TrimSpace(name))
			if key == "final-recipient" && g[key] != "" {
				end() // a writer that forgot the blank line
			}
			if g[key] == "" {
				g[key] = strings.TrimSpace(value)
			}
			last = key
		case last != "" && len(g[last]) < 8<<10:
			g[last] += " " + strings.TrimSpace(line) // folded without its blank
		}
	}
	end()
	return out
}

// bare takes the type off an address field: "rfc822; user@example.com".
func bare(v string) string {
	if _, after, ok := strings.Cut(v, ";"); ok {
		v = after
	}
	return strings.Trim(strings.TrimSpace(strings.SplitN(v, "\n", 2)[0]), "<> ")
}

func firstOf(v string) string {
	if f := strings.Fields(strings.ReplaceAll(v, ";", " ")); len(f) > 0 {
		return strings.Trim(f[0], "()")
	}
	return ""
}

var statusCode = pattern.New(`\b[245]\.\d{1,3}\.\d{1,3}\b`)

func statusIn(v string) string { return statusCode.FindString(v) }

var diagnosticType = pattern.New(`(?i)^\s*(?:smtp|x-[a-z0-9-]+|lmtp|unix|dns|rfc822|[a-z0-9-]{2,20})\s*;\s*`)

// diagnostic is a Diagnostic-Code without its type, the parts of a folded reply in one line.
func diagnostic(v string) string {
	v = diagnosticType.ReplaceAllString(v, "")
	var lines []string
	for line := range strings.Lines(v) {
		line = strings.TrimSpace(line)
		if len(lines) > 0 && !codeStart.MatchString(line) {
			lines[len(lines)-1] += " " + line
		} else {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// repairInline is repair for a piece that is no page: no quote marks, no tags.
func repairInline(s string) string {
	return hexCodes(betweenHan(simplified(mojibake(halfWidth(escapes(encodedWords(strings.Map(visible, s))))))))
}

func clipTo(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}

// hint is a passage of the part for people that speaks of an error.
type hint struct{ recipient, text string }

// humanHints picks the passages that may say more than the fields.
func humanHints(human string) []hint {
	var out []hint
	for _, p := range passages(human) {
		if len(out) >= maxHints {
			break
		}
		out = append(out, hint{p.recipient, clip(p.text)})
	}
	return out
}

// copyMark is where the message begins that a bounce is about.
var copyMark = pattern.New(`(?im)^[\s>*-]*(?:-{2,}\s*)?(?:below this line is a copy of the message|this is a copy of (?:the|your) message|original message (?:follows|headers|attached)?|message header follows|the original message was|start of (?:the )?(?:original )?message|the header of the original message|----- ?(?:original message|message header|unsent message|returned message)|return-path: |received: (?:from|by) |原邮件|原始邮件|original-?nachricht|mensaje original|message d'origine|the following is a copy|copy of your message|undelivered message header|your message reads \(in part\))`)

// passage is one paragraph of a bounce: the recipient that it is about, as far as it names one, and its words.
type passage struct{ recipient, text string }

var (
	ownLine = pattern.New(`^\s*(?:(?:\d+[.)]|[-*•])\s*)?(?:(?i:to|recipients?|failed (?:address|recipient)|undeliverable address|address|final recipient|e-mail address):\s*|(?:收件人|对方|收件地址)[^@]{0,20}[:：]\s*)?[<"'(]*([^\s<>()\[\]",;:'|]+@[A-Za-z0-9_.-]+)[>"')]*\s*(?:\([^)]*\))?\s*[:：]?\s*(.*)$`)
)

// passages parts the text of a bounce where a line begins with an address, and at blank lines; the copy of the original
// message is left out. Only passages with an error in them count.
func passages(human string) []passage {
	if at := copyMark.FindStringIndex(human); at != nil && at[0] > 0 && len(strings.TrimSpace(human[:at[0]])) > 40 {
		human = human[:at[0]]
	}
	if len(human) > 64<<10 {
		human = human[:64<<10]
	}
	var out []passage
	recipient, text := "", ""
	blanks := 0
	end := func() {
		if t := strings.TrimSpace(text); t != "" && (signs(oneLine(t)) > 0 || recipient != "" && complaint.MatchString(t)) && len(out) < maxPieces {
			out = append(out, passage{recipient, t})
		}
		text = ""
	}
	for line := range strings.Lines(human) {
		line = strings.TrimRight(line, "\r\n")
		m := ownLine.FindStringSubmatch(line)
		switch {
		case strings.TrimSpace(line) == "":
			blanks++
			if strings.TrimSpace(text) != "" {
				end()
			}
			continue
		case m != nil && !fieldLine.MatchString(strings.TrimSpace(line)) && len(m[2]) < 2000:
			end()
			recipient, text = strings.TrimRight(m[1], "."), m[2]
		default:
			if blanks > 2 {
				recipient = ""
			}
			if text != "" {
				text += "\n"
			}
			text += strings.TrimSpace(line)
		}
		blanks = 0
	}
	end()
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ofHuman reads a bounce without fields for programs; nil: its text says nothing.
func ofHuman(text string, failed []string) []fact.Said {
	list := passages(text)
	byRecipient := map[string]*fact.Said{}
	var out []*fact.Said
	var loose []string
	for _, p := range list {
		joined := unwrapped(p.text)
		if len(refusals(p.text)) > len(refusals(joined)) {
			joined = p.text // a transcript: its lines are its own
		}
		if p.recipient == "" {
			loose = append(loose, clip(joined))
			continue
		}
		if s := byRecipient[p.recipient]; s != nil {
			if len(s.Hints) < maxHints {
				s.Hints = append(s.Hints, clip(joined))
			}
			continue
		}
		s := &fact.Said{Kind: fact.SaidBounce, Recipient: clipTo(p.recipient, 320), Text: clip(joined), Line: telling(joined)}
		byRecipient[p.recipient] = s
		out = append(out, s)
	}
	if len(out) == 0 && len(loose) == 0 {
		return nil
	}
	if len(out) == 0 {
		out = append(out, ofLoose(loose, failed))
	} else {
		for _, s := range out {
			for _, h := range loose {
				if len(s.Hints) < maxHints {
					s.Hints = append(s.Hints, h)
				}
			}
		}
	}
	still := stillTried.MatchString(clipTo(text, 4<<10)) && !gaveUp.MatchString(clipTo(text, 4<<10))
	var pieces []fact.Said
	for _, s := range out {
		if still {
			s.Action = "delayed"
		}
		pieces = append(pieces, *s)
	}
	return pieces
}

// ofLoose makes one piece of passages that name no recipient: the one that says most, the others as hints.
func ofLoose(loose, failed []string) *fact.Said {
	best, rank := 0, -1
	for i, t := range loose {
		if ms := judge(t, nil); len(ms) > 0 && ms[0].Rank > rank {
			best, rank = i, ms[0].Rank
		}
	}
	s := &fact.Said{Kind: fact.SaidBounce, Text: loose[best], Line: telling(loose[best])}
	if len(failed) > 0 {
		s.Recipient = failed[0]
	}
	for i, t := range loose {
		if i != best && len(s.Hints) < maxHints {
			s.Hints = append(s.Hints, t)
		}
	}
	return s
}

// telling is the line of a passage to show.
func telling(text string) string {
	for line := range strings.Lines(text) {
		if signs(strings.TrimSpace(line)) == 2 {
			return shown(line)
		}
	}
	return shown(text)
}

var (
	stillTried = pattern.New(`(?i)this is a warning message only|you do not need to resend|will be retried|will keep trying|will continue to try|message is delayed|has been delayed|delivery is delayed|was delayed|still being tried|not yet been delivered|could not send message for past|no action is required on your part|delivery to the following recipients? (?:is|has been) delayed|继续尝试|仍在尝试|延迟投递|投递延迟`)
	gaveUp     = pattern.New(`(?i)permanent(?:ly)? (?:fail|error|fatal)|failed permanently|giving up|given up|could not be delivered to one or more|has been in the queue too long|后放弃|不再尝试`)

	reportFields = pattern.New(`(?im)^\s*(?:final-recipient|diagnostic-code|reporting-mta)\s*:`)
	bouncePhrase = pattern.New(`(?i)this (?:message|report) was (?:created|generated) automatically by mail delivery|a message that you sent (?:could not|has not)|could not be delivered to (?:one or more|the following)|delivery to the following recipients? (?:failed|has been|was)|the following (?:address|recipient|addresses|recipients)\S* (?:failed|had|could not|was|were)|i wasn't able to deliver your message|this is the (?:mail system at host|qmail-send program|postfix program|mail delivery system)|your message (?:to .{1,200} )?(?:did not reach|couldn't be delivered|could not be delivered|wasn't delivered|was not delivered|has been rejected)|delivery has failed to these recipients|undelivered mail returned|the original message was received at|您的邮件.{0,60}(?:退回|被退|无法|未能|没有|不能|失败|拒绝)|抱歉.{0,20}(?:退回|无法投递|未能投递)|邮件被退回|remote server returned|diagnostic information for administrators|host .{1,200} said:`)
)

// plainBounce reads a bounce that was pasted, or that came without the header of one.
func plainBounce(text string) ([]fact.Said, bool) {
	head := clipTo(text, 8<<10)
	switch {
	case abuseWords.MatchString(head):
		return []fact.Said{{Kind: fact.SaidAbuse, Line: shown(head)}}, true
	case reportFields.MatchString(text):
		at := reportFields.FindStringIndex(text)[0]
		return ofReport(text[at:], text[:at]), true
	case receiptWords.MatchString(head) && len(refusals(head)) == 0:
		return []fact.Said{{Kind: fact.SaidSuccess, Line: shown(head)}}, true
	case autoWords.MatchString(head) && len(refusals(head)) == 0 && !bouncePhrase.MatchString(head):
		return []fact.Said{{Kind: fact.SaidAutoReply, Line: shown(head)}}, true
	case bouncePhrase.MatchString(head) && strings.Count(text, "\n") > 1:
		if s := ofHuman(text, nil); s != nil {
			return s, true
		}
	}
	return nil, false
}
