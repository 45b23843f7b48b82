package explain

import (
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// damage is one thing that happens to a text on its way; "" means that it can't happen to this one.
type damage struct {
	name string
	do   func(string, *rand.Rand) string
}

func hasHan(s string) bool { return han(s) > 0 }

func latin1(b []byte) string {
	var out strings.Builder
	for _, c := range b {
		out.WriteRune(rune(c))
	}
	return out.String()
}

var damages = []damage{
	{"O for 0 in hex codes", func(s string, _ *rand.Rand) string {
		if !strings.Contains(s, "0x8") {
			return ""
		}
		return hexCode.ReplaceAllStringFunc(s, func(m string) string {
			i := strings.IndexAny(m, "xX") + 1
			return m[:i] + strings.ReplaceAll(m[i:], "0", "O")
		})
	}},
	{"lower case", func(s string, _ *rand.Rand) string {
		if strings.HasPrefix(s, "NO") || strings.HasPrefix(s, "BAD") || strings.HasPrefix(s, "* ") || strings.Contains(s, "[") || strings.HasPrefix(s, "-ERR") {
			return "" // what tells a tagged reply from a sentence is its case
		}
		return strings.ToLower(s)
	}},
	{"full-width", func(s string, _ *rand.Rand) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f {
				return r - '!' + '！'
			}
			return r
		}, s)
	}},
	{"traditional", func(s string, _ *rand.Rand) string {
		if !hasHan(s) {
			return ""
		}
		back := map[rune]rune{}
		for t, simple := range toSimple() {
			if old, ok := back[simple]; !ok || t < old {
				back[simple] = t
			}
		}
		return strings.Map(func(r rune) rune {
			if t, ok := back[r]; ok {
				return t
			}
			return r
		}, s)
	}},
	{"pinyin", func(s string, _ *rand.Rand) string {
		if !hasHan(s) {
			return ""
		}
		var b strings.Builder
		for _, r := range s {
			b.WriteRune(r)
			if unicode.Is(unicode.Han, r) {
				b.WriteString("(" + []string{"cuò", "wu", "hào", "jie", "shi"}[int(r)%5] + ")")
			}
		}
		return b.String()
	}},
	{"blanks between characters", func(s string, _ *rand.Rand) string {
		if !hasHan(s) {
			return ""
		}
		var b strings.Builder
		for _, r := range s {
			b.WriteRune(r)
			if unicode.Is(unicode.Han, r) {
				b.WriteByte(' ')
			}
		}
		return b.String()
	}},
	{"GBK as Latin-1", func(s string, _ *rand.Rand) string {
		b, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if !hasHan(s) || err != nil {
			return ""
		}
		return latin1([]byte(b))
	}},
	{"GBK bytes", func(s string, _ *rand.Rand) string {
		b, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if !hasHan(s) || err != nil {
			return ""
		}
		return b
	}},
	{"UTF-8 as Latin-1", func(s string, _ *rand.Rand) string {
		if !hasHan(s) {
			return ""
		}
		return latin1([]byte(s))
	}},
	{"UTF-8 as Windows-1252", func(s string, _ *rand.Rand) string {
		if !hasHan(s) {
			return ""
		}
		var b strings.Builder
		for _, c := range []byte(s) {
			r := charmap.Windows1252.DecodeByte(c)
			if r == utf8.RuneError {
				r = rune(c)
			}
			b.WriteRune(r)
		}
		return b.String()
	}},
	{"UTF-8 as GBK", func(s string, _ *rand.Rand) string {
		out, err := simplifiedchinese.GB18030.NewDecoder().String(s)
		if !hasHan(s) || err != nil || han(s) < 6 {
			return ""
		}
		return out
	}},
	{`\x escapes`, func(s string, _ *rand.Rand) string {
		if !hasHan(s) {
			return ""
		}
		b, _ := simplifiedchinese.GBK.NewEncoder().String(s)
		var out strings.Builder
		for _, c := range []byte(b) {
			if c >= 0x80 {
				fmt.Fprintf(&out, `\x%02x`, c)
			} else {
				out.WriteByte(c)
			}
		}
		return out.String()
	}},
	{"quoted-printable", func(s string, _ *rand.Rand) string {
		var out strings.Builder
		column := 0
		for _, c := range []byte(s) {
			if c >= 0x80 || c == '=' {
				fmt.Fprintf(&out, "=%02X", c)
				column += 3
			} else {
				out.WriteByte(c)
				column++
			}
			if column > 60 {
				out.WriteString("=\n")
				column = 0
			}
		}
		return out.String()
	}},
	{"wrapped lines", func(s string, _ *rand.Rand) string {
		words := strings.Split(s, " ")
		if len(words) < 8 {
			return ""
		}
		var b strings.Builder
		column := 0
		for i, w := range words {
			if i > 0 {
				if column > 30 {
					b.WriteByte('\n')
					column = 0
				} else {
					b.WriteByte(' ')
				}
			}
			b.WriteString(w)
			column += len(w) + 1
		}
		return b.String()
	}},
	{"HTML", func(s string, _ *rand.Rand) string {
		return "<html><body><div style=\"color:red\"><p>" + strings.ReplaceAll(html.EscapeString(s), " ", "&nbsp;") + "<br></p></div></body></html>"
	}},
	{"quoted with >", func(s string, _ *rand.Rand) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }},
	{"BOM", func(s string, _ *rand.Rand) string { return "\ufeff" + s }},
	{"double blanks", func(s string, _ *rand.Rand) string { return strings.ReplaceAll(s, " ", "  ") }},
	{"trailing full stop", func(s string, _ *rand.Rand) string { return strings.TrimRight(s, ". ") + " ." }},
	{"zero-width characters", func(s string, r *rand.Rand) string {
		var b strings.Builder
		for _, c := range s {
			b.WriteRune(c)
			if r.IntN(4) == 0 {
				b.WriteRune('\u200b')
			}
		}
		return b.String()
	}},
	{"behind a word of one's own", func(s string, _ *rand.Rand) string { return "Error: " + s }},
	{"in quotation marks", func(s string, _ *rand.Rand) string { return "“" + s + "”" }},
}

// TestDamaged: of every row, in every damage that can happen to it, at least 97 of 100 are still understood.
func TestDamaged(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	total, right := 0, 0
	for _, d := range damages {
		n, ok := 0, 0
		for _, file := range []string{"replies.tsv", "bounces.tsv"} {
			for _, r := range rows(t, file, 2, 3) {
				text := d.do(r.text, random)
				if text == "" || slices.Contains(r.codes, "-") {
					continue
				}
				n++
				if got := answer(t, text); slices.Contains(r.codes, got) {
					ok++
				} else {
					t.Logf("%s: %s:%d: %q means %q, want one of %v", d.name, file, r.line, text, got, r.codes)
				}
			}
		}
		t.Logf("%-28s %4d of %4d", d.name, ok, n)
		if n == 0 {
			t.Errorf("%s: no text to try it on", d.name)
		}
		total, right = total+n, right+ok
	}
	if right*100 < total*97 {
		t.Errorf("%d of %d damaged texts are understood: less than 97 in 100", right, total)
	}
	t.Logf("%d of %d", right, total)
}
