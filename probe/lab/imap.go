package lab

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The IMAP server (RFC 3501) sounds like Dovecot 2.3.

const (
	imapBefore = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+"
	imapAfter  = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT THREAD=REFERENCES MULTIAPPEND UNSELECT CHILDREN " +
		"NAMESPACE UIDPLUS LIST-EXTENDED CONDSTORE QRESYNC ESEARCH SEARCHRES WITHIN LIST-STATUS BINARY MOVE LITERAL+"
)

func (s *session) capsIMAP() string {
	if s.user != "" {
		return imapAfter
	}
	list := []string{imapBefore}
	if s.offersTLS() {
		list = append(list, "STARTTLS")
	}
	if !s.passwords() {
		list = append(list, "LOGINDISABLED")
	}
	for _, m := range s.mechanisms() {
		list = append(list, "AUTH="+m)
	}
	if s.fault("caps").is("many") {
		list = append(list, manyCaps()...)
	}
	return strings.Join(list, " ")
}

// manyCaps is more than any server has.
func manyCaps() []string {
	var out []string
	for i := range 50 {
		out = append(out, fmt.Sprintf("X-EXTENSION-%02d", i+1))
	}
	return out
}

// commandIMAP answers one command.
func (s *session) commandIMAP(line string) bool {
	s.tag, line, _ = strings.Cut(line, " ")
	verb, rest, _ := strings.Cut(line, " ")
	s.verb = strings.ToUpper(verb)
	s.note(line, s.verb == "LOGIN" || s.verb == "AUTHENTICATE")
	args, ok := s.argsIMAP(rest)
	if !ok {
		return false
	}
	switch s.verb {
	case "CAPABILITY":
		if sp, ok := s.words("caps"); ok {
			return s.perform(sp)
		}
		return s.perform(say("* CAPABILITY "+s.capsIMAP(), "OK Pre-login capabilities listed, post-login capabilities have more."))
	case "NOOP":
		return s.perform(say("OK NOOP completed."))
	case "LOGOUT":
		return s.perform(sayBye("* BYE Logging out", "OK Logout completed."))
	case "ID":
		s.named = s.named || (len(args) > 0 && !strings.EqualFold(args[0], "NIL"))
		return s.perform(say(`* ID ("name" "Dovecot")`, "OK ID completed."))
	case "STARTTLS":
		return s.startTLSIMAP()
	case "LOGIN":
		return s.loginIMAP(args)
	case "AUTHENTICATE":
		return s.authenticateIMAP(args)
	case "SELECT", "EXAMINE":
		return s.openIMAP(args)
	}
	return s.perform(say("BAD Error in IMAP command " + s.verb + ": Unknown command."))
}

func (s *session) startTLSIMAP() bool {
	switch {
	case s.secure:
		return s.perform(say("BAD TLS is already active."))
	case !s.offersTLS():
		return s.perform(say("BAD Error in IMAP command STARTTLS: Unknown command."))
	}
	return s.upgrade(s.tag+" OK Begin TLS negotiation now.", "* CAPABILITY IMAP4rev1 AUTH=PLAIN")
}

func (s *session) loginIMAP(args []string) bool {
	switch {
	case s.user != "":
		return s.perform(say("BAD Error in IMAP command LOGIN: Already logged in."))
	case len(args) < 2:
		return s.perform(say("BAD Error in IMAP command LOGIN: Invalid arguments."))
	case !s.passwords():
		s.w.log.login(Login{Addr: s.door, Protocol: s.speaks, User: args[0], Mechanism: "LOGIN", Encrypted: s.secure})
		return s.perform(say("NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections."))
	}
	return s.finishIMAP(s.admit("LOGIN", args[0], args[1]))
}

func (s *session) authenticateIMAP(args []string) bool {
	if len(args) == 0 || !s.offers(strings.ToUpper(args[0])) {
		return s.perform(say("NO [CANNOT] Unsupported authentication mechanism."))
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
		return s.perform(say("BAD Authentication aborted by client."))
	}
	return s.finishIMAP(s.admit(mechanism, user, password))
}

func (s *session) finishIMAP(no speech, ok bool) bool {
	if !ok {
		return s.perform(no)
	}
	return s.perform(say("OK [CAPABILITY " + s.capsIMAP() + "] Logged in"))
}

func (s *session) openIMAP(args []string) bool {
	if s.user == "" {
		return s.perform(say("BAD Error in IMAP command " + s.verb + ": Not authenticated."))
	}
	if len(args) == 0 || !strings.EqualFold(args[0], "INBOX") {
		return s.perform(say("NO [NONEXISTENT] Mailbox doesn't exist."))
	}
	box := s.fault("mailbox")
	if sp, ok := s.words("mailbox"); ok && !(box.is("id-accepted") && s.named) {
		return s.perform(sp)
	}
	access, done := "READ-WRITE", "Select completed."
	if s.verb == "EXAMINE" {
		access, done = "READ-ONLY", "Examine completed."
	}
	return s.perform(say(`* FLAGS (\Answered \Flagged \Deleted \Seen \Draft)`, `* OK [PERMANENTFLAGS ()] Read-only mailbox.`,
		"* 3 EXISTS", "* 0 RECENT", "* OK [UIDVALIDITY 1700000000] UIDs valid", "* OK [UIDNEXT 4] Predicted next UID",
		"OK ["+access+"] "+done))
}

// argsIMAP reads the arguments of a command: atoms, quoted strings and literals, of which the rest is fetched. A list
// stays in one piece.
func (s *session) argsIMAP(rest string) ([]string, bool) {
	var args []string
	for {
		body, size, wait, literal := cutLiteral(rest)
		args = append(args, splitIMAP(body)...)
		if !literal {
			return args, true
		}
		if wait && !s.reply("+ OK") {
			return nil, false
		}
		value := make([]byte, size)
		if _, err := io.ReadFull(s.in, value); err != nil {
			return nil, false
		}
		args = append(args, string(value))
		var ok bool
		if rest, ok = s.line(); !ok {
			return nil, false
		}
	}
}

// cutLiteral finds the announcement of a literal at the end of a line, {12} or {12+} (RFC 7888).
func cutLiteral(line string) (body string, size int, wait, ok bool) {
	i := strings.LastIndexByte(line, '{')
	if i < 0 || !strings.HasSuffix(line, "}") {
		return line, 0, false, false
	}
	number := line[i+1 : len(line)-1]
	number, plus := strings.CutSuffix(number, "+")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > maxLine {
		return line, 0, false, false
	}
	return line[:i], n, !plus, true
}

// splitIMAP cuts a line into atoms, quoted strings and lists.
func splitIMAP(line string) []string {
	var out []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		switch line[0] {
		case '"':
			var word string
			word, line = unquote(line[1:])
			out = append(out, word)
		case '(':
			out, line = append(out, line), ""
		default:
			word, rest, _ := strings.Cut(line, " ")
			out, line = append(out, word), rest
		}
	}
	return out
}

// unquote reads a quoted string up to its end.
func unquote(s string) (word, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), s[i+1:]
		case '\\':
			i++
			if i == len(s) {
				return b.String(), ""
			}
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}
