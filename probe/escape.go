package probe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// maxText bounds one piece of outside text that is kept.
const maxText = 2000

// escape makes outside text safe for terminals, pages and JSON: control characters, invalid UTF-8 and the characters
// that reorder or hide text become visible escapes.
func escape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			if r < 0x100 {
				fmt.Fprintf(&b, `\x%02x`, r)
			} else {
				fmt.Fprintf(&b, `\u%04x`, r)
			}
		default:
			b.WriteRune(r)
		}
		i += size
		if b.Len() >= maxText {
			b.WriteString("…")
			break
		}
	}
	return b.String()
}

// decode makes UTF-8 of what a server sent: UTF-8 as it is, else GB18030 where that gives readable Chinese, and
// escapes whatever is left. GB18030 accepts nearly any bytes, so it is taken only if nothing had to be replaced and
// most of what is not ASCII is among the common Hanzi.
func decode(line []byte) string {
	if len(line) > maxText {
		line = line[:maxText]
	}
	if utf8.Valid(trimCutRune(line)) {
		return escape(string(line))
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(line)
	if err == nil && mostlyHanzi(string(text)) {
		return escape(string(text))
	}
	return escape(string(line))
}

// trimCutRune drops the incomplete character that a cut may have left at the end.
func trimCutRune(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= 0xc0 && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

func mostlyHanzi(s string) bool {
	hanzi, other := 0, 0
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return false
		case r < 0x80:
		case r >= 0x4e00 && r <= 0x9fa5, r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xff65:
			hanzi++
		default:
			other++
		}
	}
	return hanzi > 0 && hanzi >= 4*other && commonHanzi(s)
}

// commonHanzi: of the GB 2312 characters, level 1 (lead bytes 0xB0 to 0xD7) are the 3,755 in daily use. Bytes of another
// charset that happen to decode fall on rare characters far more often.
func commonHanzi(s string) bool {
	common, all := 0, 0
	for _, r := range s {
		if r < 0x4e00 || r > 0x9fa5 {
			continue
		}
		all++
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(string(r))
		if err == nil && len(gb) == 2 && gb[0] >= 0xb0 && gb[0] <= 0xd7 && gb[1] >= 0xa1 {
			common++
		}
	}
	return all > 0 && common*10 >= all*7
}
