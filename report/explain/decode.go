package explain

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode makes text of bytes whose character set nobody told: by their byte order mark, else UTF-8, else GB18030 where
// that gives common Chinese characters, else Windows-1252.
func decode(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return through(utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM), b)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return through(xunicode.UTF16(xunicode.LittleEndian, xunicode.ExpectBOM), b)
	}
	if utf8.Valid(b) {
		return string(b)
	}
	if cut := trimCut(b); utf8.Valid(cut) {
		return string(cut)
	}
	if s := through(simplifiedchinese.GB18030, b); chinese(s) {
		return s
	}
	if bad := strings.ToValidUTF8(string(b), "\ufffd"); strings.Count(bad, "\ufffd")*20 < utf8.RuneCountInString(bad) {
		return bad // UTF-8 with a few broken bytes
	}
	return through(charmap.Windows1252, b)
}

// trimCut takes off a last character that was cut through.
func trimCut(b []byte) []byte {
	for i := 1; i <= 3 && i < len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			return b[:len(b)-i]
		}
	}
	return b
}

func through(e encoding.Encoding, b []byte) string {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out)
}

// chinese says whether a decoded text is plausible Chinese: nothing was replaced, and its characters beyond ASCII are
// mostly the common Hanzi of GB 2312 level 1, or Chinese punctuation.
func chinese(s string) bool {
	common, other := 0, 0
	for _, r := range s {
		switch {
		case r < 0x80:
		case r == utf8.RuneError:
			return false
		case unicode.Is(unicode.Han, r) && level1(r), r >= 0x3000 && r < 0x3020, r >= 0xff01 && r <= 0xff5e, r == '“', r == '”', r == '…', r == '—', r == '·':
			common++
		default:
			other++
		}
	}
	return common > 0 && common >= 4*other
}

// level1 says whether a character is one of the 3,755 common ones: GB 2312 rows 16 to 55.
func level1(r rune) bool {
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	return err == nil && len(b) == 2 && b[0] >= 0xb0 && b[0] <= 0xd7 && b[1] >= 0xa1
}

// charsets are those by name that a bounce may be written in. Texts in others are read as what decode makes of them: their
// numbers and English words are still there.
var charsets = map[string]encoding.Encoding{
	"gb2312": simplifiedchinese.GB18030, "gbk": simplifiedchinese.GB18030, "gb18030": simplifiedchinese.GB18030, "cp936": simplifiedchinese.GB18030,
	"x-gbk": simplifiedchinese.GB18030, "hz-gb-2312": simplifiedchinese.HZGB2312,
	"iso-8859-1": charmap.Windows1252, "latin1": charmap.Windows1252, "windows-1252": charmap.Windows1252, "iso-8859-2": charmap.ISO8859_2,
	"iso-8859-5": charmap.ISO8859_5, "iso-8859-7": charmap.ISO8859_7, "iso-8859-9": charmap.ISO8859_9, "iso-8859-15": charmap.ISO8859_15,
	"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1253": charmap.Windows1253, "windows-1254": charmap.Windows1254,
	"windows-1257": charmap.Windows1257, "koi8-r": charmap.KOI8R, "koi8-u": charmap.KOI8U, "macintosh": charmap.Macintosh,
	"utf-16": xunicode.UTF16(xunicode.BigEndian, xunicode.UseBOM), "utf-16le": xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM),
	"utf-16be": xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM),
}

// decodeAs makes text of bytes whose character set is named. Names lie: what the named one can't read is guessed.
func decodeAs(b []byte, name string) string {
	name = strings.ToLower(strings.Trim(name, ` "'`))
	e, ok := charsets[name]
	if !ok || utf8.Valid(b) && name != "hz-gb-2312" && !strings.HasPrefix(name, "utf-16") {
		return decode(b)
	}
	if s := through(e, b); !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	return decode(b)
}

// charsetReader is decodeAs for encoded words in header fields.
func charsetReader(name string, in io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(io.LimitReader(in, 64<<10))
	if err != nil {
		return nil, err
	}
	return strings.NewReader(decodeAs(b, name)), nil
}
