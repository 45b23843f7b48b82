package explain

import (
	"html"
	"mime"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"maildiag/report/pattern"
)

// What happens to an error text on its way to a helpdesk, and how it is undone. Each repair leaves a text alone that does
// not show its damage.

// repair undoes whatever damage a text shows. Lines stay lines.
func repair(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = mojibake(s) // before blanks of other kinds become plain: they may be bytes of a character
	s = strings.Map(visible, s)
	s = unquoteLines(s)
	s = tags(s)
	s = encodedWords(s)
	s = quotedPrintable(s)
	s = escapes(s)
	s = halfWidth(s)
	s = mojibake(s)
	s = simplified(s)
	s = pinyin(s)
	s = betweenHan(s)
	return hexCodes(s)
}

// visible drops what has no shape: byte order marks, zero-width characters, soft hyphens.
func visible(r rune) rune {
	switch {
	case r == '\ufeff', r == '\u00ad', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r == '\u2060':
		return -1
	case r == '\u00a0', r == '\u3000', r == '\u2028', r == '\u2029', r == '\u202f', r >= '\u2000' && r <= '\u200a':
		return ' '
	}
	return r
}

var quoteMark = pattern.New(`(?m)^[ \t]*(?:[>＞|│]+[ \t]?)+`)

// unquoteLines takes off "> " where most lines have it. A single ">" may be a prompt of a transcript.
func unquoteLines(s string) string {
	lines := strings.Count(s, "\n") + 1
	if marks := len(quoteMark.FindAllStringIndex(s, lines)); marks == 0 || marks*2 < nonBlank(s) || strings.Contains(s, ">>> ") || strings.Contains(s, "<<< ") {
		return s
	}
	return quoteMark.ReplaceAllString(s, "")
}

func nonBlank(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}

var (
	hiddenTag = pattern.New(`(?is)<(style|script|head|title)\b[^>]*>.*?</(?:style|script|head|title)\s*>`)
	breakTag  = pattern.New(`(?i)<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|hr|p|div|tr|li|blockquote)(?:\s[^<>]*)?/?>`)
	anyTag    = pattern.New(`(?is)</?(?:html|head|body|meta|link|span|font|b|i|u|a|em|strong|td|th|tr|table|tbody|thead|img|pre|tt|code|center|small|big|ul|ol|li|p|div|br|hr|h[1-6]|o:p|blockquote|style|title|!doctype|!--)(?:[\s/:][^<>]*)?>|<!--.*?-->|<!doctype[^>]*>`)
)

// tags makes plain text of HTML. Only the names of HTML's own elements count: "<user@example.com>" is none.
func tags(s string) string {
	if anyTag.MatchString(s) {
		s = hiddenTag.ReplaceAllString(s, " ")
		s = breakTag.ReplaceAllString(s, "\n")
		s = anyTag.ReplaceAllString(s, "")
	}
	if strings.Contains(s, "&") && strings.Contains(s, ";") {
		s = strings.ReplaceAll(html.UnescapeString(s), "\u00a0", " ")
	}
	return s
}

// encodedWords decodes RFC 2047's =?charset?B?…?=.
func encodedWords(s string) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	d := mime.WordDecoder{CharsetReader: charsetReader}
	if out, err := d.DecodeHeader(s); err == nil {
		return out
	}
	return s
}

var (
	qpByte = pattern.New(`=[0-9A-Fa-f]{2}`)
	qpRun  = pattern.New(`(?:=[0-9A-Fa-f]{2})+`)
	qpSoft = pattern.New(`=[ \t]*\n`)
)

// quotedPrintable decodes =E8=AF=B7 and soft line ends, where there are enough of them to be no accident.
func quotedPrintable(s string) string {
	high := 0
	for _, m := range qpByte.FindAllString(s, 400) {
		if m[1] >= '8' {
			high++
		}
	}
	soft := len(qpSoft.FindAllString(s, 50))
	equals := strings.Count(s, "=3D") + strings.Count(s, "=20") + strings.Count(s, "=2E") + strings.Count(s, "=0A")
	all := strings.Count(s, "=") == len(qpByte.FindAllString(s, -1)) && equals > 0
	if high < 3 && soft < 1 && equals < 2 && !all {
		return s
	}
	s = qpSoft.ReplaceAllString(s, "")
	return qpRun.ReplaceAllStringFunc(s, func(run string) string { return decode(unhex(run, 1)) })
}

var (
	xRun       = pattern.New(`(?:\\x[0-9A-Fa-f]{2})+`)
	uRun       = pattern.New(`(?:\\u[0-9A-Fa-f]{4})+`)
	octRun     = pattern.New(`(?:\\[2-3][0-7]{2})+`)
	percentRun = pattern.New(`(?:%[89A-Fa-f][0-9A-Fa-f](?:%[0-9A-Fa-f]{2})*)`)
)

// escapes decodes \xE8\xAF\xB7, \u8bf7, \350\257\267 and %E8%AF%B7, as logs and programs write them.
func escapes(s string) string {
	if strings.Contains(s, `\`) {
		s = xRun.ReplaceAllStringFunc(s, func(run string) string { return decode(unhex(run, 2)) })
		s = uRun.ReplaceAllStringFunc(s, func(run string) string {
			if out, err := strconv.Unquote(`"` + run + `"`); err == nil {
				return out
			}
			return run
		})
		s = octRun.ReplaceAllStringFunc(s, func(run string) string {
			var b []byte
			for i := 0; i+3 < len(run)+1 && i+4 <= len(run); i += 4 {
				n, _ := strconv.ParseUint(run[i+1:i+4], 8, 16)
				b = append(b, byte(n))
			}
			return decode(b)
		})
		s = strings.ReplaceAll(strings.ReplaceAll(s, `\r\n`, "\n"), `\n`, "\n")
	}
	if strings.Contains(s, "%") {
		s = percentRun.ReplaceAllStringFunc(s, func(run string) string {
			if b := unhex(run, 1); len(b) >= 3 {
				return decode(b)
			}
			return run
		})
	}
	return s
}

// unhex reads two hex digits behind each prefix of that length.
func unhex(run string, prefix int) []byte {
	var b []byte
	for i := prefix; i+2 <= len(run); i += prefix + 2 {
		n, err := strconv.ParseUint(run[i:i+2], 16, 8)
		if err != nil {
			return []byte(run)
		}
		b = append(b, byte(n))
	}
	return b
}

// halfWidth makes ASCII of full-width letters, digits and signs.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

var (
	bracketed = pattern.New(`(\p{Han})\s*\(\s*[a-zA-Züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹɡ]{1,7}[1-5]?\s*\)`)
	syllable  = pattern.New(`(\p{Han})[ \t]*([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[1-5]?)[ \t]*`)
	tone      = pattern.New(`[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ1-5]`)
	vowel     = pattern.New(`^[bpmfdtnlgkhjqxrzcsyw]?h?[aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,3}(?:ng|n|r)?[1-5]?$`)
)

// pinyin takes out the pronunciation that some pages print behind each character: "錯(cuò)誤", "错 cuò 误 wù".
func pinyin(s string) string {
	if strings.Contains(s, "(") {
		s = bracketed.ReplaceAllString(s, "$1")
	}
	all := syllable.FindAllStringSubmatch(s, 60)
	with := 0
	for _, m := range all {
		if vowel.MatchString(m[2]) {
			with++
		}
	}
	if with < 2 || with*2 < len(all) || !tone.MatchString(s) && with < 4 {
		return s
	}
	return syllable.ReplaceAllStringFunc(s, func(m string) string {
		p := syllable.FindStringSubmatch(m)
		if vowel.MatchString(p[2]) {
			return p[1]
		}
		return m
	})
}

// betweenHan takes out blanks between Chinese characters, line ends too.
func betweenHan(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var blanks []byte
	han := false
	for _, r := range s {
		if r == ' ' || r == '\t' {
			blanks = append(blanks, byte(r))
			continue
		}
		now := unicode.Is(unicode.Han, r)
		if len(blanks) > 0 && !(han && now) {
			b.Write(blanks)
		}
		blanks = blanks[:0]
		b.WriteRune(r)
		han = now
	}
	b.Write(blanks)
	return b.String()
}

var (
	hexCode  = pattern.New(`(?i)(?:^|[^0-9a-z])[0oо]\s?[x×хX]\s?([0-9a-foil]{8})(?:[^0-9a-z]|$)`)
	bareHex  = pattern.New(`(?i)(?:^|[^0-9a-zx])(8[0o]{2}ccc[0-9a-fo]{2}|8[0o]{2}4[0-9a-fo]{4}|8[0o]{2}c[0o]133)(?:[^0-9a-z]|$)`)
	numberOs = pattern.New(`\b(?:1[0-9oO]{4}|[45][0-9oO]{2})\b`)
)

// hexCodes mends the letter O in place of the digit 0 (and I, l in place of 1) in codes, and codes without their 0x.
func hexCodes(s string) string {
	mend := strings.NewReplacer("o", "0", "O", "0", "i", "1", "I", "1", "l", "1", "L", "1", "о", "0")
	replace := func(re *pattern.Pattern, prefix string) {
		for range 2 { // neighbours share the character between them
			s = re.ReplaceAllStringFunc(s, func(m string) string {
				sub := re.FindStringSubmatch(m)
				head, tail := outer(m)
				return head + prefix + strings.ToUpper(mend.Replace(sub[1])) + tail
			})
		}
	}
	if strings.ContainsAny(s, "xX×х") {
		replace(hexCode, "0x")
	}
	if strings.ContainsAny(s, "8") && !strings.Contains(s, "0x8") {
		replace(bareHex, "0x")
	}
	if !letterInNumber(s) {
		return s
	}
	return numberOs.ReplaceAllStringFunc(s, func(m string) string {
		if strings.ContainsAny(m, "oO") {
			return mend.Replace(m)
		}
		return m
	})
}

// letterInNumber is a quick look for the letter O beside a digit.
func letterInNumber(s string) bool {
	for i := 1; i < len(s); i++ {
		if (s[i] == 'o' || s[i] == 'O') && digit(s[i-1]) || digit(s[i]) && (s[i-1] == 'o' || s[i-1] == 'O') {
			return true
		}
	}
	return false
}

// outer is what stands before and behind the code in a match: one character each at most.
func outer(m string) (head, tail string) {
	if r, n := utf8.DecodeRuneInString(m); !isWord(r) {
		head = m[:n]
	}
	if r, n := utf8.DecodeLastRuneInString(m); !isWord(r) {
		tail = m[len(m)-n:]
	}
	return head, tail
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) || unicode.IsDigit(r)
}
