package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Wrap breaks a line to a width (0: not at all): at blanks, and between Chinese characters, but never before a closing
// mark or behind an opening one. A word longer than the width stays whole, so that it can be copied.
func Wrap(s string, width int) []string {
	if width <= 0 || displaywidth.String(s) <= width {
		return []string{s}
	}
	var lines []string
	line, lineWidth := "", 0
	for _, word := range pieces(s) {
		w := displaywidth.String(word)
		visible := displaywidth.String(strings.TrimRight(word, " "))
		if lineWidth > 0 && lineWidth+visible > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line, lineWidth = "", 0
			word = strings.TrimLeft(word, " ")
		}
		line += word
		lineWidth += w
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces cuts a line where it may be broken.
func pieces(s string) []string {
	var out []string
	start := 0
	for i, r := range s {
		if i > start && breakable(s[:i], r) {
			out = append(out, s[start:i])
			start = i
		}
	}
	return append(out, s[start:])
}

func breakable(before string, next rune) bool {
	prev, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case next == ' ':
		return false
	case prev == ' ':
		return true
	case strings.ContainsRune("，。、；：！？）”’》】…%,.;:!?)", next), strings.ContainsRune("（“‘《【(", prev):
		return false
	}
	return unicode.In(prev, unicode.Han) || unicode.In(next, unicode.Han) || strings.ContainsRune("，。、；：！？）”", prev)
}
