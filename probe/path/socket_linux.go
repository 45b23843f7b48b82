package path

import (
	"context"
	"encoding/binary"
	"errors"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"maildiag/probe/fact"
)

// door is Linux: a socket's error queue tells of every ICMP message about its packets, to anybody (IP_RECVERR, ip(7)).
type door struct {
	target netip.AddrPort
	udp    bool // this kernel tells of TCP's errors only that there was one
}

func open(target netip.AddrPort) (*door, error) {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return nil, err
	}
	return &door{target: target, udp: !queuesTCPErrors(unix.ByteSliceToString(u.Release[:]))}, nil
}

// queuesTCPErrors says whether a kernel has "tcp: allow traceroute -Mtcp for unpriv users" (Linux 5.8).
func queuesTCPErrors(release string) bool {
	major, rest, _ := strings.Cut(release, ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, err1 := strconv.Atoi(major)
	b, err2 := strconv.Atoi(strings.TrimRightFunc(minor, func(r rune) bool { return r < '0' || r > '9' }))
	return err1 == nil && err2 == nil && (a > 5 || a == 5 && b >= 8)
}

func (d *door) close() {}

func (d *door) method() fact.PathMethod {
	if d.udp {
		return fact.PathUDP
	}
	return fact.PathTCP
}

// highPort is where nobody listens: what traceroute has always used.
const highPort = 33434

// probe sends one packet with a limited TTL and waits for what comes of it.
func (d *door) probe(ctx context.Context, ttl int, wait time.Duration) (fact.Hop, error) {
	if d.udp {
		return d.ask(ctx, packet{kind: unix.SOCK_DGRAM, port: highPort + ttl, ttl: ttl, size: 1}, wait)
	}
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
	fd, err := d.socket(p)
	if err != nil {
		return fact.Hop{Answer: fact.HopError}, err
	}
	start := time.Now()
	err = unix.Connect(fd, sockaddr(d.target.Addr(), p.port))
	if err == nil && p.size > 0 {
		_, err = unix.Write(fd, make([]byte, p.size))
	}
	f := os.NewFile(uintptr(fd), "probe")
	defer f.Close()
	w := &watch{d: d, start: start, stream: p.kind == unix.SOCK_STREAM}
	if err != nil && !errors.Is(err, unix.EINPROGRESS) {
		w.end(fd, err)
		return w.hop, w.err
	}
	raw, err := f.SyscallConn()
	if err != nil {
		return fact.Hop{Answer: fact.HopError}, err
	}
	f.SetWriteDeadline(start.Add(wait))
	stop := context.AfterFunc(ctx, func() { f.SetWriteDeadline(start) })
	defer stop()
	raw.Write(func(fd uintptr) bool { return w.look(int(fd)) })
	return w.hop, w.err
}

func (d *door) socket(p packet) (int, error) {
	family, level, ttl, errs, reply := unix.AF_INET, unix.SOL_IP, unix.IP_TTL, unix.IP_RECVERR, unix.IP_RECVTTL
	discover, alone := unix.IP_MTU_DISCOVER, unix.IP_PMTUDISC_PROBE
	if d.target.Addr().Is6() {
		family, level, ttl, errs, reply = unix.AF_INET6, unix.SOL_IPV6, unix.IPV6_UNICAST_HOPS, unix.IPV6_RECVERR, unix.IPV6_RECVHOPLIMIT
		discover, alone = unix.IPV6_MTU_DISCOVER, unix.IPV6_PMTUDISC_PROBE
	}
	fd, err := unix.Socket(family, p.kind|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	settings := [][3]int{{level, ttl, p.ttl}, {level, errs, 1}, {level, reply, 1}}
	if p.kind == unix.SOCK_STREAM {
		settings = append(settings, [3]int{unix.IPPROTO_TCP, unix.TCP_SYNCNT, 1})
		// What has connected is dropped at once, and leaves nothing behind.
		err = unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	} else {
		settings = append(settings, [3]int{level, discover, alone})
	}
	for _, s := range settings {
		if err == nil {
			err = unix.SetsockoptInt(fd, s[0], s[1], s[2])
		}
	}
	if err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

func sockaddr(a netip.Addr, port int) unix.Sockaddr {
	if a.Is4() {
		return &unix.SockaddrInet4{Port: port, Addr: a.As4()}
	}
	return &unix.SockaddrInet6{Port: port, Addr: a.As16()}
}

// watch waits on one socket.
type watch struct {
	d      *door
	start  time.Time
	stream bool
	hop    fact.Hop
	err    error
}

// look says whether there is an answer, and notes it.
func (w *watch) look(fd int) bool {
	if hop, ok := queued(fd); ok {
		w.hop = hop
		w.hop.MS = ms(time.Since(w.start))
		return true
	}
	if !w.stream {
		return false
	}
	errno, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	switch {
	case err != nil:
		w.end(fd, err)
	case errno != 0:
		w.end(fd, unix.Errno(errno))
	default:
		if _, err := unix.Getpeername(fd); err != nil {
			return false // still connecting
		}
		w.hop = fact.Hop{Answer: fact.HopOpen, Addr: w.d.target.Addr().WithZone("").String(), MS: ms(time.Since(w.start))}
	}
	return true
}

// end notes an error of the system, unless the queue has an ICMP message that explains it.
func (w *watch) end(fd int, err error) {
	took := ms(time.Since(w.start))
	if hop, ok := queued(fd); ok {
		w.hop = hop
		w.hop.MS = took
		return
	}
	if errors.Is(err, unix.ECONNREFUSED) && w.stream {
		w.hop = fact.Hop{Answer: fact.HopReset, Addr: w.d.target.Addr().WithZone("").String(), MS: took}
		return
	}
	w.hop, w.err = fact.Hop{Answer: fact.HopError}, err
}

// queued takes one ICMP message off a socket's error queue.
func queued(fd int) (fact.Hop, bool) {
	var data [64]byte
	var control [512]byte
	_, n, _, _, err := unix.Recvmsg(fd, data[:], control[:], unix.MSG_ERRQUEUE|unix.MSG_DONTWAIT)
	if err != nil {
		return fact.Hop{}, false
	}
	return parseQueue(control[:n])
}

// parseQueue reads the control messages that come with a queued error.
func parseQueue(control []byte) (fact.Hop, bool) {
	list, err := unix.ParseSocketControlMessage(control)
	if err != nil {
		return fact.Hop{}, false
	}
	var m message
	found := false
	for _, c := range list {
		switch {
		case c.Header.Level == unix.SOL_IP && c.Header.Type == unix.IP_TTL,
			c.Header.Level == unix.SOL_IPV6 && c.Header.Type == unix.IPV6_HOPLIMIT:
			if len(c.Data) >= 4 {
				m.ttl = int(binary.NativeEndian.Uint32(c.Data)) & 255
			}
		case c.Header.Level == unix.SOL_IP && c.Header.Type == unix.IP_RECVERR,
			c.Header.Level == unix.SOL_IPV6 && c.Header.Type == unix.IPV6_RECVERR:
			found = extended(c.Data, &m) || found
		}
	}
	return m.hop(), found
}

// extended reads struct sock_extended_err and the offender's address behind it (ip(7)).
func extended(b []byte, m *message) bool {
	const size = 16
	if len(b) < size || (b[4] != unix.SO_EE_ORIGIN_ICMP && b[4] != unix.SO_EE_ORIGIN_ICMP6) {
		return false
	}
	m.typ, m.code = int(b[5]), int(b[6])
	if b[4] == unix.SO_EE_ORIGIN_ICMP && m.typ == 3 && m.code == 4 || b[4] == unix.SO_EE_ORIGIN_ICMP6 && m.typ == 2 {
		m.mtu = int(min(binary.NativeEndian.Uint32(b[8:]), 1<<20))
	}
	from := b[size:]
	if len(from) < 2 {
		return true
	}
	switch family := binary.NativeEndian.Uint16(from); {
	case family == unix.AF_INET && len(from) >= 8:
		m.src = netip.AddrFrom4([4]byte(from[4:8]))
	case family == unix.AF_INET6 && len(from) >= 24:
		m.src = netip.AddrFrom16([16]byte(from[8:24])).Unmap()
	}
	return true
}

// limitMSS makes a socket that is not yet connected announce, and use, small segments.
func limitMSS(fd uintptr, mss int) error {
	return unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_MAXSEG, mss)
}
