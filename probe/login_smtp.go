package probe

import (
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"maildiag/probe/fact"
)

// smtpDialogue is a submission session that is logged in.
type smtpDialogue struct {
	*bridge
	client *smtp.Client
	last   *fact.Reply // the newest reply of the server, as it came
}

// loginSMTP logs in once by AUTH PLAIN or AUTH LOGIN (RFC 4954), through go-smtp. The library is told the greeting and
// the capabilities that are known already, and its "*" after a refusal, which servers answer with an error, stays here.
func loginSMTP(s *session, c credentials) (*fact.Login, dialogue) {
	d := newSMTPDialogue(s, c)
	l := &fact.Login{Mechanism: c.mechanism}
	start := time.Now()
	s.deadline(loginTimeout)
	s.mask(true)
	auth := sasl.NewPlainClient("", c.name, c.password)
	switch c.mechanism {
	case "LOGIN":
		auth = sasl.NewLoginClient(c.name, c.password)
	case saslXOAUTH2:
		auth = &bearer{c}
	}
	err := d.call(func() error { return d.client.Auth(auth) })
	s.mask(false)
	if err == nil && d.last != nil {
		d.last.Kind = fact.ReplyOK
	}
	r, err := d.answer(d.last, err)
	settle(l, start, r, err)
	return l, d
}

func newSMTPDialogue(s *session, c credentials) *smtpDialogue {
	d := &smtpDialogue{bridge: newBridge(s, "220 ready\r\n")}
	d.line = func(line string) string {
		switch {
		case strings.HasPrefix(line, "EHLO "):
			return "250-ready\r\n" + ehloLines(c.caps) + "250 OK\r\n"
		case line == "*" && d.last != nil && d.last.Code >= 400:
			return "501 cancelled\r\n"
		}
		return ""
	}
	d.next = func() (string, error) {
		r, err := s.readSMTP(d.sent())
		if err != nil {
			return "", err
		}
		d.last = r
		if r.Code == 334 { // the challenge is the library's to read
			last := r.Lines[len(r.Lines)-1]
			return "334 " + last[min(4, len(last)):] + "\r\n", nil
		}
		if r.Kind == fact.ReplyGarbage {
			return "", refusal(r, "a command")
		}
		return smtpPlain(r), nil
	}
	d.client = smtp.NewClient(d.bridge)
	d.client.CommandTimeout = loginTimeout
	return d
}

// ehloLines repeats what the library acts upon.
func ehloLines(c *fact.Caps) string {
	var b strings.Builder
	for _, name := range []string{"8BITMIME", "SMTPUTF8"} {
		if c.Has(name) {
			b.WriteString("250-" + name + "\r\n")
		}
	}
	return b.String()
}

// smtpPlain is a reply in one line.
func smtpPlain(r *fact.Reply) string {
	code := r.Lines[len(r.Lines)-1]
	return code[:3] + " " + r.Enhanced + " x\r\n"
}

// after goes on to MAIL FROM and RCPT TO where a recipient was named, and takes it back by RSET: no message is sent.
func (d *smtpDialogue) after(l *fact.Login, c credentials) {
	if c.to == "" {
		return
	}
	var opts *smtp.MailOptions
	if !isASCII(c.from+c.to) && c.caps.Has("SMTPUTF8") {
		opts = &smtp.MailOptions{UTF8: true}
	}
	l.Mail = d.step("MAIL FROM", func() error { return d.client.Mail(c.from, opts) })
	if l.Mail.Failure != nil || l.Mail.Refused() {
		return
	}
	l.Rcpt = d.step("RCPT TO", func() error { return d.client.Rcpt(c.to, nil) })
	if l.Rcpt.Failure == nil {
		d.s.deadline(commandTimeout)
		_ = d.call(d.client.Reset) // its answer changes nothing: QUIT ends the transaction too
	}
}

func (d *smtpDialogue) end() { d.Close() }

func (d *smtpDialogue) step(op string, do func() error) *fact.Step {
	d.last = nil
	start := time.Now()
	d.s.deadline(commandTimeout)
	err := d.call(do)
	r, err := d.answer(d.last, err)
	return step(fact.StageSend, op, start, r, err)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0
}
