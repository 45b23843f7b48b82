// Package received reads the header of a message that has arrived: the way it took, hop by hop, where it waited, and
// what the receiving servers thought of it.
//
// It owns the parsing of Received lines of any common server's style (Parse), of dates, authentication results and the
// verdicts of spam filters, and the arithmetic of delays (Route). It keeps facts, and bounded ones: no body, no subject.
//
// Not here: what a delay means (package cause, the delay.* causes), and bounces (package explain).
package received

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxHeader = 4 << 20  // bytes of header that are read; real ones have up to some 100 KiB
	maxField  = 64 << 10 // bytes of one field
	maxHops   = 100      // RFC 5321 section 6.3 lets servers bounce a message at 100
	maxFields = 20_000
)

// ErrNoHeader: what was given is no header of a message.
var ErrNoHeader = errors.New("no message header")

// field is one header field, unfolded.
type field struct{ name, value string }

// fields reads the header of a message, or the lines of one that somebody pasted: quoted, with a BOM, with blank lines
// between, behind a sentence. It stops where the body begins.
func fields(r io.Reader) ([]field, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if head, _ := in.Peek(2); bytes.Equal(head, []byte{0xff, 0xfe}) || bytes.Equal(head, []byte{0xfe, 0xff}) {
		in = bufio.NewReader(fromUTF16(in))
	}
	s := scanner{in: in}
	for len(s.out) < maxFields {
		line, err := s.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if (line == "" && err != nil) || !s.take(line) || s.read > maxHeader {
			break
		}
	}
	if len(s.out) == 0 {
		return nil, ErrNoHeader
	}
	return s.out, nil
}

// scanner takes a header apart, line by line.
type scanner struct {
	in   *bufio.Reader
	out  []field
	read int
	gap  bool // a blank line came: only a Received line may follow
}

// line reads one line without its end; what is longer than a field may be is dropped.
func (s *scanner) line() (string, error) {
	var b []byte
	for {
		part, err := s.in.ReadSlice('\n')
		s.read += len(part)
		if room := maxField - len(b); room > 0 {
			b = append(b, part[:min(len(part), room)]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) || s.read > maxHeader {
			if len(b) == 0 && err == nil {
				err = io.EOF
			}
			if err != nil && len(b) > 0 {
				err = nil // the end shows at the next call
			}
			return string(b), err
		}
	}
}

// take adds a line to the header; false: the header ended before it.
func (s *scanner) take(line string) bool {
	line = strings.TrimRight(line, "\r\n")
	line = unquote(strings.TrimPrefix(line, "\ufeff"))
	name, value, ok := cut(line)
	blank := strings.TrimSpace(line) == ""
	switch {
	case blank:
		s.gap = s.pasted()
		return s.gap || len(s.out) == 0
	case s.gap && !(ok && strings.EqualFold(name, "Received")):
		return false
	case line[0] == ' ' || line[0] == '\t':
		if n := len(s.out); n > 0 && !s.gap {
			if f := &s.out[n-1]; len(f.value) < maxField {
				f.value += " " + strings.TrimSpace(line)
			}
			return true
		}
		// Pasted with blanks before every line.
		if name, value, ok = cut(strings.TrimSpace(line)); ok {
			s.add(name, value)
		}
	case ok:
		s.add(name, value)
	}
	return true
}

func (s *scanner) add(name, value string) {
	s.gap = false
	s.out = append(s.out, field{name, value})
}

// pasted says whether what was read so far may be lines that somebody copied, with blank lines between: Received lines,
// and none of the fields by which a header ends as a rule.
func (s *scanner) pasted() bool {
	received := false
	for _, f := range s.out {
		switch strings.ToLower(f.name) {
		case "received":
			received = true
		case "from", "subject", "to", "message-id", "mime-version":
			return false
		}
	}
	return received
}

// unquote takes off "> " as replies put it before lines.
func unquote(line string) string {
	for strings.HasPrefix(line, ">") {
		line = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
	}
	return line
}

// cut parts "Name: value". An mbox "From " line and sentences have no such name.
func cut(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	if !ok || name == "" || len(name) > 76 {
		return "", "", false
	}
	for i := 0; i < len(name); i++ {
		if name[i] <= ' ' || name[i] >= 0x7f {
			return "", "", false
		}
	}
	return name, clean(strings.TrimSpace(value)), true
}

// clean makes text of what may be any bytes: no control characters, no broken UTF-8.
func clean(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, control) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

func control(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 }

// utf16Reader turns UTF-16, as Windows programs save it, into UTF-8.
type utf16Reader struct {
	in   *bufio.Reader
	big  bool
	left []byte
}

func fromUTF16(in *bufio.Reader) io.Reader {
	head := make([]byte, 2)
	io.ReadFull(in, head)
	return &utf16Reader{in: in, big: head[0] == 0xfe}
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.left) == 0 {
		r, err := u.rune()
		if err != nil {
			return 0, err
		}
		if utf16.IsSurrogate(r) {
			second, err := u.rune()
			if err != nil {
				return 0, err
			}
			r = utf16.DecodeRune(r, second)
		}
		u.left = utf8.AppendRune(nil, r)
	}
	n := copy(p, u.left)
	u.left = u.left[n:]
	return n, nil
}

func (u *utf16Reader) rune() (rune, error) {
	var b [2]byte
	if _, err := io.ReadFull(u.in, b[:]); err != nil {
		return 0, io.EOF
	}
	if u.big {
		return rune(b[0])<<8 | rune(b[1]), nil
	}
	return rune(b[1])<<8 | rune(b[0]), nil
}
