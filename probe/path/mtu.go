package path

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"maildiag/probe/fact"
)

const (
	// With this, a packet has at most 1,240 bytes: less than any link of the internet must carry (RFC 8200 section 5: 1,280).
	smallMSS = 1200
	// A handshake whose large packets are lost is silent; one that works takes two round trips.
	bulkWait = 4 * time.Second
)

// sizes are those of usual links: Ethernet, PPPoE, common tunnels, and what IPv6 must carry. No more at a time than a
// router answers in a burst.
var sizes = []int{1500, 1492, 1450, 1400, 1280}

// sizing looks whether large packets pass, beside the rounds.
type sizing struct {
	t          *tracer
	ctx        context.Context
	stop       context.CancelFunc
	found      fact.MTU
	sent       time.Time
	packets    sync.WaitGroup
	handshakes sync.WaitGroup
}

// startSizing begins, once the server is known to be there: where it is not, these packets would only use up what
// routers are willing to answer.
func (t *tracer) startSizing(ctx context.Context) *sizing {
	if !t.o.Sizes || t.trip == 0 {
		return nil
	}
	s := &sizing{t: t, sent: time.Now()}
	s.ctx, s.stop = context.WithCancel(ctx)
	s.handshakes.Go(func() { t.handshakes(s.ctx, &s.found) })
	s.found.Sizes = make([]fact.SizeProbe, len(sizes))
	for i, n := range sizes {
		s.packets.Go(func() {
			h, _ := s.t.door.size(s.ctx, n, longestWait)
			h.TTL = fullTTL
			s.found.Sizes[i] = fact.SizeProbe{Size: n, Hop: h}
		})
	}
	return s
}

// collect gives what was found. It waits no longer than an answer may still come.
func (s *sizing) collect() *fact.MTU {
	if s == nil {
		return nil
	}
	defer s.stop()
	s.handshakes.Wait()
	grace := time.AfterFunc(time.Until(s.sent.Add(max(2*s.t.trip, s.t.trip+routerGrace))), s.stop)
	defer grace.Stop()
	s.packets.Wait()
	return &s.found
}

// handshakes makes the ordinary one, and where it ends in silence the one with small segments. What was cut or refused is
// no matter of size.
func (t *tracer) handshakes(ctx context.Context, m *fact.MTU) {
	if t.o.Bulk == nil {
		return
	}
	m.Normal = t.bulk(ctx, 0)
	if b := m.Normal; b.Dial != nil && b.Failure != nil && b.Failure.Class == fact.TimedOut && ctx.Err() == nil {
		m.Small = t.bulk(ctx, smallMSS)
	}
}

// bulk makes one handshake, with small segments or with the system's own.
func (t *tracer) bulk(ctx context.Context, mss int) *fact.Bulk {
	b := &fact.Bulk{MSS: mss}
	ctx, cancel := context.WithTimeout(ctx, bulkWait)
	defer cancel()
	d := net.Dialer{KeepAlive: -1}
	if mss > 0 {
		d.Control = func(_, _ string, c syscall.RawConn) error {
			var err error
			if e := c.Control(func(fd uintptr) { err = limitMSS(fd, mss) }); e != nil {
				return e
			}
			return err
		}
	}
	start := time.Now()
	conn, err := d.DialContext(ctx, "tcp", t.target.String())
	if err != nil {
		b.Failure = t.failure("connect", start, err)
		return b
	}
	b.Dial = &fact.Dial{MS: ms(time.Since(start)), Local: conn.LocalAddr().String()}
	counted := &counter{Conn: conn}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(start) })
	defer stop()
	start = time.Now()
	err = t.o.Bulk(ctx, counted)
	b.MS = ms(time.Since(start))
	b.Sent, b.Got = int(counted.sent.Load()), int(counted.got.Load())
	if b.OK = err == nil; err != nil {
		b.Failure = t.failure("handshake", start, err)
	}
	return b
}

// counter counts what a connection carries.
type counter struct {
	net.Conn
	sent, got atomic.Int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.got.Add(int64(n))
	return n, err
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.sent.Add(int64(n))
	return n, err
}
