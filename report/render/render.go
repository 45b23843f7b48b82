// Package render lays a finished report out: as text for a terminal, as Markdown for a ticket, as a
// page for a browser, as JSON for programs.
//
// It owns colours, marks, columns, line breaks and the last escaping of control characters.
//
// Not here: any word of a verdict, any judgement or sorting (package report has made them), and the
// exit status (cmd).
package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"maildiag/report"
)

// JSON writes the report as one object. Characters that a terminal could obey or that hide text, and that encoding/json
// lets through, are written as \u escapes.
func JSON(w io.Writer, r *report.Report) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeWith(buf.String(), func(r rune) string {
		if r == '\n' {
			return "\n" // the layout's own: inside strings it is escaped already
		}
		if r > 0xffff {
			hi, lo := surrogates(r)
			return fmt.Sprintf(`\u%04x\u%04x`, hi, lo)
		}
		return fmt.Sprintf(`\u%04x`, r)
	}))
	return err
}

func surrogates(r rune) (hi, lo rune) {
	r -= 0x10000
	return 0xd800 + r>>10, 0xdc00 + r&0x3ff
}

// Escape makes control characters, and characters that reorder or hide text, visible.
func Escape(s string) string {
	return escapeWith(s, func(r rune) string {
		switch {
		case r == '\t':
			return " "
		case r < 0x100:
			return fmt.Sprintf(`\x%02x`, r)
		}
		return fmt.Sprintf(`\u%04x`, r)
	})
}

func escapeWith(s string, visible func(rune) string) string {
	if !strings.ContainsFunc(s, unsafe) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unsafe(r) {
			b.WriteString(visible(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unsafe: C0 and C1 control characters, what is invisible or reorders (Cf), line and paragraph separators.
func unsafe(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
