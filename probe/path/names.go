package path

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"maildiag/probe/fact"
)

// namer asks for the names of routers while the trace goes on. It never keeps the trace waiting for long.
type namer struct {
	o      Options
	ctx    context.Context
	cancel context.CancelFunc
	all    sync.WaitGroup

	mu      sync.Mutex
	routers []fact.Router
	closed  bool
}

func newNamer(ctx context.Context, o Options) *namer {
	n := &namer{o: o}
	n.ctx, n.cancel = context.WithCancel(ctx)
	return n
}

// ask starts the look-ups for an address that has not been seen before.
func (n *namer) ask(addr string) {
	a, err := netip.ParseAddr(addr)
	if err != nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed || slices.ContainsFunc(n.routers, func(r fact.Router) bool { return r.Addr == addr }) {
		return
	}
	n.routers = append(n.routers, fact.Router{Addr: addr})
	i := len(n.routers) - 1
	if n.o.Name != nil {
		n.all.Go(func() {
			name := n.o.Name(n.ctx, a.WithZone(""))
			n.note(func() { n.routers[i].Name = strings.TrimSuffix(name, ".") })
		})
	}
	if n.o.Origin != nil && public(a) {
		n.all.Go(func() {
			as, country := n.o.Origin(n.ctx, a.WithZone(""))
			n.note(func() { n.routers[i].AS, n.routers[i].Country = as, country })
		})
	}
}

// note writes an answer down, if it came in time.
func (n *namer) note(write func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.closed {
		write()
	}
}

// collect gives what is known a short while after the trace, and ends the rest.
func (n *namer) collect(ctx context.Context) []fact.Router {
	done := make(chan struct{})
	go func() { n.all.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(nameGrace):
	case <-ctx.Done():
	}
	n.cancel()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	var out []fact.Router
	for _, r := range n.routers {
		if r.Name != "" || r.AS != "" || r.Country != "" {
			out = append(out, r)
		}
	}
	return out
}

// public says whether an address may be known to others.
func public(a netip.Addr) bool {
	cgnat := netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10)
	return a.IsGlobalUnicast() && !a.IsPrivate() && !cgnat.Contains(a)
}
