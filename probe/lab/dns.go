package lab

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

// The resolvers of the world.
var (
	firstResolver  = netip.MustParseAddrPort("192.0.2.53:53")
	secondResolver = netip.MustParseAddrPort("192.0.2.54:53")
	references     = []netip.AddrPort{netip.MustParseAddrPort("198.51.100.53:53"), netip.MustParseAddrPort("203.0.113.53:53")}
)

// resolver is one DNS server: its manners and what it knows.
type resolver struct {
	w       *World
	manner  choice // "dead", "servfail", "slow"…; a resolver without one is a good one
	zone    *zone
	udp     *net.UDPConn
	tcp     net.Listener
	servers []*dns.Server
}

// nameService is every resolver, and the way to them.
type nameService struct {
	w         *World
	system    []netip.AddrPort
	resolvers map[netip.AddrPort]*resolver
	between   *resolver // answers in place of all, where DNS is intercepted
}

func newNameService(w *World) (*nameService, error) {
	n := &nameService{w: w, resolvers: map[netip.AddrPort]*resolver{}}
	n.plan(w.design)
	for _, r := range n.all() {
		if err := r.start(); err != nil {
			n.close()
			return nil, err
		}
	}
	return n, nil
}

// plan says which resolvers there are, what they know and how they behave.
func (n *nameService) plan(b *blueprint) {
	truth := b.truth()
	nowhere := func(fact.Protocol) []netip.Addr { return nil }
	at := func(a netip.Addr) func(fact.Protocol) []netip.Addr {
		return func(fact.Protocol) []netip.Addr { return []netip.Addr{a} }
	}
	view := func(c choice) *zone {
		switch {
		case c.is("nxdomain"):
			return b.lead(truth, nowhere)
		case c.is("wrong"):
			return b.lead(truth, at(stranger))
		case c.is("wrong-dead"):
			return b.lead(truth, at(nobody))
		case c.is("wrong-private"):
			return b.lead(truth, at(router))
		}
		return truth
	}
	system, reference := b.slots["dns.system"], b.slots["dns.reference"]
	systemZone, referenceZone := view(system), truth
	if reference.is("different") {
		referenceZone = b.lead(truth, func(p fact.Protocol) []netip.Addr { return []netip.Addr{cdn[p]} })
	}
	if split := b.slots["dns.split"]; split.given() {
		systemZone = b.lead(truth, func(p fact.Protocol) []netip.Addr { return []netip.Addr{inside[p]} })
		if !split.is("both") {
			referenceZone = b.lead(truth, nowhere)
		}
	}
	if b.slots["pc.proxy"].given() {
		systemZone = b.lead(truth, func(p fact.Protocol) []netip.Addr { return []netip.Addr{fake[p]} })
	}
	if c := b.slots["dns.intercepted"]; c.given() {
		n.between = &resolver{w: n.w, zone: truth}
		if !c.is("right") {
			n.between.zone = b.lead(truth, at(stranger))
		}
	}
	n.system = []netip.AddrPort{firstResolver}
	last := firstResolver
	if first := b.slots["dns.first"]; first.given() {
		n.resolvers[firstResolver] = &resolver{w: n.w, manner: first, zone: view(first)}
		n.system, last = []netip.AddrPort{firstResolver, secondResolver}, secondResolver
	}
	n.resolvers[last] = &resolver{w: n.w, manner: system, zone: systemZone}
	for _, a := range references {
		n.resolvers[a] = &resolver{w: n.w, manner: reference, zone: referenceZone}
	}
}

func (n *nameService) all() []*resolver {
	var out []*resolver
	for _, r := range n.resolvers {
		out = append(out, r)
	}
	if n.between != nil {
		out = append(out, n.between)
	}
	return out
}

// start opens a UDP and a TCP socket and serves both.
func (r *resolver) start() error {
	var err error
	if r.udp, err = net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		return err
	}
	if r.tcp, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		r.udp.Close()
		return err
	}
	for _, s := range []*dns.Server{{PacketConn: r.udp}, {Listener: r.tcp}} {
		started := make(chan struct{})
		s.Handler, s.NotifyStartedFunc = r, func() { close(started) }
		r.servers = append(r.servers, s)
		r.w.wg.Add(1)
		go func() {
			defer r.w.wg.Done()
			s.ActivateAndServe()
		}()
		<-started
	}
	return nil
}

func (n *nameService) close() {
	for _, r := range n.all() {
		for _, s := range r.servers {
			s.Shutdown()
		}
	}
}

// ServeDNS answers one question.
func (r *resolver) ServeDNS(out dns.ResponseWriter, query *dns.Msg) {
	if len(query.Question) != 1 || (r.manner.is("no-edns") && query.IsEdns0() != nil) {
		return
	}
	if r.manner.is("slow") && !r.w.wait(r.w.ctx, r.manner.wait) {
		return
	}
	reply := new(dns.Msg)
	reply.SetReply(query)
	reply.RecursionAvailable = true
	if opt := query.IsEdns0(); opt != nil {
		reply.SetEdns0(1232, opt.Do())
	}
	_, udp := out.LocalAddr().(*net.UDPAddr)
	switch {
	case r.manner.is("servfail"):
		reply.Rcode = dns.RcodeServerFailure
	case r.manner.is("refused"):
		reply.Rcode = dns.RcodeRefused
	case r.manner.is("truncate") && udp:
		reply.Truncated = true
	default:
		r.zone.answer(reply, query.Question[0])
	}
	out.WriteMsg(reply)
}

// exchange is Env.Exchange.
func (w *World) exchange(ctx context.Context, network string, to netip.AddrPort, query *dns.Msg) (*dns.Msg, error) {
	to = netip.AddrPortFrom(to.Addr().Unmap(), to.Port())
	q := Query{Resolver: to, Network: network}
	if len(query.Question) > 0 {
		q.Name, q.Type = strings.TrimSuffix(query.Question[0].Name, "."), dns.TypeToString[query.Question[0].Qtype]
	}
	w.log.asked(q)
	return w.names.exchange(ctx, network, to, query)
}

func (n *nameService) exchange(ctx context.Context, network string, to netip.AddrPort, query *dns.Msg) (*dns.Msg, error) {
	var target net.Addr = net.UDPAddrFromAddrPort(to)
	if network == "tcp" {
		target = net.TCPAddrFromAddrPort(to)
	}
	if _, s := n.w.design.reach(to); s == noRoute {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: target, Err: os.NewSyscallError("connect", errnos[noRoute])}
	}
	r := n.resolvers[to]
	if n.between != nil && to.Port() == 53 {
		r = n.between
	}
	dead := r == nil || r.manner.is("dead")
	if dead && network == "tcp" {
		return nil, n.w.silence(ctx, network, target)
	}
	var door net.Addr
	switch {
	case dead:
		door = n.w.net.deaf.LocalAddr()
	case r.manner.is("refused-port") && network == "tcp":
		door = n.w.net.closed.LocalAddr()
	case r.manner.is("refused-port"):
		door = n.w.net.busy.LocalAddr()
	case network == "tcp":
		door = r.tcp.Addr()
	default:
		door = r.udp.LocalAddr()
	}
	reply, err := ask(ctx, n.w.ctx, network, door.String(), query)
	return reply, disguise(err, nil, target)
}

// ask sends a message and waits for its answer until ctx ends, or the world does.
func ask(ctx, world context.Context, network, door string, query *dns.Msg) (*dns.Msg, error) {
	c, err := dialer.DialContext(ctx, network, door)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	conn := &dns.Conn{Conn: c, UDPSize: dns.MaxMsgSize}
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	stop2 := context.AfterFunc(world, func() { c.Close() })
	defer stop2()
	if err := conn.WriteMsg(query); err != nil {
		return nil, err
	}
	for {
		reply, err := conn.ReadMsg()
		if err != nil {
			if errors.Is(ctx.Err(), context.Canceled) {
				return nil, ctx.Err()
			}
			return nil, err
		}
		if reply.Id == query.Id {
			return reply, nil
		}
	}
}
