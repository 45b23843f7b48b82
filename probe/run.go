// Package probe measures: what a mail client on this PC would meet on its way to a mailbox, as facts.
//
// It owns the stages (walk.go, a column of steps), their order and fan-out (run.go, service.go), what is tried after a
// failure to tell causes apart (compare.go), the one login of a service (login.go), and every limit of time and size
// (timeouts.go, session.go). Env is its only door to the world.
//
// Not here: what a fact means. This package never imports report. Nothing in it returns an error for what it measures:
// measuring can't fail, only be cut short, and what the deadline cut is not known.
package probe

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"maildiag/probe/discover"
	"maildiag/probe/fact"
	"maildiag/probe/provider"
)

// run is one run while it is being made.
type run struct {
	env     *Env
	plan    *Plan
	set     *fact.Set
	started time.Time // by this PC's clock, for dates
	begun   time.Time // monotonic, for durations
	turns   *turns
	names   map[string]*nameProbe
	truster truster
	tracing tracing
	polite  sync.WaitGroup // sessions that are saying goodbye

	mu     sync.Mutex
	atEnd  []func()
	domain *domainProbe
	search *discover.Search // beside configured services, only to compare; nil: none
}

// Run measures what the plan names and returns the facts.
func Run(ctx context.Context, env *Env, plan Plan) *fact.Set {
	r := &run{env: env, plan: &plan, begun: time.Now(), started: env.Now(), turns: newTurns(plan.Services), names: map[string]*nameProbe{}}
	r.truster.env = env
	if plan.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, plan.Timeout)
		defer cancel()
	}
	// What is still under way when the last service is done (a reference resolver that never answers) ends with the run.
	background, stop := context.WithCancel(ctx)
	defer stop()
	r.set = &fact.Set{Run: r.describe(), PC: env.PC(ctx), Password: passwordFacts(plan.Password.Reveal()), Profile: plan.Organisation}
	r.lookUp(background)
	r.startSearch(background)
	r.startWeb(ctx)
	r.services(ctx)
	r.lookAround(ctx)
	r.waitPolitely(ctx)
	r.collectPaths(ctx)
	for _, f := range r.atEnd {
		f()
	}
	r.collect(ctx)
	r.set.Run.CutShort = ctx.Err() != nil
	r.set.Run.DurationMS = r.elapsed()
	return r.set
}

func (r *run) describe() fact.Run {
	p := r.plan
	return fact.Run{Address: p.Address, Domain: p.Domain, Login: p.Login, SMTPLogin: p.SMTPLogin, SendTo: p.SendTo,
		Started: r.started, TimeoutMS: ms(p.Timeout), Family: p.Family, NoAuth: p.NoAuth, Configured: p.Configured}
}

// services examines all services side by side, into slots made beforehand.
func (r *run) services(ctx context.Context) {
	r.set.Services = make([]fact.Service, len(r.plan.Services))
	var all sync.WaitGroup
	for i, sp := range r.plan.Services {
		f := &r.set.Services[i]
		*f = fact.Service{Protocol: sp.Protocol, Host: sp.Host, Port: sp.Port, Security: sp.Security, Source: sp.Source}
		if known := provider.ByHost(sp.Host); known != nil {
			f.Provider = known.Name
		}
		s := &service{run: r, index: i, plan: sp, p: protocols[sp.Protocol], fact: f}
		all.Add(1)
		go func() {
			defer all.Done()
			s.examine(ctx)
			s.settle()
		}()
	}
	all.Wait()
}

// waitPolitely lets the sessions say goodbye.
func (r *run) waitPolitely(ctx context.Context) {
	done := make(chan struct{})
	go func() { r.polite.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// addresses are those that a client gets for the host, of the wanted family.
func (r *run) addresses(ctx context.Context, host string) []netip.Addr {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}
	}
	return r.wanted(r.names[host].addresses(ctx))
}

func (r *run) wanted(addrs []netip.Addr) []netip.Addr {
	var out []netip.Addr
	for _, a := range addrs {
		a = a.Unmap()
		if (r.plan.Family == 4 && !a.Is4()) || (r.plan.Family == 6 && a.Is4()) || slices.Contains(out, a) {
			continue
		}
		if out = append(out, a); len(out) == maxAddresses {
			break
		}
	}
	return out
}

// maxAddresses of one name are tried: more than any mail server has, fewer than a flood.
const maxAddresses = 8

// otherAddresses are those that resolvers gave and the system did not, once all have answered or their time is over.
func (r *run) otherAddresses(ctx context.Context, host string, tried []fact.Attempt) []netip.Addr {
	n := r.names[host]
	if n == nil {
		return nil
	}
	n.wait(ctx)
	var out []netip.Addr
	for _, l := range n.finish().Lookups {
		for _, text := range l.Addrs {
			a, err := netip.ParseAddr(text)
			if err != nil || slices.ContainsFunc(tried, func(t fact.Attempt) bool { return addrOf(t.Addr) == a }) {
				continue
			}
			out = append(out, a)
		}
	}
	return r.reachableFamilies(r.wanted(out))
}

// reachableFamilies drops addresses of an IP version that no interface of this PC has an address of: they prove nothing.
func (r *run) reachableFamilies(addrs []netip.Addr) []netip.Addr {
	var has4, has6 bool
	for _, i := range r.set.PC.Interfaces {
		for _, text := range i.Addresses {
			if p, err := netip.ParsePrefix(text); err == nil && !p.Addr().IsLinkLocalUnicast() {
				has4, has6 = has4 || p.Addr().Is4(), has6 || p.Addr().Is6()
			}
		}
	}
	if !has4 && !has6 {
		return addrs // not measured
	}
	return slices.DeleteFunc(addrs, func(a netip.Addr) bool { return (a.Is4() && !has4) || (a.Is6() && !has6) })
}

func addrOf(addrPort string) netip.Addr {
	ap, err := netip.ParseAddrPort(addrPort)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}

func (r *run) progress(service int, stage fact.Stage, done, failed bool) {
	if r.env.Progress != nil {
		r.env.Progress(Event{Service: service, Stage: stage, Done: done, Failed: failed})
	}
}

// cleanup runs at the run's end, when all sessions have said goodbye.
func (r *run) cleanup(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.atEnd = append(r.atEnd, f)
}
