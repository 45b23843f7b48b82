package paste

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"html"
	"io"
	"regexp"
	"strings"
	"unicode"

	"maildiag/probe/fact"
)

// What may be wrong with a text as a whole.
var (
	ErrNone    = errors.New("there is no block")
	ErrEmpty   = errors.New("nothing of the block can be read")
	ErrNewer   = errors.New("the block is of a newer format")
	ErrTooMuch = errors.New("the block holds more than any run")
)

// Block is what was read.
type Block struct {
	Set     *fact.Set
	Version string // of the program that measured
	// Lost are the parts that could not be read: "services 1/3" is one of three. None: all of it was.
	Lost []string
}

const (
	maxBlocks  = 20     // a thread of mails may quote the same report again and again
	maxRecords = 20_000 // more than any run has parts
	maxRecord  = 4 << 20
	// Few bytes can name very many empty values, each of which costs memory.
	maxObjects = 50_000
	maxValues  = 1_000_000
)

// opening and closing forgive dashes that a program made long, quotes and line breaks between the words.
var (
	opening = regexp.MustCompile(`BEGIN[\s>|]{1,20}MAILDIAG[\s>|]{1,20}REPORT`)
	closing = regexp.MustCompile(`END[\s>|]{1,20}MAILDIAG[\s>|]{1,20}REPORT`)
)

// Decode finds the blocks in a text, and reads the first whole one, or the one with most of it left.
func Decode(text string) (*Block, error) {
	text = plain(text)
	starts := opening.FindAllStringIndex(text, maxBlocks)
	if len(starts) == 0 {
		return nil, ErrNone
	}
	var best *Block
	left, worst := -1, error(ErrEmpty)
	for i, at := range starts {
		body := text[at[1]:]
		if i+1 < len(starts) {
			body = text[at[1]:starts[i+1][0]]
		}
		whole := false
		if stop := closing.FindStringIndex(body); stop != nil {
			body, whole = body[:stop[0]], true
		}
		b, n, err := read(body, whole)
		switch {
		case err != nil && errors.Is(worst, ErrEmpty):
			worst = err
		case err == nil && len(b.Lost) == 0:
			return b, nil
		case err == nil && n > left:
			best, left = b, n
		}
	}
	if best != nil {
		return best, nil
	}
	return nil, worst
}

var (
	wordBreak = regexp.MustCompile(`(?i)<wbr */?>`)
	tag       = regexp.MustCompile(`<[/!a-zA-Z][^<>]{0,500}>`)
	softened  = regexp.MustCompile(`=\r?\n`) // quoted-printable goes on in the next line
	quote     = regexp.MustCompile(`^[\s|:]{0,8}(\w{0,4}[>＞][\s|]{0,8}){0,30}`)
)

// written is how quoted-printable, JSON and URLs write signs that a block may have or that stand around it.
var written = strings.NewReplacer("=2B", "+", "=2F", "/", "=3E", ">", "=20", " ", "=2D", "-", "=C2=A0", " ", "=0D", "",
	`\r`, "", `\n`, "\n", `\/`, "/", `\u002b`, "+", `\u002f`, "/", "%2B", "+", "%2F", "/", "%0D", "", "%0A", "\n", "%20", " ")

// plain takes off what other forms of text put around letters.
func plain(text string) string {
	text = tag.ReplaceAllString(wordBreak.ReplaceAllString(text, ""), "\n")
	text = html.UnescapeString(text)
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	return written.Replace(softened.ReplaceAllString(text, ""))
}

// letters collects the base64 of a block's lines. A line with anything else in it was put there by somebody.
func letters(body string) string {
	var out strings.Builder
	for i, line := range strings.FieldsFunc(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.TrimPrefix(line, quote.FindString(line))
		line = strings.ReplaceAll(line, " ", "")
		if i == 0 || strings.HasPrefix(line, "-") || strings.HasSuffix(line, "-") {
			line = strings.TrimFunc(line, dash)
		}
		if out.Len() > MaxSize || strings.ContainsFunc(line, foreign) {
			continue
		}
		out.WriteString(line)
	}
	return out.String()
}

// dash: what stands around the words of the first and the last line, whatever a program made of it.
func dash(r rune) bool {
	return unicode.Is(unicode.Pd, r) || r == '−' || r == '_' || r == '*' || r == '`'
}

func foreign(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/')
}

// read takes one block apart, and tells how many records could be read. Whole: its last line is there, so that the
// checksum of all can be compared.
func read(body string, whole bool) (*Block, int, error) {
	text := letters(body)
	if len(text) > MaxSize {
		return nil, 0, ErrTooMuch
	}
	if len(text)%4 == 1 { // cut within a byte
		text = text[:len(text)-1]
	}
	packed, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || len(packed) < 2 {
		return nil, 0, ErrEmpty
	}
	if packed[0] != format {
		if sum := len(packed) - 4; whole && sum > 0 && binary.BigEndian.Uint32(packed[sum:]) == crc32.ChecksumIEEE(packed[:sum]) {
			return nil, 0, ErrNewer
		}
		return nil, 0, ErrEmpty
	}
	return unpack(packed[1:])
}

// unpack reads records until one is damaged or missing.
func unpack(packed []byte) (*Block, int, error) {
	limited := &io.LimitedReader{R: flate.NewReaderDict(bytes.NewReader(packed), dict), N: maxFacts + 1}
	in := bufio.NewReader(limited)
	var top struct{ Head *head }
	first, ok := record(in)
	if !ok || json.Unmarshal(first, &top) != nil || top.Head == nil {
		return nil, 0, ErrEmpty
	}
	parts := map[string][]json.RawMessage{}
	n, objects, values := 0, 0, 0
	for n < maxRecords {
		data, ok := record(in)
		var part map[string]json.RawMessage
		if !ok || json.Unmarshal(data, &part) != nil {
			break
		}
		objects, values = objects+bytes.Count(data, []byte("{")), values+bytes.Count(data, []byte(","))
		if objects > maxObjects || values > maxValues {
			return nil, 0, ErrTooMuch
		}
		for name, value := range part {
			parts[name] = append(parts[name], value)
		}
		n++
	}
	if limited.N <= 0 || n >= maxRecords {
		return nil, 0, ErrTooMuch
	}
	set, err := join(parts)
	if err != nil || n == 0 {
		return nil, 0, ErrEmpty
	}
	b := &Block{Set: set, Version: top.Head.Version}
	for _, name := range sorted(top.Head.Parts) {
		if want, have := min(top.Head.Parts[name], maxRecords), len(parts[name]); have < want {
			b.Lost = append(b.Lost, fmt.Sprintf("%s %d/%d", name, want-have, want))
		}
	}
	return b, n, nil
}

// record reads one: its length, its checksum, itself.
func record(in *bufio.Reader) ([]byte, bool) {
	size, err := binary.ReadUvarint(in)
	if err != nil || size > maxRecord {
		return nil, false
	}
	var sum [4]byte
	if _, err := io.ReadFull(in, sum[:]); err != nil {
		return nil, false
	}
	var data bytes.Buffer // grows with what is really there
	if n, err := io.CopyN(&data, in, int64(size)); err != nil || n != int64(size) {
		return nil, false
	}
	return data.Bytes(), crc32.ChecksumIEEE(data.Bytes()) == binary.BigEndian.Uint32(sum[:])
}

// join puts the parts together again: the elements of lists, and what there is one of.
func join(parts map[string][]json.RawMessage) (*fact.Set, error) {
	whole := map[string]json.RawMessage{}
	for name, values := range parts {
		var list []json.RawMessage
		for _, value := range values {
			var some []json.RawMessage
			if json.Unmarshal(value, &some) == nil {
				list = append(list, some...)
			}
		}
		if whole[name] = values[0]; list != nil {
			data, err := json.Marshal(list)
			if err != nil {
				return nil, err
			}
			whole[name] = data
		}
	}
	data, err := json.Marshal(whole)
	if err != nil {
		return nil, err
	}
	set := &fact.Set{}
	return set, json.Unmarshal(data, set)
}
