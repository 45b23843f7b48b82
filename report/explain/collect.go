package explain

import (
	"bytes"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

// collector picks the errors out of many lines, each kind of line once.
type collector struct {
	prose  bool
	seen   map[string]bool
	looked int // lines that were looked at closely
	out    []fact.Said
	doubt  []fact.Said // lines that speak of an error by a word alone
	any    bool
}

func (c *collector) full() bool { return len(c.out) >= maxPieces }

// worth is a quick look at raw bytes: most lines of a log need no other.
func (c *collector) worth(line []byte) bool {
	for _, b := range line {
		if b >= 0x80 {
			return true
		}
	}
	return bytes.ContainsAny(line, "45") || bytes.Contains(line, []byte("-ERR")) || bytes.Contains(line, []byte("NO ")) ||
		bytes.Contains(line, []byte("BAD ")) || bytes.Contains(line, []byte("rror")) || bytes.Contains(line, []byte("ail")) ||
		bytes.Contains(line, []byte("refused")) || bytes.Contains(line, []byte("timed out")) || bytes.Contains(line, []byte("0x8")) || bytes.Contains(line, []byte("ERR"))
}

// sameness is what lines of one kind have in common: their words, without numbers, addresses and ids. Codes of answers stay.
func sameness(line string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(clipTo(line, 400)) {
		switch {
		case strings.Contains(word, "@"):
			word = "@"
		case strings.ContainsAny(word, "0123456789") && !(len(word) == 3 && (word[0] == '4' || word[0] == '5')) && !strings.HasPrefix(word, "0x8") && !statusCode.MatchString(word):
			word = "#"
		}
		if b.Len() < 200 {
			b.WriteString(word)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func (c *collector) line(line string) {
	line = strings.TrimSpace(redact(line))
	if c.full() || line == "" {
		return
	}
	key := sameness(line)
	if c.seen[key] || c.looked > maxLooks {
		return
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	if len(c.seen) < 20*maxPieces {
		c.seen[key] = true
	}
	c.looked++
	s := signs(line)
	if s == 0 || harmlessCode.MatchString(line) {
		return
	}
	text := stripLog(line)
	ms := judge(text, nil)
	piece := fact.Said{Kind: fact.SaidError, Text: clip(text), Line: shown(line)}
	switch {
	case s == 2 && len(ms) > 0 && (ms[0].Telling() || refusalAt(line) >= 0 || enhanced.MatchString(line) || popNo.MatchString(line) || imapNo.MatchString(line)):
		c.out = append(c.out, piece)
	case s == 1 && !c.prose && len(ms) > 0 && ms[0].Telling():
		c.doubt = append(c.doubt, piece)
	case s == 2:
		c.any = true
	}
}

func clip(s string) string {
	if len(s) > 4<<10 {
		return strings.ToValidUTF8(s[:4<<10], "")
	}
	return s
}

var logHead = pattern.New(`^(?:\[?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]\d{1,2}:\d{2}:\d{2}[^\s\]]*\]?|[A-Z][a-z]{2}\s+\d{1,2} \d{2}:\d{2}:\d{2}|\d{2}:\d{2}:\d{2}(?:[.,]\d+)?|\[\d{2}:\d{2}:\d{2}[^\]]*\])\s+`)

var speaker = pattern.New(`^(?i)\s*(?:s|server|recv|rx|response|reply)?\s*(?::|<<<|<--?|<~|<=|<)\s*`)

// stripLog takes off what a log puts before the words, so that a reply code stands at the start.
func stripLog(line string) string {
	line = logHead.ReplaceAllString(line, "")
	line = speaker.ReplaceAllString(line, "")
	return line
}

func (c *collector) pieces() []fact.Said {
	out := c.out
	if len(out) == 0 {
		out = c.doubt
	}
	if len(out) == 0 && c.any && !c.prose {
		return []fact.Said{{Kind: fact.SaidNothing}}
	}
	if len(out) == 0 {
		return []fact.Said{{Kind: fact.SaidNothing}}
	}
	return out
}
