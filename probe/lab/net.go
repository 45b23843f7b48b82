package lab

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"time"
)

// network is the kernel's part of the lie: one listener through which every connection is made, a TCP and a UDP port
// that are surely closed, and a UDP port that is deaf.
//
// Who dials a door gets a real TCP connection over loopback. The dialler accepts the other end itself, before it
// returns, and hands it to the door's server: so counters are exact, no server needs a listener, and a reset can't
// overtake the connection that it is to cut.
type network struct {
	mu       sync.Mutex
	listener *net.TCPListener
	closed   *net.TCPConn // its own port listens to nobody: connecting there is refused
	other    *net.TCPConn // its other end
	deaf     *net.UDPConn // takes every datagram and answers none
	busy     *net.UDPConn // connected to deaf, so datagrams of others are refused by ICMP
}

func newNetwork() (*network, error) {
	n := &network{}
	if err := n.open(); err != nil {
		n.close()
		return nil, err
	}
	return n, nil
}

func (n *network) open() error {
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return err
	}
	n.listener = l
	if n.closed, n.other, err = n.pair(context.Background()); err != nil {
		return err
	}
	if n.deaf, err = net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		return err
	}
	n.busy, err = net.DialUDP("udp", nil, n.deaf.LocalAddr().(*net.UDPAddr))
	return err
}

func (n *network) close() {
	if n.listener != nil {
		n.listener.Close()
	}
	for _, c := range []*net.TCPConn{n.closed, n.other} {
		if c != nil {
			c.SetLinger(0)
			c.Close()
		}
	}
	for _, c := range []*net.UDPConn{n.deaf, n.busy} {
		if c != nil {
			c.Close()
		}
	}
}

// pair makes one connection and gives both ends.
func (n *network) pair(ctx context.Context) (client, server *net.TCPConn, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	c, err := dialer.DialContext(ctx, "tcp", n.listener.Addr().String())
	if err != nil {
		return nil, nil, err
	}
	client = c.(*net.TCPConn)
	n.listener.SetDeadline(time.Now().Add(10 * time.Second))
	for {
		server, err = n.listener.AcceptTCP()
		if err != nil {
			client.Close()
			return nil, nil, err
		}
		if server.RemoteAddr().String() == client.LocalAddr().String() {
			return client, server, nil
		}
		server.Close() // a stranger, or a dial that was given up
	}
}

var dialer = net.Dialer{KeepAlive: -1}

// dial is Env.Dial.
func (w *World) dial(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	to = netip.AddrPortFrom(to.Addr().Unmap(), to.Port())
	w.log.dialled(to)
	p, state := w.design.reach(to)
	target := net.TCPAddrFromAddrPort(to)
	switch state {
	case filtered:
		return nil, w.silence(ctx, "tcp", target)
	case refused:
		_, err := dialer.DialContext(ctx, "tcp", w.net.closed.LocalAddr().String())
		if err == nil {
			err = errors.New("lab: the closed port is open")
		}
		return nil, disguise(err, nil, target)
	case unreachable, noRoute, denied:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: target, Err: os.NewSyscallError("connect", errnos[state])}
	}
	if d := w.design.travel(); d > 0 && !w.wait(ctx, d) {
		return nil, w.silence(ctx, "tcp", target)
	}
	client, server, err := w.net.pair(ctx)
	if err != nil {
		return nil, disguise(err, nil, target)
	}
	if state == reset {
		server.SetLinger(0)
		server.Close()
	} else {
		w.serve(server, to, p)
	}
	return &conn{client, w.here(to.Addr(), client.LocalAddr()), target}, nil
}

// silence waits until nobody waits any more, and gives the error that the system would.
func (w *World) silence(ctx context.Context, network string, target net.Addr) error {
	select {
	case <-ctx.Done():
		_, err := dialer.DialContext(ctx, "tcp", w.net.closed.LocalAddr().String())
		var op *net.OpError
		if errors.As(err, &op) {
			return &net.OpError{Op: "dial", Net: network, Addr: target, Err: op.Err}
		}
		return &net.OpError{Op: "dial", Net: network, Addr: target, Err: ctx.Err()}
	case <-w.ctx.Done():
		return &net.OpError{Op: "dial", Net: network, Addr: target, Err: net.ErrClosed}
	}
}

// here is the PC's own end of a connection: its address, and the port that the kernel chose.
func (w *World) here(to netip.Addr, local net.Addr) net.Addr {
	a := pc4
	if !to.Is4() {
		a = pc6
	}
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(a, local.(*net.TCPAddr).AddrPort().Port()))
}

// conn is the client's end: a real connection that gives the addresses of the world.
type conn struct {
	*net.TCPConn
	local, remote net.Addr
}

func (c *conn) LocalAddr() net.Addr  { return c.local }
func (c *conn) RemoteAddr() net.Addr { return c.remote }

func (c *conn) Read(b []byte) (int, error) {
	n, err := c.TCPConn.Read(b)
	return n, disguise(err, c.local, c.remote)
}

func (c *conn) Write(b []byte) (int, error) {
	n, err := c.TCPConn.Write(b)
	return n, disguise(err, c.local, c.remote)
}

// disguise puts the world's addresses into an error that has those of the loopback; what it wraps stays.
func disguise(err error, local, remote net.Addr) error {
	op, ok := err.(*net.OpError)
	if !ok {
		return err
	}
	out := *op
	out.Source, out.Addr = local, remote
	return &out
}

var _ syscall.Conn = (*conn)(nil) // what asks the socket for its state still can
