package explain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// mojibake turns a text back that was read in the wrong character set: GBK or UTF-8 shown as Latin-1 or Windows-1252, and
// UTF-8 shown as GBK.
func mojibake(s string) string {
	if latin := count(s, latinHigh); latin >= 4 {
		s = runs(s, latinHigh, fromLatin)
	}
	if han := count(s, beyondASCII); han >= 3 {
		s = runs(s, beyondASCII, fromGBK)
	}
	return s
}

func count(s string, in func(rune) bool) int {
	n := 0
	for _, r := range s {
		if in(r) {
			n++
		}
	}
	return n
}

// runs replaces each run of such characters, where mend knows better. A single blank or ASCII character inside a run does
// not end it: bytes of two-byte characters may be ASCII.
func runs(s string, in func(rune) bool, mend func(string) (string, bool)) string {
	var b strings.Builder
	for len(s) > 0 {
		start := strings.IndexFunc(s, in)
		if start < 0 {
			break
		}
		b.WriteString(s[:start])
		s = s[start:]
		end := 0
		for i, r := range s {
			if in(r) {
				end = i + utf8.RuneLen(r)
			} else if i-end > 1 || r == '\n' {
				break
			}
		}
		run := s[:end]
		if better, ok := mend(run); ok {
			run = better
		}
		b.WriteString(run)
		s = s[end:]
	}
	b.WriteString(s)
	return b.String()
}

func beyondASCII(r rune) bool { return r >= 0x80 }

// latinHigh: what bytes from 80 to FF become in Latin-1 or Windows-1252.
func latinHigh(r rune) bool {
	return r >= 0x80 && r <= 0xff || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", r)
}

// fromLatin reads the bytes behind a run again, as UTF-8 and as GB18030.
func fromLatin(run string) (string, bool) {
	b, ok := latinBytes(run)
	if !ok || utf8.RuneCountInString(run) < 4 {
		return "", false
	}
	if cut := string(b); utf8.ValidString(cut) || utf8.Valid(trimCut(b)) {
		cut = strings.ToValidUTF8(cut, "")
		return cut, han(cut) > 0
	}
	if out := strings.TrimRight(through(simplifiedchinese.GB18030, b), "\ufffd"); chinese(out) && han(out) >= 2 {
		return out, true
	}
	return "", false
}

// latinBytes gives the bytes that a text was read from. Windows-1252 leaves five bytes open, which Latin-1 maps to
// control characters.
func latinBytes(s string) ([]byte, bool) {
	var b []byte
	for _, r := range s {
		if r < 0x100 {
			b = append(b, byte(r))
			continue
		}
		c, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			return nil, false
		}
		b = append(b, c)
	}
	return b, true
}

// fromGBK reads a run again that was UTF-8 and shown as GBK: "璇蜂娇鐢ㄦ巿鏉冪爜".
func fromGBK(run string) (string, bool) {
	if utf8.RuneCountInString(run) < 2 {
		return "", false
	}
	b, err := encoding.ReplaceUnsupported(simplifiedchinese.GBK.NewEncoder()).Bytes([]byte(run))
	if err != nil {
		return "", false
	}
	out := strings.ToValidUTF8(string(b), "\ufffd")
	good, bad := han(out), strings.Count(out, "\ufffd")+strings.Count(out, "\x1a")
	if good < 2 || bad*4 > good {
		return "", false
	}
	// Chinese that was never damaged has, by chance, no UTF-8 in its GBK bytes beyond a character or two.
	if rare(run) <= rare(out) {
		return "", false
	}
	return strings.NewReplacer("\ufffd", "", "\x1a", "").Replace(out), true
}

func han(s string) int { return count(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) }

// rare is the share of characters that are no common ones, in thousandths.
func rare(s string) int {
	n, odd := 0, 0
	for _, r := range s {
		if r < 0x80 {
			continue
		}
		n++
		if !level1(r) && !(r >= 0x3000 && r < 0x3020) && !(r >= 0xff01 && r <= 0xff5e) {
			odd++
		}
	}
	if n == 0 {
		return 0
	}
	return 1000 * odd / n
}
