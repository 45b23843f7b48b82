package path

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"maildiag/probe/fact"
)

// door is macOS: ordinary connections with a limited TTL, and one datagram socket for ICMP, which anybody may open to hear what
// comes back (icmp(4): "to receive time exceeded messages for traceroute"). A message is matched to its probe by the local
// port that it quotes.
type door struct {
	target netip.AddrPort
	ear    *os.File

	mu      sync.Mutex
	waiting map[int]chan message // by local port
}

func open(target netip.AddrPort) (*door, error) {
	family, proto := unix.AF_INET, unix.IPPROTO_ICMP
	if target.Addr().Is6() {
		family, proto = unix.AF_INET6, unix.IPPROTO_ICMPV6
	}
	fd, err := socketOf(family, unix.SOCK_DGRAM, proto)
	if err != nil {
		return nil, err
	}
	d := &door{target: target, ear: os.NewFile(uintptr(fd), "icmp"), waiting: map[int]chan message{}}
	go d.listen()
	return d, nil
}

// socketOf opens a socket that does not block.
func socketOf(family, kind, proto int) (int, error) {
	fd, err := unix.Socket(family, kind, proto)
	if err != nil {
		return -1, err
	}
	unix.CloseOnExec(fd)
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

func (d *door) close() { d.ear.Close() }

func (d *door) method() fact.PathMethod { return fact.PathTCP }

// listen hands every message to the probe that it is about, until the door is closed.
func (d *door) listen() {
	raw, err := d.ear.SyscallConn()
	if err != nil {
		return
	}
	var buf [2048]byte
	for {
		var n int
		var from unix.Sockaddr
		var failed error
		if err := raw.Read(func(fd uintptr) bool {
			n, from, failed = unix.Recvfrom(int(fd), buf[:], 0)
			return !errors.Is(failed, unix.EAGAIN) && !errors.Is(failed, unix.EINTR)
		}); err != nil || failed != nil {
			return
		}
		m, ok := d.parse(buf[:n], from)
		if !ok || m.quoted.dst != d.target.Addr().WithZone("") {
			continue
		}
		d.mu.Lock()
		if ch := d.waiting[m.quoted.sport]; ch != nil {
			select {
			case ch <- m:
			default: // it has had its answer
			}
		}
		d.mu.Unlock()
	}
}

// parse reads a message. Over IPv4 the IP header comes with it, over IPv6 it does not.
func (d *door) parse(b []byte, from unix.Sockaddr) (message, bool) {
	if d.target.Addr().Is4() {
		return parseIPv4(b)
	}
	m, ok := parseICMPv6(b)
	if sa, is6 := from.(*unix.SockaddrInet6); is6 {
		m.src = netip.AddrFrom16(sa.Addr)
	}
	return m, ok
}

// highPort is where nobody listens: what traceroute has always used.
const highPort = 33434

func (d *door) probe(ctx context.Context, ttl int, wait time.Duration) (fact.Hop, error) {
	return d.ask(ctx, packet{kind: unix.SOCK_STREAM, port: int(d.target.Port()), ttl: ttl}, wait)
}

// connect opens a connection to the target itself, and drops it.
func (d *door) connect(ctx context.Context, wait time.Duration) (fact.Hop, error) {
	return d.ask(ctx, packet{kind: unix.SOCK_STREAM, port: int(d.target.Port()), ttl: fullTTL}, wait)
}

// size sends one UDP packet of that size that routers must not cut, to a port where nobody listens.
func (d *door) size(ctx context.Context, n int, wait time.Duration) (fact.Hop, error) {
	head := 28
	if d.target.Addr().Is6() {
		head = 48
	}
	return d.ask(ctx, packet{kind: unix.SOCK_DGRAM, port: highPort, ttl: fullTTL, size: n - head}, wait)
}

// packet is what a probe sends.
type packet struct {
	kind, port, ttl int
	size            int // of UDP's payload
}

func (d *door) ask(ctx context.Context, p packet, wait time.Duration) (fact.Hop, error) {
	fd, port, err := d.socket(p)
	if err != nil {
		return fact.Hop{Answer: fact.HopError}, err
	}
	f := os.NewFile(uintptr(fd), "probe")
	defer f.Close()
	heard := make(chan message, 1)
	d.expect(port, heard)
	defer d.expect(port, nil)
	start := time.Now()
	err = unix.Connect(fd, sockaddr(d.target.Addr(), p.port))
	if err == nil && p.size > 0 {
		_, err = unix.Write(fd, make([]byte, p.size))
	}
	if err != nil && !errors.Is(err, unix.EINPROGRESS) {
		return d.ended(err, start)
	}
	opened := make(chan error, 1)
	if p.kind == unix.SOCK_STREAM {
		f.SetWriteDeadline(start.Add(wait))
		go func() { opened <- connected(f) }()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case m := <-heard:
		h := m.hop()
		h.MS = ms(time.Since(start))
		return h, nil
	case err := <-opened:
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return fact.Hop{}, nil
		}
		select { // what the system makes of a message may come before the message
		case m := <-heard:
			h := m.hop()
			h.MS = ms(time.Since(start))
			return h, nil
		case <-time.After(5 * time.Millisecond):
		}
		return d.ended(err, start)
	case <-timer.C:
	case <-ctx.Done():
	}
	return fact.Hop{}, nil
}

// ended is a connection that has opened, was refused, or could not be tried.
func (d *door) ended(err error, start time.Time) (fact.Hop, error) {
	h := fact.Hop{Answer: fact.HopOpen, Addr: d.target.Addr().WithZone("").String(), MS: ms(time.Since(start))}
	switch {
	case err == nil:
		return h, nil
	case errors.Is(err, unix.ECONNREFUSED), errors.Is(err, unix.ECONNRESET):
		h.Answer = fact.HopReset
		return h, nil
	case errors.Is(err, unix.ETIMEDOUT):
		return fact.Hop{}, nil
	}
	return fact.Hop{Answer: fact.HopError}, err
}

// connected waits until a connection is open, or says why it is not.
func connected(f *os.File) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var outcome error
	err = raw.Write(func(fd uintptr) bool {
		errno, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_ERROR)
		if err != nil {
			outcome = err
			return true
		}
		if errno != 0 {
			outcome = unix.Errno(errno)
			return true
		}
		_, err = unix.Getpeername(int(fd))
		return err == nil
	})
	if err != nil {
		return err
	}
	return outcome
}

// expect says who waits for messages about a local port; nil: nobody any more.
func (d *door) expect(port int, heard chan message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if heard == nil {
		delete(d.waiting, port)
	} else {
		d.waiting[port] = heard
	}
}

// socket is bound already, so that its port is known before anything is sent.
func (d *door) socket(p packet) (fd, port int, err error) {
	family, level, ttl, whole := unix.AF_INET, unix.IPPROTO_IP, unix.IP_TTL, unix.IP_DONTFRAG
	any := netip.IPv4Unspecified()
	if d.target.Addr().Is6() {
		family, level, ttl, whole = unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS, unix.IPV6_DONTFRAG
		any = netip.IPv6Unspecified()
	}
	if fd, err = socketOf(family, p.kind, 0); err != nil {
		return -1, 0, err
	}
	err = unix.SetsockoptInt(fd, level, ttl, p.ttl)
	if err == nil && p.kind == unix.SOCK_STREAM {
		// What has connected is dropped at once, and leaves nothing behind.
		err = unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	} else if err == nil {
		err = unix.SetsockoptInt(fd, level, whole, 1)
	}
	if err == nil {
		err = unix.Bind(fd, sockaddr(any, 0))
	}
	var bound unix.Sockaddr
	if err == nil {
		bound, err = unix.Getsockname(fd)
	}
	if err != nil {
		unix.Close(fd)
		return -1, 0, err
	}
	switch sa := bound.(type) {
	case *unix.SockaddrInet4:
		port = sa.Port
	case *unix.SockaddrInet6:
		port = sa.Port
	}
	return fd, port, nil
}

func sockaddr(a netip.Addr, port int) unix.Sockaddr {
	if a.Is4() {
		return &unix.SockaddrInet4{Port: port, Addr: a.As4()}
	}
	return &unix.SockaddrInet6{Port: port, Addr: a.As16()}
}

// limitMSS makes a socket that is not yet connected announce, and use, small segments.
func limitMSS(fd uintptr, mss int) error {
	return unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_MAXSEG, mss)
}
