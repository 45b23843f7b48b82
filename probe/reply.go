package probe

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"maildiag/probe/fact"
)

var (
	enhancedCode = regexp.MustCompile(`^([245])\.(\d{1,3})\.(\d{1,3})(?:[ :]|$)`)
	responseCode = regexp.MustCompile(`^\[([A-Za-z][A-Za-z0-9./_-]*)(?: [^\]]*)?\]`)
)

// readSMTP reads one SMTP reply (RFC 5321 section 4.2), all of its lines.
func (s *session) readSMTP(start time.Time) (*fact.Reply, error) {
	r := &fact.Reply{Kind: fact.ReplyGarbage}
	for size := 0; ; {
		line, err := s.readLine()
		size += len(line)
		if err != nil {
			return r, s.unfinished(r, line, err)
		}
		if size > maxReply {
			return r, &stepError{class: fact.TooMuch, text: "the server's answer has no end", bytes: size}
		}
		code, last, rest, ok := smtpLine(string(line))
		if !ok {
			r.Lines = append(r.Lines, s.clean(line))
			r.MS = ms(time.Since(start))
			return r, nil
		}
		if r.Code == 0 {
			r.Code = code
		}
		if m := enhancedCode.FindString(rest); m != "" && r.Enhanced == "" {
			r.Enhanced = strings.TrimRight(m, " :")
		}
		if len(r.Lines) < maxLines {
			r.Lines = append(r.Lines, s.clean(line))
		}
		if last {
			r.Kind, r.MS = smtpKind(r.Code), ms(time.Since(start))
			return r, nil
		}
	}
}

// smtpLine parts one line: its code, whether it is the reply's last, and the text.
func smtpLine(line string) (code int, last bool, rest string, ok bool) {
	if len(line) < 3 {
		return 0, false, "", false
	}
	code, err := strconv.Atoi(line[:3])
	if err != nil || code < 200 || code > 599 {
		return 0, false, "", false
	}
	if len(line) == 3 {
		return code, true, "", true
	}
	if line[3] != ' ' && line[3] != '-' {
		return 0, false, "", false
	}
	return code, line[3] == ' ', line[4:], true
}

func smtpKind(code int) fact.Kind {
	switch {
	case code == 421:
		return fact.ReplyBye
	case code < 400:
		return fact.ReplyOK
	case code < 500:
		return fact.ReplyLater
	}
	return fact.ReplyNo
}

// readPOP3 reads one POP3 status line (RFC 1939 section 3).
func (s *session) readPOP3(start time.Time) (*fact.Reply, error) {
	line, err := s.readLine()
	r := &fact.Reply{Kind: fact.ReplyGarbage}
	if err != nil {
		return r, s.unfinished(r, line, err)
	}
	r.Lines, r.MS = []string{s.clean(line)}, ms(time.Since(start))
	status, rest, _ := strings.Cut(string(line), " ")
	switch strings.ToUpper(status) {
	case "+OK", "+":
		r.Kind = fact.ReplyOK
	case "-ERR":
		r.Kind, r.RespCode = fact.ReplyNo, bracketed(rest)
		if r.RespCode == "SYS/TEMP" {
			r.Kind = fact.ReplyLater
		}
	}
	return r, nil
}

// readPOP3List reads the lines of a multi-line answer up to the single dot.
func (s *session) readPOP3List() ([]string, error) {
	var lines []string
	for size := 0; ; {
		line, err := s.readLine()
		size += len(line)
		switch {
		case err != nil:
			return lines, err
		case size > maxReply:
			return lines, &stepError{class: fact.TooMuch, text: "the server's answer has no end", bytes: size}
		case string(line) == ".":
			return lines, nil
		}
		if len(lines) < maxLines {
			lines = append(lines, s.clean(line))
		}
	}
}

// imapStatus reads the status of one IMAP line behind its tag or star: OK, NO, BAD, BYE, PREAUTH.
func imapStatus(rest string) (kind fact.Kind, code string, ok bool) {
	word, text, _ := strings.Cut(rest, " ")
	code = bracketed(text)
	switch strings.ToUpper(word) {
	case "OK", "PREAUTH":
		return fact.ReplyOK, code, true
	case "NO", "BAD":
		if temporary[code] {
			return fact.ReplyLater, code, true
		}
		return fact.ReplyNo, code, true
	case "BYE":
		return fact.ReplyBye, code, true
	}
	return fact.ReplyGarbage, "", false
}

// temporary are the response codes of RFC 5530 that say nothing against the credentials.
var temporary = map[string]bool{"UNAVAILABLE": true, "SERVERBUG": true, "LIMIT": true, "INUSE": true}

// readIMAP reads up to the line that answers the tag; untagged lines go to each. A BYE in between is the answer.
func (s *session) readIMAP(tag string, start time.Time, each func(line string)) (*fact.Reply, error) {
	r := &fact.Reply{Kind: fact.ReplyGarbage}
	for size, count := 0, 0; ; count++ {
		line, err := s.readLine()
		size += len(line)
		if err != nil {
			return r, s.unfinished(r, line, err)
		}
		if size > maxReply || count > 20*maxLines {
			return r, &stepError{class: fact.TooMuch, text: "the server's answer has no end", bytes: size}
		}
		first, rest, _ := strings.Cut(string(line), " ")
		kind, code, known := imapStatus(rest)
		if first == tag || (first == "*" && kind == fact.ReplyBye) {
			r.Lines, r.MS = append(r.Lines, s.clean(line)), ms(time.Since(start))
			if known {
				r.Kind, r.RespCode = kind, code
			}
			return r, nil
		}
		if first == "*" && kind != fact.ReplyOK && known && len(r.Lines) < maxLines {
			r.Lines = append(r.Lines, s.clean(line)) // "* NO …" before a tagged NO often says why
		}
		if each != nil {
			each(string(line))
		}
	}
}

// bracketed returns the response code at the start of a status text, upper case.
func bracketed(text string) string {
	m := responseCode.FindStringSubmatch(strings.TrimLeft(text, " "))
	if m == nil {
		return ""
	}
	return strings.ToUpper(m[1])
}

// unfinished makes of an error in the middle of an answer one that tells how much had come.
func (s *session) unfinished(r *fact.Reply, line []byte, err error) error {
	if len(line) > 0 {
		r.Lines = append(r.Lines, s.clean(line))
	}
	if len(r.Lines) == 0 {
		return err
	}
	e := &stepError{class: class(err), text: err.Error(), reply: r, bytes: len(line)}
	var known *stepError
	if errors.As(err, &known) && known.bytes > e.bytes {
		e.bytes = known.bytes
	}
	for _, l := range r.Lines {
		e.bytes = max(e.bytes, len(l))
	}
	return e
}
