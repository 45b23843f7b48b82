package lab

import (
	"slices"
	"strings"
)

// The SMTP server (RFC 5321, 3207, 4954, 6409) sounds like Postfix. On 465 and 587 it takes mail from its users only;
// on 25 it is the domain's MX, knows no login, and relays for nobody.

func (s *session) capsSMTP() []string {
	list := []string{"PIPELINING", "SIZE 10240000", "VRFY", "ETRN"}
	if s.offersTLS() {
		list = append(list, "STARTTLS")
	}
	if s.stripped() {
		list = append(list, "XXXXXXXA")
	}
	if m := s.mechanisms(); len(m) > 0 && s.port.number != 25 {
		list = append(list, "AUTH "+strings.Join(m, " "))
	}
	if s.fault("caps").is("many") {
		list = append(list, manyCaps()...)
	}
	return append(list, "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING")
}

// commandSMTP answers one command.
func (s *session) commandSMTP(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	s.verb = strings.ToUpper(verb)
	s.note(line, s.verb == "AUTH")
	switch s.verb {
	case "EHLO":
		if sp, ok := s.words("caps"); ok {
			return s.perform(sp)
		}
		return s.multi("250", slices.Concat([]string{"{host}"}, s.capsSMTP()))
	case "HELO":
		return s.reply("250 {host}")
	case "STARTTLS":
		return s.startTLSSMTP()
	case "AUTH":
		return s.authSMTP(strings.Fields(rest))
	case "MAIL", "RCPT":
		return s.envelope(rest)
	case "RSET":
		s.from, s.to = "", ""
		return s.reply("250 2.0.0 Ok")
	case "NOOP":
		return s.reply("250 2.0.0 Ok")
	case "DATA":
		return s.reply("554 5.5.1 Error: no valid recipients")
	case "QUIT":
		s.reply("221 2.0.0 Bye")
		return false
	}
	return s.reply("502 5.5.2 Error: command not recognized")
}

// multi says a reply of several lines.
func (s *session) multi(code string, lines []string) bool {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = code + "-" + line
	}
	out[len(out)-1] = code + " " + lines[len(lines)-1]
	return s.reply(out...)
}

func (s *session) startTLSSMTP() bool {
	switch {
	case s.secure:
		return s.reply("554 5.5.1 Error: TLS already active")
	case !s.offersTLS():
		return s.reply("502 5.5.2 Error: command not recognized")
	}
	return s.upgrade("220 2.0.0 Ready to start TLS", "250-{host}\r\n250 AUTH PLAIN LOGIN")
}

func (s *session) authSMTP(args []string) bool {
	mechanism, initial := "", ""
	if len(args) > 0 {
		mechanism = strings.ToUpper(args[0])
	}
	if len(args) > 1 {
		initial = args[1]
	}
	switch {
	case s.offersTLS() && s.port.number != 25:
		s.w.log.login(Login{Addr: s.door, Protocol: s.speaks, Mechanism: mechanism, Encrypted: s.secure})
		return s.reply("530 5.7.0 Must issue a STARTTLS command first")
	case s.port.number == 25 || len(s.mechanisms()) == 0:
		return s.reply("503 5.5.1 Error: authentication not enabled")
	case !s.offers(mechanism):
		return s.reply("535 5.7.8 Error: authentication failed: Invalid authentication mechanism")
	}
	user, password, ok := s.exchange(mechanism, initial, func(challenge string) (string, bool) {
		if !s.reply("334 " + challenge) {
			return "", false
		}
		return s.line()
	})
	if !ok {
		return s.reply("501 5.7.0 Authentication aborted")
	}
	if no, ok := s.admit(mechanism, user, password); !ok {
		return s.perform(no)
	}
	return s.reply("235 2.7.0 Authentication successful")
}

// envelope answers MAIL FROM and RCPT TO.
func (s *session) envelope(rest string) bool {
	_, path, _ := strings.Cut(rest, "<")
	path, _, closed := strings.Cut(path, ">")
	switch {
	case !closed:
		return s.reply("501 5.5.4 Syntax: " + s.verb + " <address>")
	case s.offersTLS() && s.port.number != 25:
		return s.reply("530 5.7.0 Must issue a STARTTLS command first")
	case s.verb == "RCPT" && s.from == "":
		return s.reply("503 5.5.1 Error: need MAIL command")
	}
	if s.verb == "MAIL" {
		s.from = path
	} else {
		s.to = path
	}
	if sp, ok := s.words("send"); ok && s.fault("send").step == s.verb {
		return s.perform(sp)
	}
	if s.verb == "MAIL" {
		return s.reply("250 2.1.0 Ok")
	}
	if s.user == "" && (s.port.number != 25 || !strings.HasSuffix(strings.ToLower(path), "@"+Domain)) {
		return s.reply("554 5.7.1 <{to}>: Relay access denied")
	}
	return s.reply("250 2.1.5 Ok")
}
