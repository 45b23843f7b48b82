package lab

import (
	"bufio"
	"crypto/tls"
	"net"
)

// largeHello is the size from which on a ClientHello is dropped by `tls=drop-large-hello`: today's default, with a
// post-quantum key share, is about 1,500 bytes; without one, about 300.
const largeHello = 600

// handshake makes the connection a TLS one, or does what a fault wants in its place; false: the connection is over.
func (s *session) handshake() bool {
	fault := s.fault("tls")
	if fault.is("drop", "drop-large-hello", "reset", "eof", "alert40") {
		size, ok := s.hello()
		if !ok {
			return false
		}
		if fault.is("drop") || (fault.is("drop-large-hello") && size > largeHello) {
			s.listen()
			return false
		}
		if !fault.is("drop-large-hello") {
			s.in.Discard(size)
			s.refuseTLS(fault)
			return false
		}
	}
	conn := tls.Server(buffered{s.conn, s.in}, s.port.tls)
	if conn.HandshakeContext(s.w.ctx) != nil {
		return false
	}
	s.conn, s.in, s.secure = conn, bufio.NewReaderSize(conn, maxLine), true
	return true
}

// refuseTLS ends a handshake that has just begun. What is then left of the connection is closed in good order.
func (s *session) refuseTLS(fault choice) {
	switch {
	case fault.is("reset"):
		s.reset()
	case fault.is("alert40"): // a fatal alert, handshake_failure (RFC 8446 section 6)
		s.conn.Write([]byte{21, 3, 3, 0, 2, 2, 40})
	}
}

// hello waits for the client's first TLS record and gives its whole size; the record stays unread.
func (s *session) hello() (int, bool) {
	head, err := s.in.Peek(5)
	if err != nil || head[0] != 22 {
		return 0, false
	}
	size := 5 + int(head[3])<<8 + int(head[4])
	_, err = s.in.Peek(min(size, maxLine))
	return size, err == nil
}

// buffered reads what the engine has read ahead before it reads on.
type buffered struct {
	net.Conn
	in *bufio.Reader
}

func (b buffered) Read(p []byte) (int, error) { return b.in.Read(p) }
