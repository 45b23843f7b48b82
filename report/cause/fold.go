package cause

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxHeard bounds what is read of one reply; no telling words stand later.
const maxHeard = 4 << 10

// fold makes texts comparable: lower case, full-width letters and punctuation as half-width, curly
// apostrophes straight, quotation marks and invisible characters gone, blanks collapsed, and no
// punctuation at the end. Folding twice changes nothing.
func fold(s string) string {
	if len(s) > maxHeard {
		s = s[:maxHeard]
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := true // also at the start: leading blanks are dropped
	for _, r := range s {
		r = narrow(r)
		switch {
		case unicode.IsSpace(r):
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		case r == '"' || r == '`' || r == utf8.RuneError || !unicode.IsPrint(r):
			continue
		}
		b.WriteRune(unicode.ToLower(r))
		blank = false
	}
	return strings.TrimRight(b.String(), " .,;:!")
}

// narrow maps full-width forms (U+FF01 to U+FF5E) and the punctuation of Chinese and typeset texts to ASCII.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '。':
		return '.'
	case r == '、':
		return ','
	case r == '‘' || r == '’':
		return '\''
	case r == '“' || r == '”' || r == '«' || r == '»':
		return '"'
	case r == '‐' || r == '‑' || r == '–' || r == '—':
		return '-'
	}
	return r
}

// occurs says how many characters of phrase are found in a folded text: the length of its longest
// alternative ("user unknown|no such user") that stands there as words of its own, or 0. A star at the end of
// an alternative lets its last word go on ("disab*").
func occurs(text, phrase string) int {
	best := 0
	for alternative := range strings.SplitSeq(phrase, "|") {
		open := strings.HasSuffix(alternative, "*")
		alternative = strings.TrimSuffix(alternative, "*")
		if n := utf8.RuneCountInString(alternative); n > best && stands(text, alternative, open) {
			best = n
		}
	}
	return best
}

// stands says whether words occur in text and begin and end there as words do: "locked" is not in "blocked".
func stands(text, words string, open bool) bool {
	for from := 0; words != ""; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(words)
		if (i == 0 || !joined(text[i-1], text[i])) && (open || end == len(text) || !joined(text[end-1], text[end])) {
			return true
		}
		from = i + 1
	}
	return false
}

// joined says whether two neighbouring bytes belong to one word: both are ASCII letters or digits.
func joined(a, b byte) bool { return wordByte(a) && wordByte(b) }

func wordByte(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
