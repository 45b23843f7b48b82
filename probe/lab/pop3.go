package lab

import (
	"slices"
	"strings"
)

// The POP3 server (RFC 1939, 2449, 2595, 5034) sounds like Dovecot 2.3.

func (s *session) capsPOP3() []string {
	list := []string{"CAPA", "TOP", "UIDL", "RESP-CODES", "PIPELINING", "AUTH-RESP-CODE"}
	if s.offersTLS() {
		list = append(list, "STLS")
	}
	if s.passwords() {
		list = append(list, "USER")
	}
	if m := s.mechanisms(); len(m) > 0 {
		list = append(list, "SASL "+strings.Join(m, " "))
	}
	if s.fault("caps").is("many") {
		list = append(list, manyCaps()...)
	}
	return list
}

// commandPOP3 answers one command.
func (s *session) commandPOP3(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	s.verb = strings.ToUpper(verb)
	if s.verb == "PASS" {
		s.note(s.verb, false)
	} else {
		s.note(line, s.verb == "AUTH")
	}
	switch s.verb {
	case "CAPA":
		if sp, ok := s.words("caps"); ok {
			return s.perform(sp)
		}
		return s.reply(slices.Concat([]string{"+OK"}, s.capsPOP3(), []string{"."})...)
	case "STLS":
		return s.startTLSPOP3()
	case "USER":
		return s.userPOP3(rest)
	case "PASS":
		if s.asked == "" {
			return s.reply("-ERR No username given.")
		}
		return s.finishPOP3(s.admit("USER", s.asked, rest))
	case "AUTH":
		return s.authPOP3(strings.Fields(rest))
	case "STAT":
		if sp, ok := s.words("login"); ok && s.fault("login").step == "STAT" {
			return s.perform(sp)
		}
		if s.user == "" {
			return s.reply("-ERR Unknown command.")
		}
		return s.reply("+OK 3 4711")
	case "NOOP":
		return s.reply("+OK")
	case "QUIT":
		s.reply("+OK Logging out")
		return false
	}
	return s.reply("-ERR Unknown command.")
}

func (s *session) startTLSPOP3() bool {
	switch {
	case s.secure:
		return s.reply("-ERR TLS is already active.")
	case !s.offersTLS():
		return s.reply("-ERR Unknown command.")
	}
	return s.upgrade("+OK Begin TLS negotiation now.", "+OK")
}

func (s *session) userPOP3(name string) bool {
	if !s.passwords() {
		s.w.log.login(Login{Addr: s.door, Protocol: s.speaks, User: name, Mechanism: "USER", Encrypted: s.secure})
		return s.reply("-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.")
	}
	s.asked = name
	return s.reply("+OK")
}

func (s *session) authPOP3(args []string) bool {
	if len(args) == 0 || !s.offers(strings.ToUpper(args[0])) {
		return s.reply("-ERR [AUTH] Unsupported authentication mechanism.")
	}
	mechanism, initial := strings.ToUpper(args[0]), ""
	if len(args) > 1 {
		initial = args[1]
	}
	user, password, ok := s.exchange(mechanism, initial, func(challenge string) (string, bool) {
		if !s.reply("+ " + challenge) {
			return "", false
		}
		return s.line()
	})
	if !ok {
		return s.reply("-ERR Authentication aborted by client.")
	}
	return s.finishPOP3(s.admit(mechanism, user, password))
}

func (s *session) finishPOP3(no speech, ok bool) bool {
	if !ok {
		s.asked = ""
		return s.perform(no)
	}
	return s.reply("+OK Logged in.")
}
