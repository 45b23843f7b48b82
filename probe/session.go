package probe

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"sync"
	"time"

	"maildiag/probe/fact"
)

const (
	maxLine     = 8 << 10 // RFC 5321 allows 512 bytes, RFC 2449 512, IMAP capability lines run to 1 or 2 KiB
	maxReply    = 64 << 10
	maxReceived = 1 << 20 // what one connection may send us in all
	maxLines    = 100     // kept of one reply, and as often of a transcript
	maxHead     = 200     // first bytes kept to tell what answered
)

// session owns one live connection from the moment it opened: bounded reads, deadlines, the transcript with secrets
// masked, the upgrade to TLS. It is the only thing that closes. Deadlines and durations use the monotonic clock;
// Env.Now is for what this PC believes the date to be.
type session struct {
	ctx  context.Context
	raw  *boundedConn
	conn net.Conn // raw, or the TLS connection upon it
	br   *bufio.Reader
	host string // for the certificate and SNI
	stop func() bool

	mu     sync.Mutex
	until  time.Time // the deadline now in force
	lines  []string  // transcript
	scrub  *strings.Replacer
	masked bool // what the client sends now is secret
}

// newSession takes over an open connection. When ctx ends, it is closed.
func newSession(ctx context.Context, conn net.Conn, host string) *session {
	quickAck(conn)
	raw := &boundedConn{Conn: conn}
	s := &session{ctx: ctx, raw: raw, conn: raw, br: bufio.NewReaderSize(raw, 4096), host: host}
	s.stop = context.AfterFunc(ctx, func() { conn.Close() })
	return s
}

// close ends the connection without a word.
func (s *session) close() {
	s.stop()
	s.raw.Conn.Close()
}

// deadline is the moment at which the coming reads and writes give up.
func (s *session) deadline(d time.Duration) {
	until := time.Now().Add(d)
	s.mu.Lock()
	s.until = until
	s.mu.Unlock()
	s.raw.Conn.SetDeadline(until)
}

// remaining is the time left until the deadline.
func (s *session) remaining() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.until)
}

// startTLS puts TLS upon the connection. Bytes that the server sent before the handshake, behind its answer to
// STARTTLS, are an attack or a broken server (CVE-2011-0411), never to be read as part of the encrypted dialogue.
func (s *session) startTLS(config *tls.Config, limit time.Duration) (*tls.Conn, error) {
	if n := s.br.Buffered(); n > 0 {
		head, _ := s.br.Peek(min(n, maxHead))
		return nil, &stepError{class: fact.NotTLS, text: "the server sent clear text after its answer to STARTTLS", firstBytes: escape(string(head))}
	}
	s.raw.forget()
	s.deadline(limit)
	tc := tls.Client(s.raw, config)
	if err := tc.HandshakeContext(s.ctx); err != nil {
		return nil, s.handshakeError(err)
	}
	quickAck(s.raw.Conn)
	s.conn = tc
	s.br = bufio.NewReaderSize(tc, 4096)
	return tc, nil
}

func (s *session) handshakeError(err error) error {
	err = s.cause(err)
	received, head, _ := s.raw.state()
	var header tls.RecordHeaderError
	if errors.As(err, &header) {
		return &stepError{class: fact.NotTLS, text: err.Error(), firstBytes: escape(head)}
	}
	if class(err) == fact.Other {
		return &stepError{class: fact.BadTLS, text: err.Error(), bytes: received}
	}
	return err
}

// cause replaces an error by the one behind it: the end of the run, or the first that the connection itself met.
func (s *session) cause(err error) error {
	if s.ctx.Err() != nil {
		var known *stepError
		if errors.As(context.Cause(s.ctx), &known) {
			return known
		}
		return errCut
	}
	if cutOff(s.ctx, err) {
		return errCut
	}
	var known *stepError
	if _, alert := alertOf(err); alert || errors.As(err, &known) {
		return err
	}
	if _, _, failed := s.raw.state(); failed != nil {
		return failed
	}
	return err
}

// readLine reads one line without its end. What came before an error is returned beside it.
func (s *session) readLine() ([]byte, error) {
	var line []byte
	for {
		part, err := s.br.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return line[:maxLine], &stepError{class: fact.TooMuch, text: "the server sent an endless line", bytes: len(line)}
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		line = bytes.TrimRight(line, "\r\n")
		if err != nil {
			return line, s.cause(err)
		}
		s.log("S: ", line)
		return line, nil
	}
}

// send writes one command line.
func (s *session) send(line string) error {
	s.log("C: ", []byte(line))
	_, err := s.conn.Write([]byte(line + "\r\n"))
	if err != nil {
		return s.cause(err)
	}
	return nil
}

// keepSecret makes the transcript and all text from the server free of a password, whatever form a server echoes it in.
func (s *session) keepSecret(forms ...string) {
	var pairs []string
	for _, f := range forms {
		if f != "" {
			pairs = append(pairs, f, "***")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scrub = strings.NewReplacer(pairs...)
}

// mask says that what the client sends from now on is secret, or no longer.
func (s *session) mask(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.masked = on
}

// clean decodes outside text and takes secrets out of it.
func (s *session) clean(line []byte) string {
	text := decode(line)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.scrub != nil {
		text = s.scrub.Replace(text)
	}
	return text
}

func (s *session) log(who string, line []byte) {
	text := s.clean(line)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.masked && who == "C: " {
		text = maskCommand(text)
	}
	if len(s.lines) < maxLines {
		s.lines = append(s.lines, who+text)
	}
}

// transcript returns the dialogue so far.
func (s *session) transcript() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.lines...)
}

// maskCommand keeps of a login command what names it, and nothing that it carries.
func maskCommand(line string) string {
	words := strings.Fields(line)
	for i, w := range words {
		switch strings.ToUpper(w) {
		case "AUTH", "AUTHENTICATE":
			if i < 2 && i+1 < len(words) {
				return strings.Join(words[:i+2], " ") + " ***"
			}
		case "LOGIN", "PASS", "USER":
			if i < 2 {
				return strings.Join(words[:i+1], " ") + " ***"
			}
		}
	}
	return "***"
}

// boundedConn is the connection below TLS: it caps what the peer may send, keeps the first error as the system gave
// it, and the first bytes that came.
type boundedConn struct {
	net.Conn
	mu       sync.Mutex
	received int
	head     []byte
	failed   error
}

func (c *boundedConn) Read(p []byte) (int, error) {
	if received, _, _ := c.state(); received >= maxReceived {
		return 0, &stepError{class: fact.TooMuch, text: "the server sent more than a megabyte", bytes: received}
	}
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.received += n
	if room := maxHead - len(c.head); room > 0 {
		c.head = append(c.head, p[:min(n, room)]...)
	}
	if err != nil && c.failed == nil {
		c.failed = err
	}
	return n, err
}

func (c *boundedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && c.failed == nil {
		c.failed = err
	}
	return n, err
}

// state returns how many bytes came, the first of them since forget, and the first error.
func (c *boundedConn) state() (received int, head string, failed error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.received, string(c.head), c.failed
}

// forget starts the record of first bytes anew.
func (c *boundedConn) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.head = nil
}
