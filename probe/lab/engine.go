package lab

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"maildiag/probe/fact"
)

// speech is what a server says in place of its usual words, and what it does then. In the lines {host}, {client},
// {user}, {from}, {to} and {verb} stand for what they name. An IMAP line that does not begin with "* " gets the tag.
type speech struct {
	lines []string
	raw   string // sent behind the lines, without an end of line
	gbk   bool   // in the bytes of GBK
	then  ending
	flood string // with then == flood: what is said over and over
}

// ending is what follows a speech.
type ending int

const (
	goOn   ending = iota
	hangUp        // close, in good order
	hold          // say nothing more, and stay
	cut           // RST
	flood         // go on talking for ever
)

func say(lines ...string) speech    { return speech{lines: lines} }
func sayBye(lines ...string) speech { return speech{lines: lines, then: hangUp} }

// maxLine is the longest command that a server reads, and room for a whole ClientHello.
const maxLine = 20 << 10

// session is one connection as its server sees it: the engine under all three protocols.
type session struct {
	w      *World
	door   netip.AddrPort
	port   *port
	speaks fact.Protocol // not always the port's: another kind of server may answer
	raw    *net.TCPConn
	conn   net.Conn
	in     *bufio.Reader
	secure bool
	slow   bool // one byte a second

	user     string // logged in
	asked    string // POP3 USER
	named    bool   // IMAP ID was sent
	from, to string // SMTP envelope
	verb     string // the command under way
	tag      string // of the IMAP command under way
}

func newSession(w *World, c *net.TCPConn, door netip.AddrPort, p *port) *session {
	return &session{w: w, door: door, port: p, speaks: p.speaks, raw: c, conn: c, in: bufio.NewReaderSize(c, maxLine)}
}

// run is one connection from its first byte to its last.
func (s *session) run() {
	defer s.close()
	if s.port.implicit && !s.fault("tls").is("plain") && !s.handshake() {
		return
	}
	if s.speaks == "" {
		s.serveWeb()
		return
	}
	if !s.greet() {
		return
	}
	for {
		line, ok := s.line()
		if !ok || !s.command(line) {
			return
		}
	}
}

// command answers one line; false: the connection is over.
func (s *session) command(line string) bool {
	switch s.speaks {
	case fact.IMAP:
		return s.commandIMAP(line)
	case fact.POP3:
		return s.commandPOP3(line)
	}
	return s.commandSMTP(line)
}

// fault gives the value of a key at this port.
func (s *session) fault(key string) choice { return s.port.slots[key] }

// words gives what a fault of that key makes this server say.
func (s *session) words(key string) (speech, bool) {
	c := s.fault(key)
	if !c.given() || c.says == nil {
		return speech{}, false
	}
	sp, ok := c.says[s.speaks]
	return sp, ok
}

// greet says the first words.
func (s *session) greet() bool {
	c := s.fault("greeting")
	if c.is("imap", "pop3", "smtp") {
		s.speaks = fact.Protocol(c.value)
		return s.reply(s.greeting())
	}
	if c.is("slow") {
		// Postfix's postscreen says the first line of a multi-line greeting at once, and the last one late (POSTSCREEN_README).
		if s.speaks == fact.SMTP && !s.reply("220-{host} ESMTP Postfix") {
			return false
		}
		return s.w.wait(s.w.ctx, c.wait) && s.reply(s.greeting())
	}
	s.slow = c.is("byte-per-second")
	if sp, ok := s.words("greeting"); ok {
		return s.perform(sp)
	}
	return s.reply(s.greeting())
}

func (s *session) greeting() string {
	switch s.speaks {
	case fact.IMAP:
		if _, odd := s.words("caps"); odd { // the client shall have to ask
			return "* OK Dovecot ready."
		}
		return "* OK [CAPABILITY " + s.capsIMAP() + "] Dovecot ready."
	case fact.POP3:
		return "+OK Dovecot ready."
	}
	if s.stripped() {
		return "220 ***************************************"
	}
	return "220 {host} ESMTP Postfix"
}

// perform says a speech and does what follows it; false: the connection is over.
func (s *session) perform(sp speech) bool {
	var b strings.Builder
	for _, line := range sp.lines {
		if s.tag != "" && !strings.HasPrefix(line, "* ") {
			b.WriteString(s.tag + " ")
		}
		b.WriteString(line + "\r\n")
	}
	b.WriteString(sp.raw)
	out := s.fill(b.String())
	if sp.gbk {
		out, _ = simplifiedchinese.GBK.NewEncoder().String(out)
	}
	if !s.write(out) {
		return false
	}
	switch sp.then {
	case hold:
		s.listen()
	case cut:
		s.reset()
	case flood:
		for chunk := s.fill(sp.flood); s.write(chunk); {
		}
	}
	return sp.then == goOn
}

// reply says lines as they are, without a tag.
func (s *session) reply(lines ...string) bool {
	return s.write(s.fill(strings.Join(lines, "\r\n") + "\r\n"))
}

// fill puts names into a text.
func (s *session) fill(t string) string {
	if !strings.Contains(t, "{") {
		return t
	}
	user := s.user
	if user == "" {
		user = Address
	}
	client := wan4
	if !s.door.Addr().Is4() {
		client = pc6
	}
	return strings.NewReplacer("{host}", s.port.host.name, "{client}", client.String(), "{user}", user,
		"{from}", s.from, "{to}", s.to, "{verb}", s.verb).Replace(t)
}

// write sends a text; false: the client is gone.
func (s *session) write(t string) bool {
	if !s.slow {
		_, err := s.conn.Write([]byte(t))
		return err == nil
	}
	for i := range len(t) {
		if _, err := s.conn.Write([]byte{t[i]}); err != nil || !s.w.wait(s.w.ctx, 1) {
			return false
		}
	}
	return true
}

// line reads one command line, without its end.
func (s *session) line() (string, bool) {
	b, err := s.in.ReadSlice('\n')
	if err != nil {
		return "", false
	}
	return strings.TrimRight(string(b), "\r\n"), true
}

// note keeps a command for the world's record, without what may be a credential.
func (s *session) note(line string, secret bool) {
	if secret {
		words := strings.Fields(line)
		line = strings.Join(words[:min(len(words), 2)], " ")
	}
	s.w.log.heard(s.door, line)
}

// listen takes what the client says until it goes, and answers nothing.
func (s *session) listen() { io.Copy(io.Discard, s.in) }

// reset cuts the connection with RST.
func (s *session) reset() {
	s.raw.SetLinger(0)
	s.raw.Close()
}

// close ends in good order: what was said last must arrive, so the client's last words are taken before the socket
// goes (else they would be answered by RST).
func (s *session) close() {
	if t, ok := s.conn.(*tls.Conn); ok {
		t.CloseWrite()
	}
	if s.raw.CloseWrite() == nil {
		s.raw.SetReadDeadline(time.Now().Add(time.Second))
		io.Copy(io.Discard, s.raw)
	}
	s.raw.Close()
}

// offersTLS says whether STARTTLS stands in the capabilities.
func (s *session) offersTLS() bool {
	return !s.secure && !s.fault("starttls").is("missing", "stripped")
}

// stripped: something between takes STARTTLS out, as a Cisco ASA with SMTP inspection does.
func (s *session) stripped() bool { return !s.secure && s.fault("starttls").is("stripped") }

// takesLogin: a login may be made here. A server without any TLS has nothing better to offer than clear text.
func (s *session) takesLogin() bool { return s.secure || s.fault("starttls").is("missing") }

// upgrade answers STARTTLS or STLS with its yes, and shakes hands. What came behind the command is forgotten.
func (s *session) upgrade(yes string, injected string) bool {
	if sp, ok := s.words("starttls"); ok && s.fault("starttls").is("refused") {
		return s.perform(sp)
	}
	if s.fault("starttls").is("injected") {
		yes += "\r\n" + injected
	}
	if !s.reply(yes) {
		return false
	}
	s.in.Discard(s.in.Buffered())
	s.user, s.asked, s.from, s.to = "", "", "", ""
	return s.handshake()
}
