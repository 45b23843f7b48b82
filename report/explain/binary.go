package explain

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode"

	"maildiag/probe/fact"
)

// Outlook saves a message as a compound file (MS-CFB, MS-OXMSG): its texts stand in there as UTF-16. Nothing but these words
// is wanted of it.

var compoundFile = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// binary says whether a file is no text: full of zero bytes and control characters, with no mark of UTF-16.
func binary(head []byte) bool {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return false
	}
	odd := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b {
			odd++
		}
	}
	return len(head) > 32 && odd*20 > len(head)
}

// readCompound reads the words of a .msg file.
func readCompound(in *bufio.Reader) ([]fact.Said, error) {
	b, err := io.ReadAll(io.LimitReader(in, maxMessage))
	if err != nil {
		return nil, err
	}
	text := utf16Runs(b)
	if len(text) > maxWhole {
		text = strings.ToValidUTF8(text[:maxWhole], "")
	}
	return ofText(text, false), nil
}

// utf16Runs picks runs of eight or more printable characters in UTF-16LE, a line each.
func utf16Runs(b []byte) string {
	var out, run strings.Builder
	n := 0
	flush := func() {
		if n >= 8 {
			out.WriteString(run.String())
			out.WriteByte('\n')
		}
		run.Reset()
		n = 0
	}
	for i := 0; i+1 < len(b) && out.Len() < 2*maxWhole; i += 2 {
		switch r := rune(b[i]) | rune(b[i+1])<<8; {
		case r == '\r':
		case r == '\n' || r == '\t' || r >= ' ' && r < 0x7f || r >= 0xa0 && r < 0x2100 && unicode.IsPrint(r) || unicode.Is(unicode.Han, r) || r >= 0x3000 && r < 0x3100 || r >= 0xff01 && r <= 0xff5e:
			run.WriteRune(r)
			n++
		default:
			flush()
		}
	}
	flush()
	return out.String()
}

// ErrBinary: what was given is no text.
var ErrBinary = errBinary{}

type errBinary struct{}

func (errBinary) Error() string { return "this is no text" }
