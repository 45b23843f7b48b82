package probe

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"maildiag/probe/fact"
	"maildiag/probe/path"
)

// slowTrip is a round trip by which a person notices that the way is long, and the path is worth a look.
const slowTrip = 600 * time.Millisecond

// bulkHandshake is how long the handshake may take that is to carry large packets: lost ones are sent again within it, and
// a second one with small packets has to follow.
const bulkHandshake = 3 * time.Second

// tracing looks at the ways to the addresses of a run, beside everything else: each address once, however many services
// live there. The zero value is one that has looked at nothing.
type tracing struct {
	all sync.WaitGroup

	mu    sync.Mutex
	begun map[netip.Addr]bool
	paths []fact.Path
}

// Trace looks at the ways to one server alone. The plan names it as its only service; what is spoken there is not asked.
func Trace(ctx context.Context, env *Env, plan Plan) *fact.Set {
	r := &run{env: env, plan: &plan, begun: time.Now(), started: env.Now(), turns: newTurns(plan.Services), names: map[string]*nameProbe{}}
	if plan.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, plan.Timeout)
		defer cancel()
	}
	background, stop := context.WithCancel(ctx)
	defer stop()
	r.set = &fact.Set{Run: r.describe()}
	server := plan.Services[0]
	r.set.Run.Trace, r.set.Run.ForMS = true, ms(plan.For)
	r.set.Run.Target = net.JoinHostPort(server.Host, strconv.Itoa(server.Port))
	if a, err := netip.ParseAddr(server.Host); err == nil { // nothing of this PC need be known first
		r.look(ctx, netip.AddrPortFrom(a, uint16(server.Port)), server, fact.PathAsked, plan.Rounds == 0)
	}
	r.set.PC = env.PC(ctx)
	r.lookUp(background)
	addrs := r.addresses(ctx, server.Host)
	for _, a := range firstOfEach(addrs) {
		r.look(ctx, netip.AddrPortFrom(a, uint16(server.Port)), server, fact.PathAsked, plan.Rounds == 0)
	}
	if n := r.names[server.Host]; n != nil && len(addrs) == 0 {
		n.wait(ctx)
	}
	r.collectPaths(ctx)
	r.collect(ctx)
	r.set.Run.CutShort = ctx.Err() != nil
	r.set.Run.DurationMS = r.elapsed()
	return r.set
}

// firstOfEach keeps the first address of each IP version.
func firstOfEach(addrs []netip.Addr) []netip.Addr {
	var out []netip.Addr
	for _, a := range addrs {
		if !slices.ContainsFunc(out, func(b netip.Addr) bool { return a.Is4() == b.Is4() }) {
			out = append(out, a)
		}
	}
	return out
}

// hangs is told of walks whose connect has not opened for a while.
func (r *run) hangs(ctx context.Context, sp ServicePlan, walks []*walk) {
	for _, w := range walks {
		if w.at.Load() < walkDialled {
			r.look(ctx, w.addr, sp, fact.PathFailed, false)
		}
	}
}

// walked is told of every walk that has ended, and looks at the way where it failed or was slow.
func (r *run) walked(ctx context.Context, sp ServicePlan, a *fact.Attempt) {
	addr, err := netip.ParseAddrPort(a.Addr)
	switch {
	case err != nil:
	case a.Failure != nil && onTheWay(a.Failure):
		r.look(ctx, addr, sp, fact.PathFailed, a.Dial != nil && a.Failure.Class == fact.TimedOut)
	case a.Dial != nil && a.Dial.MS > ms(slowTrip):
		r.look(ctx, addr, sp, fact.PathSlow, false)
	case r.plan.Hops == HopsAlways:
		r.look(ctx, addr, sp, fact.PathAsked, false)
	}
}

// onTheWay says whether a failure may come from the way to the server.
func onTheWay(f *fact.Failure) bool {
	switch f.Stage {
	case fact.StageTCP, fact.StageTLS, fact.StageService:
		return slices.Contains([]fact.Class{fact.TimedOut, fact.HostUnreachable, fact.Reset, fact.Refused}, f.Class)
	}
	return false
}

// tracesPaths says whether ways are looked at in this run.
func (r *run) tracesPaths() bool { return r.env.Path != nil && r.plan.Hops != HopsNever }

// look starts a trace in the background, unless the address has been looked at.
func (r *run) look(ctx context.Context, to netip.AddrPort, sp ServicePlan, why fact.PathReason, sizes bool) {
	if !r.tracesPaths() || (to.Addr().IsLoopback() && why != fact.PathAsked) {
		return
	}
	t := &r.tracing
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.begun[to.Addr()] {
		return
	}
	if t.begun == nil {
		t.begun = map[netip.Addr]bool{}
	}
	t.begun[to.Addr()] = true
	o := path.Options{Host: sp.Host, Why: why, Rounds: r.plan.Rounds, For: r.plan.For, Quick: r.set.Run.Trace, Sizes: sizes}
	if sizes {
		o.Bulk = bulk(sp)
	}
	looked := false
	o.Progress = func(p *fact.Path) {
		if !looked && !opened(p) && p.Failure == nil {
			r.beside(ctx, to, sp)
		}
		looked = true
	}
	t.all.Go(func() { t.keep(r.trace(ctx, to, o)) })
}

func (r *run) trace(ctx context.Context, to netip.AddrPort, o path.Options) fact.Path {
	start := r.elapsed()
	p := r.env.Path(ctx, to, o)
	p.StartMS = start
	return p
}

func (t *tracing) keep(p fact.Path) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.paths = append(t.paths, p)
}

// besidePorts are asked where a path ends early, to see whether it does so for this port alone: the one that is open
// nearly everywhere, and a mail port that a server is likely to have.
var besidePorts = []uint16{neutralPort, 993, 465}

// beside looks once at the ways to two other ports of the same address, side by side: routers answer only so much.
func (r *run) beside(ctx context.Context, to netip.AddrPort, sp ServicePlan) {
	others := slices.DeleteFunc(slices.Clone(besidePorts), func(port uint16) bool { return port == to.Port() })
	for _, port := range others[:2] {
		r.tracing.all.Go(func() {
			o := path.Options{Host: sp.Host, Why: fact.PathCompared, Rounds: 1}
			r.tracing.keep(r.trace(ctx, netip.AddrPortFrom(to.Addr(), port), o))
		})
	}
}

// opened says whether any probe got a connection.
func opened(p *fact.Path) bool {
	return slices.ContainsFunc(p.Rounds, func(round fact.Round) bool {
		return slices.ContainsFunc(round.Probes, func(h fact.Hop) bool { return h.Answer == fact.HopOpen })
	})
}

// collectPaths waits for the traces and puts them into the order of the plan.
func (r *run) collectPaths(ctx context.Context) {
	done := make(chan struct{})
	go func() { r.tracing.all.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		// A trace ends with the run; what it knows by then comes at once.
		select {
		case <-done:
		case <-time.After(time.Second):
		}
	}
	t := &r.tracing
	t.mu.Lock()
	defer t.mu.Unlock()
	slices.SortStableFunc(t.paths, func(a, b fact.Path) int {
		return cmp.Or(cmp.Compare(r.rank(&a), r.rank(&b)), a.Addr().Compare(b.Addr()),
			cmp.Compare(slices.Index(reasons, a.Why), slices.Index(reasons, b.Why)), cmp.Compare(a.Port(), b.Port()))
	})
	r.set.Paths = t.paths
}

// reasons put what was looked at for comparison behind what it is compared with.
var reasons = []fact.PathReason{fact.PathAsked, fact.PathFailed, fact.PathSlow, fact.PathCompared}

// rank is the first service that lives at the path's target, and behind that the target itself.
func (r *run) rank(p *fact.Path) int {
	for i, s := range r.set.Services {
		for j, a := range s.Attempts {
			if addrOf(a.Addr) == p.Addr() {
				return i*maxAddresses + j
			}
		}
	}
	return len(r.set.Services) * maxAddresses
}

// bulk is a handshake in the way of the service: the certificates that come with it are what fills packets. Nil: the
// service is not encrypted.
func bulk(sp ServicePlan) func(context.Context, net.Conn) error {
	if sp.Security == fact.None {
		return nil
	}
	return func(ctx context.Context, conn net.Conn) error {
		s := newSession(ctx, conn, sp.Host)
		defer s.close()
		if p := protocols[sp.Protocol]; sp.Security == fact.StartTLS && p != nil {
			if _, err := greeting(s, p, compareTalk, func() {}); err != nil {
				return err
			}
			if _, err := p.caps(s); err != nil {
				return err
			}
			if r, err := p.upgrade(s); err != nil || r.Kind != fact.ReplyOK {
				return cmp.Or(err, error(&stepError{class: fact.Answered, text: p.startTLS + " is refused"}))
			}
		}
		_, err := s.startTLS(tlsConfig(sp.Host, fact.HelloDefault), bulkHandshake)
		return err
	}
}
