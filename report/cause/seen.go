package cause

import (
	"slices"
	"strings"
	"sync"

	"maildiag/probe/fact"
)

// What people see on their own screen: the words and codes of mail programs, browsers and systems, beside those of the
// servers. `explain` reads both; a live check reads only what servers say, so these stand apart from the causes' own
// sentences and can't change a measurement's meaning.

// seen is all known causes, each with its own sentences and those that only a user's programs say.
var seen = sync.OnceValue(func() []*Cause {
	more := map[string][]Says{}
	for _, c := range seenCodes {
		codes := strings.Fields(c.causes)
		if len(codes) == 0 {
			continue
		}
		s := Says{Words: []string{c.code}, Alternatives: codes[1:], Source: c.about}
		if number, ok := strings.CutSuffix(c.code, "+socket"); ok {
			s.Words = []string{number, "socket*|winsock*|wsa*|套接字|套接字错误|error|errno|错误"}
		}
		more[codes[0]] = append(more[codes[0]], s)
	}
	for _, table := range []map[string][]Says{seenWords, seenBounces} {
		for code, list := range table {
			more[code] = append(more[code], list...)
		}
	}
	var out []*Cause
	for _, cause := range slices.Concat(All, Offline, namedOnly) {
		at := slices.IndexFunc(out, func(o *Cause) bool { return o.Code == cause.Code })
		if at >= 0 {
			out[at].Says = append(out[at].Says, cause.Says...)
			continue
		}
		c := *cause
		c.Says = slices.Concat(cause.Says, more[cause.Code])
		out = append(out, &c)
	}
	return out
})

// Sentences are all the texts by which `explain` knows a cause, those of servers first.
func Sentences(code string) []Says {
	for _, c := range seen() {
		if c.Code == code {
			return c.Says
		}
	}
	return nil
}

// Seen tells what a text means that somebody saw, best first, each cause once: a server's reply as Match reads it, or the
// words of a program on the user's own computer.
func Seen(text string, protocol fact.Protocol) []Meaning { return SeenAt(text, "", protocol) }

// SeenAt is Seen where the stage is known: a bounce speaks of sending.
func SeenAt(text string, stage fact.Stage, protocol fact.Protocol) []Meaning {
	h := hear(text, nil, stage, "", protocol, "")
	if h.kind == fact.ReplyOK && h.code/100 != 3 {
		return nil
	}
	if stage == "" && h.stage == fact.StageAuth && strings.Contains(h.text, "recipient") {
		h.stage, h.likely = "", fact.StageSend // a code of logins, used for a recipient
	}
	var out []Meaning
	for i, says := range candidates(h.text) {
		if len(says) == 0 {
			continue
		}
		if m, ok := h.among(seen()[i], says); ok {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Meaning) int { return b.Rank - a.Rank })
	return out
}

// Telling says whether a meaning rests on words or a code that stand for it, and not on a number or on words that many
// replies share.
func (m Meaning) Telling() bool { return m.Rank >= byRespCode }

// ByNumber says whether a meaning rests on a reply code or an enhanced code alone.
func (m Meaning) ByNumber() bool { return m.Rank >= byCode && m.Rank < byRespCode }

// Fold makes texts comparable, as the sentences are.
func Fold(s string) string { return fold(s) }

// among is meaning for some of a cause's sentences.
func (h *heard) among(cause *Cause, says []int) (Meaning, bool) {
	best := Meaning{Code: cause.Code, cause: cause}
	words := false
	for _, i := range says {
		s := &cause.Says[i]
		rank := s.rank(h)
		words = words || rank > 0 && len(s.Words) > 0
		if rank > best.Rank {
			best.Says, best.Rank = s, rank
		}
	}
	if best.Says == nil {
		return best, false
	}
	best.Alternatives, best.Confidence = best.Says.Alternatives, best.Says.confidence(words)
	return best, true
}

// sentencePlace is one sentence: the cause's number in seen, and its own there.
type sentencePlace struct{ cause, says int }

// beyond stands in the index for words that are not of ASCII letters and digits.
const beyond = "\x80"

// byWord finds the sentences that may stand in a text by one word of theirs. Under "" are those that any text may have: most
// are codes.
var byWord = sync.OnceValue(func() map[string][]sentencePlace {
	out := map[string][]sentencePlace{}
	for i, cause := range seen() {
		for k := range cause.Says {
			keys := map[string]bool{"": true}
			for _, phrase := range cause.Says[k].Words {
				if own := keysOf(phrase); !own[""] && (keys[""] || len(own) < len(keys)) {
					keys = own
				}
			}
			for key := range keys {
				out[key] = append(out[key], sentencePlace{i, k})
			}
		}
	}
	return out
})

// keysOf is a word of each alternative of a phrase: the longest that must stand there whole. "" where one has none.
func keysOf(phrase string) map[string]bool {
	out := map[string]bool{}
	for alternative := range strings.SplitSeq(phrase, "|") {
		key := ""
		if strings.ContainsFunc(alternative, func(r rune) bool { return r >= 0x80 }) {
			key = beyond
		}
		open := strings.HasSuffix(alternative, "*")
		alternative = strings.TrimSuffix(alternative, "*")
		for at := 0; at < len(alternative); {
			end := at
			for end < len(alternative) && wordByte(alternative[end]) {
				end++
			}
			if whole := !(open && end == len(alternative)); whole && end-at > len(key) && key != beyond {
				key = alternative[at:end]
			}
			at = end + 1
		}
		out[key] = true
	}
	return out
}

// candidates are the sentences of each cause that may stand in a folded text.
func candidates(text string) [][]int {
	out := make([][]int, len(seen()))
	index := byWord()
	met := map[string]bool{}
	take := func(key string) {
		if met[key] {
			return
		}
		met[key] = true
		for _, p := range index[key] {
			out[p.cause] = append(out[p.cause], p.says)
		}
	}
	take("")
	for at := 0; at < len(text); {
		end := at
		for end < len(text) && wordByte(text[end]) {
			end++
		}
		if end > at {
			take(text[at:end])
		} else if text[at] >= 0x80 {
			take(beyond)
		}
		at = max(end, at+1)
	}
	return out
}
