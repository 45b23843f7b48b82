package explain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/pattern"
)

// shown shortens a line for people.
func shown(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > lineLength {
		return string([]rune(s)[:lineLength-1]) + "…"
	}
	return s
}

var spokenTo = pattern.New(`(?i)(?:^|\n)\s*(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\b|\b(?:best|kind|warm) regards\b|\bsincerely\b|\bunsubscribe\b|尊敬的|您好|你好|各位|此致|敬礼|祝好|退订|顺祝|谢谢[！!。]?\s*$|newsletter`)

// mailWords must stand near a person's complaint, or it is about something else.
var mailWords = pattern.New(`(?i)mail|smtp|imap|pop3?\b|outlook|foxmail|thunderbird|inbox|outbox|sent folder|messages?\b|attachment|server|邮|信箱|收件|发件|已发送|垃圾箱|发信|收信|客户端|服务器|附件|乱码|发了两|收到两`)

// ofText judges how a text up to maxWhole is to be taken apart. A body is that of a message which is no bounce: only what
// has the form of an error counts there.
func ofText(raw string, body bool) []fact.Said {
	text := redact(repair(raw))
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return []fact.Said{{Kind: fact.SaidNothing}}
	}
	long := utf8.RuneCountInString(trimmed) > 600 || strings.Count(trimmed, "\n") > 12
	prose := body || spokenTo.MatchString(trimmed)
	if s, ok := plainBounce(trimmed); ok && !body {
		return s
	}
	if transcript(trimmed) || long {
		c := collector{prose: prose || long && !strings.Contains(trimmed, "\n")}
		for _, line := range logical(trimmed) {
			c.line(line)
		}
		return c.pieces()
	}
	return ofShort(trimmed, prose)
}

// ofShort looks at a text of a few lines: as one error, or as several where its lines mean different things.
func ofShort(text string, prose bool) []fact.Said {
	whole := unwrapped(text)
	measure := signs
	if prose {
		measure = formal
	}
	strongest := measure(whole)
	for _, line := range strings.Split(text, "\n") {
		strongest = max(strongest, measure(strings.TrimSpace(line)))
	}
	if bare := strings.TrimSpace(whole); len(bare) == 5 && strings.HasPrefix(bare, "1") && strings.Trim(bare, "0123456789") == "" {
		whole, strongest = "socket error "+bare, 2 // a number alone
	}
	switch {
	case harmlessCode.MatchString(whole):
		return []fact.Said{{Kind: fact.SaidSuccess, Text: whole, Line: shown(whole)}}
	case strongest == 2:
		return several(text, whole)
	case prose && !mailTrouble(text):
		return []fact.Said{{Kind: fact.SaidNothing, Line: shown(whole)}}
	case strongest == 1 || complaint.MatchString(whole):
		kind := fact.SaidError
		if strongest == 0 {
			kind = fact.SaidComplaint
		}
		if len(cause.Seen(whole, "")) > 0 || strongest == 1 && (mailWords.MatchString(whole) || len(strings.Fields(whole)) <= 8) {
			return []fact.Said{{Kind: kind, Text: whole, Line: shown(whole)}}
		}
	}
	if m := cause.Seen(whole, ""); len(m) > 0 && m[0].Telling() {
		return []fact.Said{{Kind: fact.SaidComplaint, Text: whole, Line: shown(whole)}}
	}
	if yes.MatchString(whole) || sentence(whole) || strings.Contains(text, "\n") || allWell.MatchString(whole) {
		return []fact.Said{{Kind: fact.SaidNothing, Line: shown(whole)}}
	}
	return []fact.Said{{Kind: fact.SaidError, Text: whole, Line: shown(whole)}}
}

// harmlessCode: codes of programs that say that nothing is wrong.
var harmlessCode = pattern.New(`(?i)0x800ccc(?:17|95|96)\b`)

var sentenceEnd = pattern.New(`[.!?。！？\n]+`)

// circular: words of newsletters, which speak of anything.
var circular = pattern.New(`(?i)unsubscribe|newsletter|退订|周刊|月刊|abbestellen|désabonner|darse de baja`)

// mailTrouble says whether one sentence of a letter speaks of trouble with mail.
func mailTrouble(text string) bool {
	if circular.MatchString(text) {
		return false
	}
	for _, s := range sentenceEnd.Split(text, 40) {
		s = strings.ReplaceAll(s, "full of", "")
		if mailWords.MatchString(s) && (speaksOfError(s) || complaint.MatchString(s)) {
			for _, m := range cause.Seen(s, "") {
				if m.Telling() {
					return true
				}
			}
		}
	}
	return false
}

// sentence says whether a text is talk, and not the odd word of an error: five words, or ten Chinese characters.
func sentence(s string) bool {
	return len(strings.Fields(s)) >= 5 || han(s) >= 10 || utf8.RuneCountInString(s) > 80
}

// several gives each line its own piece, where two of them mean different troubles; else the whole text is one.
func several(text, whole string) []fact.Said {
	type found struct {
		line string
		m    cause.Meaning
	}
	var list []found
	for _, line := range logical(text) {
		if signs(line) < 2 {
			continue
		}
		ms := judge(line, nil)
		if len(ms) == 0 {
			continue
		}
		list = append(list, found{line, ms[0]})
	}
	different := false
	for _, f := range list {
		different = different || f.m.Code != list[0].m.Code && f.m.Telling() && list[0].m.Telling() &&
			!contains(f.m.Alternatives, list[0].m.Code) && !contains(list[0].m.Alternatives, f.m.Code)
	}
	if !different {
		return []fact.Said{{Kind: fact.SaidError, Text: whole, Line: best(text, whole)}}
	}
	var out []fact.Said
	for _, f := range list {
		out = append(out, fact.Said{Kind: fact.SaidError, Text: f.line, Line: shown(f.line)})
	}
	return out
}

// best is the line of a text that says most.
func best(text, whole string) string {
	line, rank := "", 0
	for _, l := range logical(text) {
		if ms := judge(l, nil); len(ms) > 0 && ms[0].Rank > rank {
			line, rank = l, ms[0].Rank
		}
	}
	if ms := judge(whole, nil); line == "" || len(ms) > 0 && ms[0].Rank > rank {
		return shown(whole)
	}
	return shown(line)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

var (
	dialogue  = pattern.New(`(?im)^\s*(?:c: |s: |>>> |<<< |-> |<- |=> |<= )|^(?:ehlo|helo|mail from:|rcpt to:|auth (?:login|plain)|a?\d+ login |user \S+|starttls)\b|^(?:\*|[a-z]{0,2}\d{1,5}) (?:ok|no|bad|bye|login|select|capability|list|authenticate|preauth)\b|^\+ok\b`)
	codeStart = pattern.New(`^\s*(?:s: |<<< |<- |< )?([2-5]\d\d)([ -])`)
)

// transcript says whether a text is a dialogue with a server.
func transcript(s string) bool {
	return strings.Count(s, "\n") > 1 && len(dialogue.FindAllStringIndex(s, 4)) >= 2
}

// logical are the lines of a text, the lines of one reply ("550-…", "550 …") put together, and a line that goes on (indented,
// or beginning in the middle of a sentence) put to the one before.
func logical(text string) []string {
	var out []string
	open := "" // code of a reply whose last line is still to come
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			open = ""
			continue
		}
		m := codeStart.FindStringSubmatch(line)
		switch {
		case m != nil && m[1] == open && len(out) > 0:
			if len(out[len(out)-1]) < 4<<10 {
				out[len(out)-1] += "\n" + strings.TrimSpace(line)
			}
		case m == nil && len(out) > 0 && continues(out[len(out)-1], line):
			out[len(out)-1] += glue(out[len(out)-1], line) + strings.TrimSpace(line)
			continue
		default:
			out = append(out, strings.TrimSpace(line))
		}
		open = ""
		if m != nil && m[2] == "-" {
			open = m[1]
		}
	}
	return out
}

// continues says whether a line goes on with the sentence of the one before: it begins small or indented, and the one
// before does not end.
func continues(before, line string) bool {
	if len(before) > 2000 || dialogue.MatchString(line) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(before))
	if strings.ContainsRune(".!?。！？:：;", last) {
		return false
	}
	indented := line[0] == ' ' || line[0] == '\t'
	return unicode.IsLower(r) || unicode.Is(unicode.Han, r) && unicode.Is(unicode.Han, last) || indented && unicode.IsLetter(r)
}

// glue joins a wrapped line: Chinese without a blank.
func glue(before, line string) string {
	a, _ := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	if unicode.Is(unicode.Han, a) && unicode.Is(unicode.Han, b) {
		return ""
	}
	return " "
}

// unwrapped makes one line of a text, but keeps the lines of a multi-line reply.
func unwrapped(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			if codeStart.MatchString(line) {
				b.WriteByte('\n')
			} else {
				b.WriteString(glue(b.String(), line))
			}
		}
		b.WriteString(line)
	}
	return b.String()
}
