// Package explain tells what an error text, a bounce or a complaint means, with nothing but the text: no network, no
// measurement.
//
// It owns the way from bytes to pieces (Read: character sets, repairs of what was damaged on the way, bounces of any
// server's style, transcripts, logs), the judgement on them (Diagnose), what a helpdesk answers (advice), and the search in
// the knowledge (Search).
//
// Not here: the sentences by which a cause is known. These are the causes' own (package cause), so that a live check and
// this package know the same. And not the way of a message that arrived (package received).
//
// Input is hostile and may be huge: everything is read as a stream, and what is kept is bounded by the constants below.
package explain

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

const (
	maxWhole   = 256 << 10 // a text up to this size is repaired and looked at as a whole
	maxText    = 512 << 10 // of one part of a message that is kept
	maxLine    = 16 << 10  // of one line of a log
	maxPieces  = 400       // different errors of one input
	maxLooks   = 100_000   // lines of a log that are looked at closely: those of one kind count once
	maxParts   = 200       // parts of a message
	maxDepth   = 10        // nesting of parts
	maxHeader  = 1 << 20   // of one header
	maxHints   = 6
	lineLength = 300 // characters of the line that is shown
)

// Read takes a text, a log, or a message apart into what may be judged. There is always a piece at least: one of the kind
// SaidNothing where the text speaks of no error. Its error is the reader's own, ErrEmpty or ErrBinary.
func Read(r io.Reader) ([]fact.Said, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(64 << 10)
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))) == 0 {
		if err != nil && err != io.EOF {
			return nil, err
		}
		if err == io.EOF {
			return nil, ErrEmpty
		}
	}
	if bytes.HasPrefix(head, compoundFile) {
		return readCompound(in)
	}
	if binary(head) {
		return nil, ErrBinary
	}
	if looksLikeMessage(head) {
		return readMessage(in)
	}
	whole := &bytes.Buffer{}
	if _, err := io.CopyN(whole, in, maxWhole+1); err != nil && err != io.EOF {
		return nil, err
	}
	if whole.Len() <= maxWhole {
		return ofText(decode(whole.Bytes()), false), nil
	}
	return readLog(io.MultiReader(whole, in))
}

// ErrEmpty: there is nothing to explain.
var ErrEmpty = errEmpty{}

type errEmpty struct{}

func (errEmpty) Error() string { return "the text is empty" }

var (
	fieldLine  = pattern.New(`^[A-Za-z][A-Za-z0-9-]{1,60}:`)
	mailFields = pattern.New(`(?im)^(?:received|return-path|message-id|mime-version|content-type|delivered-to|x-[a-z-]+|date|from|to|subject|reporting-mta):`)
)

// looksLikeMessage says whether a text begins with the header of a message: its first lines are fields, and two of them are
// ones that every message has.
func looksLikeMessage(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), "\r\n\t ")
	if bytes.HasPrefix(head, []byte("From ")) {
		if i := bytes.IndexByte(head, '\n'); i >= 0 {
			head = head[i+1:]
		}
	}
	if !fieldLine.Match(head) {
		return false
	}
	header := head
	for _, end := range []string{"\n\n", "\n\r\n", "\r\r"} {
		if i := bytes.Index(header, []byte(end)); i >= 0 {
			header = header[:i+1]
		}
	}
	lines, fields := 0, 0
	for line := range bytes.Lines(header) {
		if lines++; lines > 40 {
			break
		}
		if fieldLine.Match(line) || line[0] == ' ' || line[0] == '\t' {
			fields++
		}
	}
	kinds := map[string]bool{}
	for _, m := range mailFields.FindAll(header, 60) {
		kinds[strings.ToLower(string(m))] = true
	}
	return len(kinds) >= 2 && fields*10 >= lines*7
}

// readLog reads line by line what is too large to look at as a whole.
func readLog(r io.Reader) ([]fact.Said, error) {
	in := bufio.NewReaderSize(r, maxLine)
	c := collector{}
	for {
		line, err := in.ReadSlice('\n')
		if len(line) > 0 && c.worth(line) {
			c.line(decode(bytes.Clone(line)))
		}
		for err == bufio.ErrBufferFull { // the rest of an endless line says nothing
			_, err = in.ReadSlice('\n')
		}
		if err == io.EOF || c.full() {
			return c.pieces(), nil
		}
		if err != nil {
			return nil, err
		}
	}
}
