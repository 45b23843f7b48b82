package cause

import (
	"regexp"
	"strconv"
	"strings"

	"maildiag/probe/fact"
)

// heard is a reply made ready for matching, and the place where it came.
type heard struct {
	text     string // folded, without reply codes before the lines and with mail addresses replaced by "@"
	kind     fact.Kind
	code     int
	enhanced string
	respCode string
	stage    fact.Stage // empty: not known
	likely   fact.Stage // where the stage is not known: the one in which such a reply code is usual
	op       string
	protocol fact.Protocol
	product  string // of the server, where its host name tells
}

var (
	replyPrefix  = regexp.MustCompile(`^\s*([2-5]\d\d)(?:[ -]|$)`)
	statusPrefix = regexp.MustCompile(`^\s*#?([245]\.\d{1,3}\.\d{1,3})(?:[ :-]|$)`)
	statusInside = regexp.MustCompile(`(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:[^\d.]|\.?$|\.\s)`)
	codeInside   = regexp.MustCompile(`(?:^|[\s:;("'])([45]\d\d)[ -]`)
	bracketCode  = regexp.MustCompile(`\[([A-Z][A-Z0-9/-]+)(?: [^\]]*)?\]`)
	taggedStart  = regexp.MustCompile(`^\s*(?:\S+\s+)?(NO|BAD|BYE|OK|PREAUTH)\b`)
	popStart     = regexp.MustCompile(`^\s*(\+OK|-ERR)\b`)
	addressToken = regexp.MustCompile(`\S*@\S*`)
)

// hear takes a reply, or a text that a person has seen, apart.
func hear(text string, reply *fact.Reply, stage fact.Stage, op string, protocol fact.Protocol, product string) *heard {
	h := &heard{stage: stage, op: op, protocol: protocol, product: product}
	lines := strings.Split(clip(text), "\n")
	if reply != nil {
		h.kind, h.code, h.enhanced, h.respCode = reply.Kind, reply.Code, reply.Enhanced, reply.RespCode
		lines = append(strings.Split(clip(strings.Join(reply.Lines, "\n")), "\n"), lines...)
	}
	for i, line := range lines {
		lines[i] = h.strip(line)
	}
	joined := strings.Join(lines, " ")
	h.fromInside(joined, reply == nil)
	h.place()
	h.text = fold(addressToken.ReplaceAllString(joined, "@"))
	return h
}

func clip(s string) string {
	if len(s) > maxHeard {
		return s[:maxHeard]
	}
	return s
}

// strip takes the reply code and the enhanced code from the start of a line, so that a sentence that
// goes on over several lines is one, and notes them.
func (h *heard) strip(line string) string {
	if m := replyPrefix.FindStringSubmatchIndex(line); m != nil {
		if code, _ := strconv.Atoi(line[m[2]:m[3]]); h.code == 0 || h.code == code {
			h.code = code
			line = line[m[1]:]
		}
	}
	if m := statusPrefix.FindStringSubmatchIndex(line); m != nil && (h.enhanced == "" || h.enhanced == line[m[2]:m[3]]) {
		h.enhanced = line[m[2]:m[3]]
		line = line[m[3]:]
	}
	if h.kind == "" {
		h.kind = kindOf(line, h.code)
	}
	return line
}

// kindOf reads the kind of an answer from a line's start, or from its reply code.
func kindOf(line string, code int) fact.Kind {
	switch m := popStart.FindStringSubmatch(line); {
	case code == 421:
		return fact.ReplyBye
	case code >= 500:
		return fact.ReplyNo
	case code >= 400:
		return fact.ReplyLater
	case code >= 200:
		return fact.ReplyOK
	case m != nil && m[1][0] == '+':
		return fact.ReplyOK
	case m != nil:
		return fact.ReplyNo
	}
	if m := taggedStart.FindStringSubmatch(line); m != nil {
		switch m[1] {
		case "OK", "PREAUTH":
			return fact.ReplyOK
		case "BYE":
			return fact.ReplyBye
		}
		return fact.ReplyNo
	}
	return ""
}

// fromInside looks for codes that stand within the text: qmail's "(#5.7.1)", a quoted "said: 550 5.1.1".
func (h *heard) fromInside(text string, unread bool) {
	if h.enhanced == "" {
		if m := statusInside.FindStringSubmatch(text); m != nil && (h.code == 0 || int(m[1][0]-'0') == h.code/100) {
			h.enhanced = m[1]
		}
	}
	if !unread || h.kind == fact.ReplyOK {
		return
	}
	if h.code == 0 {
		if m := codeInside.FindStringSubmatch(text); m != nil {
			h.code, _ = strconv.Atoi(m[1])
		}
	}
	if m := bracketCode.FindStringSubmatch(text); m != nil && h.respCode == "" && h.code == 0 {
		h.respCode = m[1]
	}
	if h.kind == "" {
		h.kind = kindOf("", h.code)
	}
}

// place fills in the stage that a reply code gives away: some are answers to a login only (RFC 4954), the others of
// 4xx and 5xx come most often after MAIL and RCPT.
func (h *heard) place() {
	if h.stage != "" {
		return
	}
	switch h.code {
	case 432, 525, 526, 534, 535, 538:
		h.stage = fact.StageAuth
	default:
		if h.code >= 400 {
			h.likely = fact.StageSend
		}
	}
}

// silentNo matches an answer that says nothing but no.
var silentNo = regexp.MustCompile(`^(?:\S+ )?(?:no|bad|-err)?(?: ?(?:login|authenticate|auth|pass|user))?(?: (?:failed|failure|error|rejected|refused|denied))?$`)

// wordless says whether the answer holds no words beyond the refusal itself.
func (h *heard) wordless() bool { return silentNo.MatchString(h.text) }
