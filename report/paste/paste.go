// Package paste puts the measurements of one run into a few lines of letters that survive chat and mail programs, and
// takes them out again:
//
//	-----BEGIN MAILDIAG REPORT-----
//	64 columns of base64
//	-----END MAILDIAG REPORT-----
//
// Inside is a byte for the format, a deflate stream with a preset dictionary (dict.txt), and a CRC-32 of all before it.
// The stream holds records, each with its length and a CRC-32 of its own: first what is there, then the parts of the
// facts, one service, one name or one path a record. So a paste that is cut off gives up what stands before the cut,
// whole parts only, and what is missing can be told by name. There is no "=" in it, which mail programs rewrite
// (quoted-printable), and no "_" or "*", which chat programs take for emphasis.
//
// It owns the format, and what mangling is forgiven. The dictionary belongs to the format: another one needs another
// first byte, and the old one stays.
//
// Not here: masking and the words about what is wrong with a paste (package report), and where a block is shown (package
// render).
package paste

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"slices"
	"strings"

	"maildiag/probe/fact"
)

const (
	begin   = "-----BEGIN MAILDIAG REPORT-----"
	end     = "-----END MAILDIAG REPORT-----"
	columns = 64

	format = 1

	// MaxSize bounds the letters of a block. That of three services has some 5 KiB, of an hour's trace some 200.
	MaxSize = 1 << 20
	// maxFacts bounds what a block may unpack to.
	maxFacts = 8 << 20
)

//go:embed dict.txt
var dict []byte

// head is the first record.
type head struct {
	Version string         `json:"version"`
	Parts   map[string]int `json:"parts"` // how many records of each kind follow
}

// order is in which the parts are written: what a verdict needs most comes first, and is lost last.
var order = []string{"run", "password", "pc", "services", "names", "domain", "profile", "paths", "message", "said"}

// Encode writes the facts as a block, a line each. It is nil where there are too many for a paste.
func Encode(set *fact.Set, version string) ([]string, error) {
	data, err := json.Marshal(set)
	if err != nil {
		return nil, err
	}
	parts := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &parts); err != nil {
		return nil, err
	}
	top := head{Version: version, Parts: map[string]int{}}
	var records [][]byte
	for _, name := range sorted(parts) {
		for _, part := range split(parts[name]) {
			top.Parts[name]++
			records = append(records, slices.Concat([]byte(`{"`+name+`":`), part, []byte("}")))
		}
	}
	first, err := json.Marshal(map[string]head{"head": top})
	if err != nil {
		return nil, err
	}
	packed, err := pack(append([][]byte{first}, records...))
	if err != nil {
		return nil, err
	}
	if base64.RawStdEncoding.EncodedLen(len(packed)) > MaxSize {
		return nil, nil
	}
	return armour(packed), nil
}

// sorted lists the parts in their order, those that it does not know last.
func sorted[T any](parts map[string]T) []string {
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	rank := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return names
}

// split makes lists of one element of a list; anything else stays whole.
func split(value json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		return []json.RawMessage{value}
	}
	for i := range list {
		list[i] = slices.Concat([]byte("["), list[i], []byte("]"))
	}
	return list
}

func pack(records [][]byte) ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte(format)
	w, err := flate.NewWriterDict(&out, flate.BestCompression, dict)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		frame := binary.AppendUvarint(nil, uint64(len(r)))
		frame = binary.BigEndian.AppendUint32(frame, crc32.ChecksumIEEE(r))
		if _, err := w.Write(append(frame, r...)); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint32(out.Bytes(), crc32.ChecksumIEEE(out.Bytes())), nil
}

func armour(packed []byte) []string {
	letters := base64.RawStdEncoding.EncodeToString(packed)
	lines := []string{begin}
	for len(letters) > columns {
		lines = append(lines, letters[:columns])
		letters = letters[columns:]
	}
	return append(lines, letters, end)
}
