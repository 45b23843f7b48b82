package path

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"maildiag/probe/fact"
)

// door is Windows. Since Windows 10 2004 a connect tells which ICMP message ended it (TCP_FAIL_CONNECT_ON_ICMP_ERROR,
// TCP_ICMP_ERROR_INFO); before that, and where that is not there, echo requests go through the ICMP helper, as ping's do. Neither
// needs an administrator.
type door struct {
	target netip.AddrPort
	tcp    bool           // connections tell
	icmp   windows.Handle // of the ICMP helper; 0: there is none
	echoes *sync.WaitGroup
}

// Socket options of <ws2ipdef.h> and <ws2tcpip.h> that x/sys/windows may not have.
const (
	tcpFailConnectOnICMPError = 18
	tcpICMPErrorInfo          = 19
	ipTTL                     = 4
	ipv6UnicastHops           = 4
	ipDontFragment            = 2 // IP_FLAG_DF of an echo's options
)

var (
	iphlpapi        = windows.NewLazySystemDLL("iphlpapi.dll")
	icmpCreateFile  = iphlpapi.NewProc("IcmpCreateFile")
	icmp6CreateFile = iphlpapi.NewProc("Icmp6CreateFile")
	icmpSendEcho2Ex = iphlpapi.NewProc("IcmpSendEcho2Ex")
	icmp6SendEcho2  = iphlpapi.NewProc("Icmp6SendEcho2")
	icmpCloseHandle = iphlpapi.NewProc("IcmpCloseHandle")
)

func open(target netip.AddrPort) (*door, error) {
	d := &door{target: target, echoes: &sync.WaitGroup{}}
	var data windows.WSAData
	if err := windows.WSAStartup(0x202, &data); err != nil {
		return nil, fmt.Errorf("WSAStartup: %w", err)
	}
	if s, err := d.socket(1); err == nil {
		windows.Closesocket(s)
		d.tcp = true
	}
	create := icmpCreateFile
	if target.Addr().Is6() {
		create = icmp6CreateFile
	}
	err := create.Find()
	if err == nil {
		var h uintptr
		if h, _, err = create.Call(); windows.Handle(h) != windows.InvalidHandle {
			d.icmp, err = windows.Handle(h), nil
		}
	}
	if err != nil && !d.tcp {
		return nil, fmt.Errorf("%s: %w", create.Name, err)
	}
	return d, nil
}

// close waits for the echoes that can't be called back: the helper writes to their memory.
func (d *door) close() {
	if d.icmp != 0 {
		go func() {
			d.echoes.Wait()
			icmpCloseHandle.Call(uintptr(d.icmp))
		}()
	}
}

func (d *door) method() fact.PathMethod {
	if d.tcp {
		return fact.PathTCP
	}
	return fact.PathICMP
}

// socket is one that tells of ICMP errors, with a limited TTL.
func (d *door) socket(ttl int) (windows.Handle, error) {
	family, level, option := windows.AF_INET, windows.IPPROTO_IP, ipTTL
	if d.target.Addr().Is6() {
		family, level, option = windows.AF_INET6, windows.IPPROTO_IPV6, ipv6UnicastHops
	}
	s, err := windows.Socket(family, windows.SOCK_STREAM, windows.IPPROTO_TCP)
	if err != nil {
		return windows.InvalidHandle, err
	}
	for _, o := range [][3]int{{windows.IPPROTO_TCP, tcpFailConnectOnICMPError, 1}, {level, option, ttl}} {
		if err = windows.SetsockoptInt(s, o[0], o[1], o[2]); err != nil {
			windows.Closesocket(s)
			return windows.InvalidHandle, err
		}
	}
	linger := windows.Linger{Onoff: 1}
	if err := windows.SetsockoptLinger(s, windows.SOL_SOCKET, windows.SO_LINGER, &linger); err != nil {
		windows.Closesocket(s)
		return windows.InvalidHandle, err
	}
	return s, nil
}

func (d *door) probe(ctx context.Context, ttl int, wait time.Duration) (fact.Hop, error) {
	if !d.tcp {
		return d.echo(ctx, echo{ttl: ttl, size: 32}, wait)
	}
	s, err := d.socket(ttl)
	if err != nil {
		return fact.Hop{Answer: fact.HopError}, err
	}
	// A connect that blocks ends when its socket is closed under it.
	var once sync.Once
	shut := func() { once.Do(func() { windows.Closesocket(s) }) }
	defer shut()
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	stop := context.AfterFunc(ctx, shut)
	defer stop()
	start := time.Now()
	err = windows.Connect(s, sockaddr(d.target))
	took := ms(time.Since(start))
	if ctx.Err() != nil {
		return fact.Hop{}, nil
	}
	target := d.target.Addr().WithZone("").String()
	switch {
	case err == nil:
		return fact.Hop{Answer: fact.HopOpen, Addr: target, MS: took}, nil
	case errors.Is(err, windows.WSAECONNREFUSED):
		if h, ok := icmpError(s); ok {
			h.MS = took
			return h, nil
		}
		return fact.Hop{Answer: fact.HopReset, Addr: target, MS: took}, nil
	}
	if h, ok := icmpError(s); ok {
		h.MS = took
		return h, nil
	}
	if errors.Is(err, windows.WSAETIMEDOUT) {
		return fact.Hop{}, nil
	}
	return fact.Hop{Answer: fact.HopError}, err
}

func sockaddr(ap netip.AddrPort) windows.Sockaddr {
	if ap.Addr().Is4() {
		return &windows.SockaddrInet4{Port: int(ap.Port()), Addr: ap.Addr().As4()}
	}
	return &windows.SockaddrInet6{Port: int(ap.Port()), Addr: ap.Addr().As16()}
}

// icmpError asks which ICMP message ended a connect.
func icmpError(s windows.Handle) (fact.Hop, bool) {
	var info [40]byte
	n := int32(len(info))
	if err := windows.Getsockopt(s, windows.IPPROTO_TCP, tcpICMPErrorInfo, &info[0], &n); err != nil || n < 0 || int(n) > len(info) {
		return fact.Hop{}, false
	}
	return parseErrorInfo(info[:n])
}

// connect opens a connection to the target itself, and drops it.
func (d *door) connect(ctx context.Context, wait time.Duration) (fact.Hop, error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	start := time.Now()
	c, err := (&net.Dialer{KeepAlive: -1}).DialContext(ctx, "tcp", d.target.String())
	target := d.target.Addr().WithZone("").String()
	switch {
	case err == nil:
		c.(*net.TCPConn).SetLinger(0)
		c.Close()
		return fact.Hop{Answer: fact.HopOpen, Addr: target, MS: ms(time.Since(start))}, nil
	case errors.Is(err, windows.WSAECONNREFUSED):
		return fact.Hop{Answer: fact.HopReset, Addr: target, MS: ms(time.Since(start))}, nil
	}
	return fact.Hop{}, nil
}

// size sends an echo request of that size that must not be cut.
func (d *door) size(ctx context.Context, n int, wait time.Duration) (fact.Hop, error) {
	if d.icmp == 0 {
		return fact.Hop{Answer: fact.HopError}, errNoHelper
	}
	head := 28
	if d.target.Addr().Is6() {
		head = 48
	}
	return d.echo(ctx, echo{ttl: fullTTL, size: n - head, whole: true}, wait)
}

var errNoHelper = errors.New("the ICMP helper is not there")

// echo is one echo request. whole: it must not be cut.
type echo struct {
	ttl, size int
	whole     bool
}

// echo sends one echo request. The call blocks and can't be called back; who does not wait any longer leaves it behind.
func (d *door) echo(ctx context.Context, e echo, wait time.Duration) (fact.Hop, error) {
	type result struct {
		hop fact.Hop
		err error
	}
	done := make(chan result, 1)
	d.echoes.Add(1)
	go func() {
		defer d.echoes.Done()
		h, err := d.send(e, wait)
		done <- result{h, err}
	}()
	select {
	case r := <-done:
		return r.hop, r.err
	case <-ctx.Done():
		return fact.Hop{}, nil
	}
}

func (d *door) send(e echo, wait time.Duration) (fact.Hop, error) {
	data := make([]byte, e.size)
	// IP_OPTION_INFORMATION: TTL, TOS, flags, size of options, and a pointer to them.
	var options struct {
		ttl, tos, flags, size byte
		data                  uintptr
	}
	if options.ttl = byte(e.ttl); e.whole {
		options.flags = ipDontFragment
	}
	reply := make([]byte, 128+e.size+8)
	start := time.Now()
	var n uintptr
	var err error
	if a := d.target.Addr(); a.Is4() {
		ip := a.As4()
		n, _, err = icmpSendEcho2Ex.Call(uintptr(d.icmp), 0, 0, 0, 0, uintptr(binary.LittleEndian.Uint32(ip[:])),
			uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), uintptr(unsafe.Pointer(&options)),
			uintptr(unsafe.Pointer(&reply[0])), uintptr(len(reply)), uintptr(wait.Milliseconds()))
	} else {
		from, to := sockaddr6(netip.IPv6Unspecified()), sockaddr6(a)
		n, _, err = icmp6SendEcho2.Call(uintptr(d.icmp), 0, 0, 0, uintptr(unsafe.Pointer(&from[0])), uintptr(unsafe.Pointer(&to[0])),
			uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), uintptr(unsafe.Pointer(&options)),
			uintptr(unsafe.Pointer(&reply[0])), uintptr(len(reply)), uintptr(wait.Milliseconds()))
	}
	took := ms(time.Since(start))
	if n == 0 {
		var errno syscall.Errno
		if !errors.As(err, &errno) {
			return fact.Hop{Answer: fact.HopError}, err
		}
		if h, ok := statusHop(uint32(errno), d.target.Addr().Is6()); ok {
			return h, nil // no address comes with it
		}
		return fact.Hop{Answer: fact.HopError}, err
	}
	parse := parseEchoReply
	if d.target.Addr().Is6() {
		parse = parseEchoReply6
	}
	h, ok := parse(reply)
	if !ok {
		return fact.Hop{}, nil
	}
	h.MS = took
	return h, nil
}

// sockaddr6 is a SOCKADDR_IN6.
func sockaddr6(a netip.Addr) [28]byte {
	var b [28]byte
	binary.LittleEndian.PutUint16(b[:], windows.AF_INET6)
	ip := a.As16()
	copy(b[8:], ip[:])
	return b
}

// limitMSS: Windows has no such setting.
func limitMSS(uintptr, int) error { return errNoMSS }

var errNoMSS = errors.New("the size of segments can't be limited on this system")
