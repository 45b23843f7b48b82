package probe

import (
	"bytes"
	"errors"
	"net"
	"strings"
	"sync"
	"time"

	"maildiag/probe/fact"
)

// bridge is the connection that go-imap and go-smtp are given. The libraries choose and encode the commands; what
// the server answers is read by the session's own bounded line layer, written down word for word, and handed on in the
// plainest form that says the same. So an odd answer, which would make a library drop the connection and its text,
// stays an answer; and what was already said (greeting, EHLO) is not said twice.
type bridge struct {
	s *session
	// line takes one line from the library: it is sent on, or, where answer is not empty, answered here.
	line func(line string) (answer string)
	// next reads what the server says next and returns what the library is to read.
	next func() (string, error)

	mu  sync.Mutex
	in  bytes.Buffer // for the library to read
	cmd bytes.Buffer // an unfinished line from the library
	err error        // the first error of the connection, as classify wants it
	out time.Time    // when the newest command left
	// closed is closed when the library closes the connection, waiting wakes a reader that has nothing to read for.
	closed  chan struct{}
	waiting chan struct{}
	once    sync.Once
}

func newBridge(s *session, first string) *bridge {
	b := &bridge{s: s, closed: make(chan struct{}), waiting: make(chan struct{}, 1)}
	b.in.WriteString(first)
	return b
}

// Read gives the library what is there, else waits until a command went out, and reads its answer. A library that reads
// on where nothing is due gets the session's deadline, like any other reader.
func (b *bridge) Read(p []byte) (int, error) {
	for {
		b.mu.Lock()
		if b.in.Len() > 0 {
			defer b.mu.Unlock()
			return b.in.Read(p)
		}
		err := b.err
		b.mu.Unlock()
		if err != nil {
			return 0, err
		}
		timer := time.NewTimer(max(b.s.remaining(), 0))
		select {
		case <-b.closed:
			err = net.ErrClosed
		case <-b.s.ctx.Done():
			err = b.s.cause(errCut)
		case <-b.waiting:
		case <-timer.C:
			if b.s.remaining() > 0 {
				continue // the stage has changed, and its deadline with it
			}
			err = b.idle()
		}
		timer.Stop()
		if err != nil {
			return 0, err
		}
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
}

// idle ends a read that outlasted the deadline with nothing due. The connection itself is sound.
func (b *bridge) idle() error {
	return &stepError{class: fact.TimedOut, text: "no complete answer came in time"}
}

// fill reads one answer from the server, unless a line was answered here.
func (b *bridge) fill() error {
	b.mu.Lock()
	have := b.in.Len() > 0
	b.mu.Unlock()
	if have {
		return nil
	}
	text, err := b.next()
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		b.err = err
		return err
	}
	b.in.WriteString(text)
	return nil
}

// sent is when the newest command left.
func (b *bridge) sent() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.out
}

// want says that an answer is due.
func (b *bridge) want() {
	select {
	case b.waiting <- struct{}{}:
	default:
	}
}

func (b *bridge) Write(p []byte) (int, error) {
	b.cmd.Write(p)
	for {
		line, err := b.cmd.ReadString('\n')
		if err != nil {
			b.cmd.WriteString(line)
			return len(p), nil
		}
		line = strings.TrimRight(line, "\r\n")
		b.mu.Lock()
		b.out = time.Now()
		b.mu.Unlock()
		if answer := b.line(line); answer != "" {
			b.mu.Lock()
			b.in.WriteString(answer)
			b.mu.Unlock()
		} else if err := b.s.send(line); err != nil {
			b.mu.Lock()
			b.err = err
			b.mu.Unlock()
			return 0, err
		}
		b.want()
	}
}

// failure returns the connection's own error, else the library's.
func (b *bridge) failure(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil && !errors.Is(b.err, net.ErrClosed) {
		return b.err
	}
	return err
}

// Close parts the library from the session, which goes on to own the connection.
func (b *bridge) Close() error {
	b.once.Do(func() { close(b.closed) })
	return nil
}

func (b *bridge) LocalAddr() net.Addr  { return b.s.conn.LocalAddr() }
func (b *bridge) RemoteAddr() net.Addr { return b.s.conn.RemoteAddr() }

// The timetable is the session's: the libraries' own deadlines are not.
func (b *bridge) SetDeadline(time.Time) error      { return nil }
func (b *bridge) SetReadDeadline(time.Time) error  { return nil }
func (b *bridge) SetWriteDeadline(time.Time) error { return nil }

// call runs one library call, and does not wait for it longer than the session's deadline: a library that misses the
// end of its connection must not hold up the run.
func (b *bridge) call(do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	timer := time.NewTimer(max(b.s.remaining(), 0) + goodbyeTimeout)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return b.idle()
	case <-b.s.ctx.Done():
		return b.s.cause(errCut)
	}
}

// answer turns the outcome of a library call into what a login or a step records: the reply as the server gave it, or
// the failure of the connection.
func (b *bridge) answer(r *fact.Reply, err error) (*fact.Reply, error) {
	if r != nil && r.Kind != fact.ReplyGarbage {
		return r, nil
	}
	if r != nil {
		return nil, refusal(r, "a command")
	}
	if err == nil {
		err = errors.New("no answer was read")
	}
	return nil, b.failure(err)
}
