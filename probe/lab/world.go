// Package lab is the embedded world: DNS, IMAP, POP3 and SMTP servers on loopback that stand at documentation
// addresses (RFC 5737, RFC 3849) and real port numbers, with faults as data. `maildiag demo` runs the whole pipeline
// against it, and tests do.
//
// It owns the lie, and only the lie: which address leads to which server, what a server says in place of its usual
// words, which certificate it shows, what a resolver answers. What can be real is real: refusals, resets and closed
// UDP ports come from the kernel, handshakes from crypto/tls, DNS messages cross a socket.
//
// Not here: measuring (package probe), judging (report/cause). The words of servers are taken from the servers and
// from the RFCs, each with its source, never from the rule that has to recognise them. Tests against foreign servers
// in network namespaces are package lab/real.
//
// # The world
//
//	alice@example.com   imap.example.com 192.0.2.10, 2001:db8::10   993 tls, 143 starttls, 443
//	                    pop.example.com  192.0.2.11, 2001:db8::11   995 tls, 110 starttls, 443
//	                    smtp.example.com 192.0.2.12, 2001:db8::12   465 tls, 587 and 25 starttls, 443
//	                    example.com      192.0.2.20, 2001:db8::20   443; its MX is mx.example.com 192.0.2.25
//	the PC              192.168.1.23, 2001:db8:1::23, router 192.168.1.1
//	resolvers           system 192.0.2.53 (and 192.0.2.54 where there are two), reference 198.51.100.53, 203.0.113.53
//	the web             what web.* faults publish, answered by real TLS and HTTP; else 404 everywhere
//	somebody else       mail.example.net 198.51.100.80, all mail ports, a good certificate of its own
//
// An address that nobody has is silent, a port that nobody listens on is refused.
//
// # Faults
//
// A world is described by a string: faults parted by ";". "" is the healthy one.
//
//	faults = [ fault *( ";" fault ) ]
//	fault  = who "." what [ "@" port ] [ "=" value ]
//	who    = "imap" / "pop3" / "smtp" / "all" / "dns" / "domain" / "web" / "hosts" / "pc" / "plan"
//	value  = word [ ":" seconds ] / text, as the key wants
//
// "all" means every service that knows the value. "@port" narrows a fault to one port of the host:
// "imap.tcp@993=filtered". The most typical faults have a short name too: "expired-certificate".
// The keys stand in one table (keys.go), their values in tables beside the words they say (rows_*.go); Faults lists
// them. Faults combine; two that decide the same thing differently are an error.
//
// A fault that the usual plan would not meet changes the plan, unless a plan.* fault settles it: a fault of starttls
// makes the service use its STARTTLS port, a fault of send sets a recipient, and a fault of POP3's login leaves IMAP
// out, because POP3 logs in only where IMAP did not.
package lab

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

// The demo user.
const (
	Address  = "alice@example.com"
	Domain   = "example.com"
	Password = "kite-lantern-42-harbour"
	Token    = "ya29.lantern-token" // what XOAUTH2 takes in its place
)

// World is one running lab.
type World struct {
	design *blueprint
	second time.Duration // how long a second of the servers lasts
	pki    *pki
	net    *network
	names  *nameService
	log    log

	ctx  context.Context // ends when the world is closed
	stop context.CancelFunc
	wg   sync.WaitGroup // every goroutine that serves a connection

	mu     sync.Mutex
	open   map[*net.TCPConn]struct{} // the servers' ends
	closed bool
}

// Option changes how a world runs, not what is wrong in it.
type Option func(*World)

// WithSecond sets how long a "second" of the world lasts: of slow greetings, slow resolvers, servers that send a byte a
// second, and the 5 seconds after which the PC gives up on a resolver. Tests make it short; the clock is not touched.
func WithSecond(d time.Duration) Option { return func(w *World) { w.second = d } }

// New starts a world with these faults. Close it.
func New(faults string, opts ...Option) (*World, error) {
	design, err := draw(faults)
	if err != nil {
		return nil, err
	}
	w := &World{design: design, second: time.Second, open: map[*net.TCPConn]struct{}{}}
	for _, opt := range opts {
		opt(w)
	}
	w.ctx, w.stop = context.WithCancel(context.Background())
	if err := w.start(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func (w *World) start() error {
	w.pki = newPKI(time.Now())
	if err := w.pki.equip(w.design); err != nil {
		return err
	}
	var err error
	if w.net, err = newNetwork(); err != nil {
		return err
	}
	w.names, err = newNameService(w)
	return err
}

// Close stops every server, cuts every connection, and waits until all is quiet. Dials and look-ups under way end with
// an error.
func (w *World) Close() {
	w.mu.Lock()
	w.closed = true
	for c := range w.open {
		c.Close()
	}
	w.mu.Unlock()
	w.stop()
	if w.names != nil {
		w.names.close()
	}
	if w.net != nil {
		w.net.close()
	}
	w.wg.Wait()
}

// serve runs one server on one connection, in a goroutine of its own.
func (w *World) serve(conn *net.TCPConn, door netip.AddrPort, p *port) {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		conn.Close()
		return
	}
	w.open[conn] = struct{}{}
	w.wg.Add(1)
	w.mu.Unlock()
	go func() {
		defer w.wg.Done()
		newSession(w, conn, door, p).run()
		w.mu.Lock()
		delete(w.open, conn)
		w.mu.Unlock()
	}()
}

// wait sleeps for n seconds of the world; false: the world was closed meanwhile.
func (w *World) wait(ctx context.Context, seconds float64) bool {
	timer := time.NewTimer(w.seconds(seconds))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-w.ctx.Done():
	}
	return false
}

func (w *World) seconds(n float64) time.Duration { return time.Duration(n * float64(w.second)) }
