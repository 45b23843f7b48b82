package probe

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"maildiag/probe/fact"
)

// service examines one service of the plan: a walk to each address side by side, comparisons where they fail, then the
// login on the first that a client would go on with.
type service struct {
	run   *run
	index int
	plan  ServicePlan
	p     *protocol
	fact  *fact.Service

	mu    sync.Mutex
	extra []*fact.Attempt // comparisons, in the order in which they were made
}

// errSpeaksTLS ends the wait for a greeting in clear text: the port has answered a ClientHello.
var errSpeaksTLS = &stepError{class: fact.TimedOut, text: "no greeting came, and the port speaks TLS"}

// live is a walk that came to its end, with its open session.
type live struct {
	attempt *fact.Attempt
	session *session
}

// examine runs to the end of the service, its login included.
func (s *service) examine(ctx context.Context) {
	defer s.run.turns.done(s.index)
	addrs := s.run.addresses(ctx, s.plan.Host)
	s.run.progress(s.index, fact.StageDNS, true, len(addrs) == 0)
	if len(addrs) == 0 {
		s.unresolved(ctx)
		return
	}
	walks := make([]*walk, len(addrs))
	s.fact.Attempts = make([]fact.Attempt, len(addrs))
	for i, a := range addrs {
		walks[i] = &walk{run: s.run, index: s.index, p: s.p, host: s.plan.Host, addr: netip.AddrPortFrom(a, uint16(s.plan.Port)),
			reason: fact.ReasonCheck, security: s.plan.Security, hello: fact.HelloDefault, connect: connectTimeout, silent: make(chan struct{})}
	}
	s.follow(ctx, walks)
}

// follow waits for the walks, starts comparisons beside one that hangs, and goes on with the first good one.
func (s *service) follow(ctx context.Context, walks []*walk) {
	var beside sync.WaitGroup
	c := &comparer{s: s, addr: representative(walks)}
	type end struct {
		index int
		live  *live
	}
	walkCtx, stop := context.WithCancelCause(ctx)
	s.run.cleanup(func() { stop(nil) })
	ends := make(chan end, len(walks))
	silent := make(chan struct{}, len(walks))
	for i, w := range walks {
		go func() {
			a, session := w.walk(walkCtx)
			s.fact.Attempts[i] = *a
			ends <- end{i, &live{&s.fact.Attempts[i], session}}
		}()
		go func() {
			select {
			case <-w.silent:
				silent <- struct{}{}
			case <-walkCtx.Done():
			}
		}()
	}
	slow := time.NewTimer(siblingsAfter)
	defer slow.Stop()
	chosen := false
	for open := len(walks); open > 0; {
		select {
		case e := <-ends:
			open--
			s.run.walked(ctx, s.plan, e.live.attempt)
			if e.live.session == nil {
				continue
			}
			if !chosen && s.run.acceptable(e.live.attempt) {
				chosen = true
				beside.Add(1)
				go func() { defer beside.Done(); s.login(ctx, e.live); s.reconsider(ctx, c, e.live.attempt) }()
			} else {
				s.run.goodbye(e.live.session, s.p)
			}
		case <-slow.C:
			s.run.hangs(ctx, s.plan, walks)
			if slices.ContainsFunc(walks, func(w *walk) bool { return w.at.Load() >= walkDialled }) {
				continue
			}
			beside.Add(1)
			go func() { defer beside.Done(); c.unreachable(ctx) }()
		case <-silent:
			if chosen || slices.ContainsFunc(walks, func(w *walk) bool { return w.at.Load() >= walkGreeted }) {
				continue
			}
			beside.Add(1)
			go func() {
				defer beside.Done()
				c.silent(ctx, func() { stop(errSpeaksTLS) })
			}()
		}
	}
	if !chosen {
		s.explain(ctx, c)
	}
	beside.Wait()
}

// explain makes the comparisons that a service wants which no address served.
func (s *service) explain(ctx context.Context, c *comparer) {
	worst := s.worst(c.addr)
	if worst.Failure != nil && worst.Failure.Class != fact.Cut {
		if worst.Dial == nil {
			c.unreachable(ctx)
		} else if a, session := c.failed(ctx, worst.Failure); session != nil {
			s.login(ctx, &live{a, session})
			return
		}
	}
	s.run.turns.done(s.index) // no login will come: the next need not wait for the rest
	if others := s.run.otherAddresses(ctx, s.plan.Host, s.fact.Attempts); len(others) > 0 {
		c.elsewhere(ctx, others, fact.ReasonOtherAddress)
	}
	c.discovered(ctx)
	s.skip(s.unreached(), "")
}

// unreached says why no login was made where no walk was good enough for one.
func (s *service) unreached() fact.Skip {
	for i := range s.fact.Attempts {
		if a := &s.fact.Attempts[i]; a.Ready() {
			return s.mayNot(a)
		}
	}
	return fact.SkipNotReached
}

// worst returns the attempt at the representative address.
func (s *service) worst(addr netip.AddrPort) *fact.Attempt {
	for i := range s.fact.Attempts {
		if s.fact.Attempts[i].Addr == addr.String() {
			return &s.fact.Attempts[i]
		}
	}
	return &s.fact.Attempts[0]
}

// unresolved: the name led to no address. Where another resolver knows one, it is looked at.
func (s *service) unresolved(ctx context.Context) {
	s.run.turns.done(s.index)
	s.skip(fact.SkipNotReached, "")
	c := &comparer{s: s}
	if others := s.run.otherAddresses(ctx, s.plan.Host, nil); len(others) > 0 {
		c.elsewhere(ctx, others, fact.ReasonResolverAddr)
	}
	c.discovered(ctx)
}

// compared keeps a comparison's outcome.
func (s *service) compared(a *fact.Attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.extra = append(s.extra, a)
}

// settle moves the comparisons into the facts, when nothing writes to them any more.
func (s *service) settle() {
	for _, a := range s.extra {
		s.fact.Compared = append(s.fact.Compared, *a)
	}
}

// representative is the address whose failure is looked into: the first of IPv4, else the first.
func representative(walks []*walk) netip.AddrPort {
	for _, w := range walks {
		if w.addr.Addr().Is4() {
			return w.addr
		}
	}
	return walks[0].addr
}
