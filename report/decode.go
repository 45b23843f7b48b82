package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
	"maildiag/report/paste"
)

const (
	// MaxSize bounds a saved report. A run of three services makes some 50 KiB.
	MaxSize = 16 << 20
	// A small file can name very many empty values, each of which costs memory once decoded.
	maxObjects = 50_000
	maxValues  = 1_000_000
)

// InputError is why a saved report can't be read, in both languages.
type InputError struct{ Text lang.Text }

func (e *InputError) Error() string { return e.Text.In(lang.EN) }

var (
	errTooBig = &InputError{lang.T(
		"the report is larger than 16 MiB: no report of maildiag is, so this is another file",
		"报告超过 16 MiB：maildiag 的报告没有这么大，请确认没有选错文件")}
	errTooMuch = &InputError{lang.T(
		"the report holds far more entries than any run makes, so it was not written by maildiag",
		"报告里的条目远远多于一次检测所能产生的数量，不像是 maildiag 写的")}
	errEmpty = &InputError{lang.T(
		"the report is empty: give the whole text of a report, or the file that `maildiag … -o FILE` wrote",
		"报告是空的：请提供完整的报告文字，或由 `maildiag … -o 文件` 保存的文件")}
	errNoReport = &InputError{lang.T(
		"this is no report of maildiag: the text of one ends in lines that begin with -----BEGIN MAILDIAG REPORT-----, and those are needed",
		"这不是 maildiag 的报告：报告末尾应有以 -----BEGIN MAILDIAG REPORT----- 开头的几行，请连同这几行一起复制")}
	errBlockEmpty = &InputError{lang.T(
		"the lines below -----BEGIN MAILDIAG REPORT----- are missing or damaged: copy the report once more, down to -----END MAILDIAG REPORT-----",
		"-----BEGIN MAILDIAG REPORT----- 下面的内容缺失或损坏：请重新复制，一直到 -----END MAILDIAG REPORT----- 为止")}
	errBlockNewer = &InputError{lang.T(
		"the report was written by a newer maildiag: use that version or a later one to read it",
		"这份报告是用更新版本的 maildiag 写的：请用同样新或更新的版本来读")}
	textOnlyNamed = lang.T(
		"the measurements (the lines from -----BEGIN MAILDIAG REPORT----- on) are missing, so nothing can be judged again; the text names {codes}: `maildiag codes {first}` tells about it",
		"缺少测量数据（从 -----BEGIN MAILDIAG REPORT----- 开始的几行），无法重新判断；文字里提到的原因是 {codes}，可用 `maildiag codes {first}` 查看说明")
	errCutOff = &InputError{lang.T(
		"the report is cut off: its end is missing, so save or copy it once more, whole",
		"报告不完整，缺少结尾：请重新保存或完整复制一遍")}
	errMore = &InputError{lang.T(
		"something stands behind the report: the file must hold one report and nothing else",
		"报告后面还有别的内容：文件里只能有一份报告")}
	errOther = &InputError{lang.T(
		"this JSON is no report of maildiag: its \"schema\" should be \"maildiag.report/1\"",
		"这个 JSON 不是 maildiag 的报告：它的 \"schema\" 应为 \"maildiag.report/1\"")}
	errNoFacts = &InputError{lang.T(
		"the report holds no measurements (\"facts\"), so it can't be judged again",
		"报告里没有测量数据（\"facts\"），无法重新判断")}
	textNewer = lang.T(
		"the report is of the kind {schema}, which this version can't read: use a newer maildiag",
		"报告的格式是 {schema}，这个版本读不了：请使用更新的 maildiag")
	textMalformed = lang.T(
		"the report is damaged at {where}: {why}",
		"报告在 {where} 处已损坏：{why}")
)

// saved is what is taken out of a saved report. Its verdict is not: it is made anew.
type saved struct {
	Schema string    `json:"schema"`
	Tool   Tool      `json:"tool"`
	Facts  *fact.Set `json:"facts"`
}

// Decode reads a saved report, JSON or pasted text: its measurements, and the version that made them. Fields that it does
// not know are left out, so that a report of a later version can still be read. Of a paste that was cut off it takes what
// is there, and Run.Lost says what is not. What is wrong with the report is an *InputError; any other error is the
// reader's own.
func Decode(r io.Reader) (*fact.Set, string, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, "", err
	}
	if len(data) > MaxSize {
		return nil, "", errTooBig
	}
	data = bytes.TrimSpace(utf8Of(data))
	switch {
	case len(data) == 0:
		return nil, "", errEmpty
	case data[0] != '{':
		return decodePaste(string(data))
	case bytes.Count(data, []byte("{")) > maxObjects || bytes.Count(data, []byte(",")) > maxValues:
		return nil, "", errTooMuch
	}
	return decodeJSON(data)
}

// utf8Of takes a byte order mark off. PowerShell writes what a program prints as UTF-16.
func utf8Of(data []byte) []byte {
	low := 0
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		low = 1
	default:
		return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+low])|uint16(data[i+1-low])<<8)
	}
	return []byte(string(utf16.Decode(units)))
}

// decodePaste reads the block at the end of a text.
func decodePaste(text string) (*fact.Set, string, error) {
	block, err := paste.Decode(text)
	switch {
	case errors.Is(err, paste.ErrNewer):
		return nil, "", errBlockNewer
	case errors.Is(err, paste.ErrTooMuch):
		return nil, "", errTooMuch
	case err != nil:
		if codes := codesIn(text); len(codes) > 0 {
			return nil, "", &InputError{textOnlyNamed.With("codes", strings.Join(codes, ", "), "first", codes[0])}
		}
		if errors.Is(err, paste.ErrNone) {
			return nil, "", errNoReport
		}
		return nil, "", errBlockEmpty
	}
	block.Set.Run.Lost = append(block.Set.Run.Lost, block.Lost...)
	return block.Set, block.Version, nil
}

var codeInText = regexp.MustCompile(`[(（]\x60?([a-z]+\.[a-z0-9-]+)\x60?[)）]`)

// codesIn lists the causes that a text names, as every form of a verdict does.
func codesIn(text string) []string {
	var out []string
	for _, m := range codeInText.FindAllStringSubmatch(text, 50) {
		if cause.ByCode(m[1]) != nil && !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// decodeJSON reads one JSON document and nothing behind it.
func decodeJSON(data []byte) (*fact.Set, string, error) {
	var doc saved
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); err != nil {
		return nil, "", malformed(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, "", errMore
	}
	switch {
	case doc.Schema == Schema:
	case strings.HasPrefix(doc.Schema, "maildiag.report/"):
		return nil, "", &InputError{textNewer.With("schema", doc.Schema)}
	default:
		return nil, "", errOther
	}
	if doc.Facts == nil {
		return nil, "", errNoFacts
	}
	if by := doc.Tool.MeasuredBy; by != "" {
		return doc.Facts, by, nil
	}
	return doc.Facts, doc.Tool.Version, nil
}

// malformed turns the decoder's error into one line.
func malformed(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errCutOff
	case errors.As(err, &wrong):
		return &InputError{textMalformed.With("where", `"`+wrong.Field+`"`, "why", lang.T("a value of the wrong kind ({got})", "值的类型不对（{got}）").With("got", wrong.Value))}
	case errors.As(err, &syntax):
		return &InputError{textMalformed.With("where", lang.T("byte {n}", "第 {n} 字节").With("n", syntax.Offset), "why", lang.T("not JSON", "不是有效的 JSON"))}
	}
	return &InputError{textMalformed.With("where", lang.T("an unknown place", "未知位置"), "why", err.Error())}
}
