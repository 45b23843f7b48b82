package probe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

// lookups are several questions under way, each to its resolver, side by side. Results go into slots that are there
// before the first question leaves, so that their order is the plan's and never the order of arrival.
type lookups struct {
	begun time.Time
	all   chan struct{} // closed when every answer is there, or given up

	mu      sync.Mutex
	slots   []fact.Lookup
	done    []bool
	left    int
	changed chan struct{} // closed and replaced with each result
}

type ask struct {
	who asked
	question
}

func startLookups(ctx context.Context, env *Env, asks []ask) *lookups {
	l := &lookups{begun: time.Now(), all: make(chan struct{}), slots: make([]fact.Lookup, len(asks)), done: make([]bool, len(asks)),
		left: len(asks), changed: make(chan struct{})}
	if len(asks) == 0 {
		close(l.all)
	}
	for i, a := range asks {
		l.slots[i] = fact.Lookup{Resolver: a.who.addr.String(), Role: a.who.role, Type: dns.TypeToString[a.qtype], Name: a.name}
		go func() { l.fill(i, lookup(ctx, env, a.who, a.question)) }()
	}
	return l
}

func (l *lookups) fill(i int, result fact.Lookup) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.slots[i], l.done[i] = result, true
	close(l.changed)
	l.changed = make(chan struct{})
	if l.left--; l.left == 0 {
		close(l.all)
	}
}

// snapshot is what is there by now. What is still under way is not known.
func (l *lookups) snapshot() []fact.Lookup {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := slices.Clone(l.slots)
	for i := range out {
		if !l.done[i] {
			now := time.Now()
			out[i].MS = ms(now.Sub(l.begun))
			out[i].Failure = classify(fact.StageDNS, "query", l.begun, now, errCut)
		}
	}
	return out
}

// await calls enough with the results that are there, at once and after each new one, until it says yes, all are there,
// or ctx ends.
func (l *lookups) await(ctx context.Context, enough func(slots []fact.Lookup) bool) {
	for {
		l.mu.Lock()
		ok, changed := l.left == 0 || enough(l.slots), l.changed
		l.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

func (l *lookups) wait(ctx context.Context) {
	select {
	case <-l.all:
	case <-ctx.Done():
	}
}

// who lists the resolvers to ask: the system's, then the reference ones that are not among them.
func who(system, references []netip.AddrPort) []asked {
	var out []asked
	for _, list := range []struct {
		addrs []netip.AddrPort
		role  fact.Role
	}{{system, fact.RoleSystem}, {references, fact.RoleReference}} {
		for _, a := range list.addrs {
			if !slices.ContainsFunc(out, func(have asked) bool { return have.addr == a }) {
				out = append(out, asked{a, list.role})
			}
		}
	}
	return out
}

// nameProbe is the look-up of one host name, under way. All of it runs side by side: the system's own look-up, which
// the walks wait for, each system resolver, and the reference resolvers, which nobody waits for.
type nameProbe struct {
	host    string
	lookups *lookups
	ready   chan struct{} // closed when addrs holds

	addrs   []netip.Addr  // where the walks go; written once, before ready is closed
	osEnded chan struct{} // closed when the system's own look-up has ended

	mu        sync.Mutex
	os        *fact.OSAnswer
	osAddrs   []netip.Addr
	hostsFile []string
}

// startName starts the look-up of a host name. What is under way ends with ctx. A family of 4 or 6 asks for that one's
// records alone.
func startName(ctx context.Context, env *Env, host string, system, references []netip.AddrPort, family int) *nameProbe {
	var asks []ask
	for _, w := range who(system, references) {
		if family != 6 {
			asks = append(asks, ask{w, question{name: host, qtype: dns.TypeA}})
		}
		if family != 4 {
			asks = append(asks, ask{w, question{name: host, qtype: dns.TypeAAAA}})
		}
	}
	p := &nameProbe{host: host, lookups: startLookups(ctx, env, asks), ready: make(chan struct{}), osEnded: make(chan struct{})}
	go func() {
		defer close(p.osEnded)
		p.askOS(ctx, env)
	}()
	go p.decide(ctx)
	return p
}

// askOS does the system's own look-up.
func (p *nameProbe) askOS(ctx context.Context, env *Env) {
	var fromFile []string
	for _, a := range env.HostsFile(p.host) {
		fromFile = append(fromFile, a.String())
	}
	p.mu.Lock()
	p.hostsFile = fromFile
	p.mu.Unlock()

	begun := time.Now()
	limited, cancel := context.WithTimeout(ctx, osAnswerTimeout)
	defer cancel()
	addrs, err := env.LookupHost(limited, p.host)
	now := time.Now()
	answer := &fact.OSAnswer{MS: ms(now.Sub(begun))}
	addrs = addrs[:min(len(addrs), maxRecords)]
	for i, a := range addrs {
		addrs[i] = a.Unmap()
		answer.Addrs = append(answer.Addrs, addrs[i].String())
	}
	if err != nil || len(addrs) == 0 {
		answer.Failure = classify(fact.StageDNS, "look-up", begun, now, osError(ctx, err))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.os, p.osAddrs = answer, addrs
}

// osError gives the errors of net.Resolver a class.
func osError(ctx context.Context, err error) error {
	var d *net.DNSError
	switch {
	case err == nil:
		return &stepError{class: fact.NoAddress, text: "no address"}
	case ctx.Err() != nil:
		return errCut
	case errors.As(err, &d) && d.IsNotFound:
		return &stepError{class: fact.NoAddress, text: err.Error()}
	}
	return err
}

// decide settles the addresses that the walks go to: the system's answer; where that is late, or failed in a way that is
// not an answer (Go's resolver in this program asks with EDNS, which an old router may choke on and the system's own
// does not send), what a system resolver has answered by then, or answers first.
func (p *nameProbe) decide(ctx context.Context) {
	defer close(p.ready)
	late := time.NewTimer(osAnswerLate)
	defer late.Stop()
	select {
	case <-p.osEnded:
		if addrs, final := p.osAnswer(); final {
			p.addrs = addrs
			return
		}
	case <-late.C:
	case <-ctx.Done():
		return
	}
	osEnded := p.osEnded
	for {
		p.lookups.mu.Lock()
		addrs, changed, left := fromResolver(p.lookups.slots, p.lookups.done), p.lookups.changed, p.lookups.left
		p.lookups.mu.Unlock()
		if len(addrs) > 0 {
			p.addrs = addrs
			return
		}
		if osEnded == nil && left == 0 {
			return
		}
		select {
		case <-osEnded:
			if addrs, final := p.osAnswer(); final {
				p.addrs = addrs
				return
			}
			osEnded = nil
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// osAnswer is what the system said. It is final if it gave addresses or says that there are none.
func (p *nameProbe) osAnswer() (addrs []netip.Addr, final bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.osAddrs, p.os.Failure == nil || p.os.Failure.Class == fact.NoAddress || p.os.Failure.Class == fact.Cut
}

// fromResolver are the addresses of the first system resolver that gave any, IPv4 first. A resolver whose answer for the
// other IP version is still under way counts only if it gave IPv4 addresses, which nearly every client can use.
func fromResolver(slots []fact.Lookup, done []bool) []netip.Addr {
	var out []netip.Addr
	first := ""
	waiting := map[string]bool{}
	for i, l := range slots {
		waiting[l.Resolver] = waiting[l.Resolver] || (l.Type == "A" && !done[i])
	}
	for _, l := range slots {
		if l.Role == fact.RoleSystem && waiting[l.Resolver] {
			continue
		}
		if l.Role != fact.RoleSystem || len(l.Addrs) == 0 || (first != "" && l.Resolver != first) {
			continue
		}
		first = l.Resolver
		for _, text := range l.Addrs {
			if a, err := netip.ParseAddr(text); err == nil {
				out = append(out, a)
			}
		}
	}
	return out
}

// addresses waits for the addresses that a client would get. Empty: the name leads nowhere, or ctx ended before it was known.
func (p *nameProbe) addresses(ctx context.Context) []netip.Addr {
	if p == nil {
		return nil
	}
	select {
	case <-p.ready:
		return slices.Clone(p.addrs)
	case <-ctx.Done():
		return nil
	}
}

// wait waits until every resolver has answered or its time is over.
func (p *nameProbe) wait(ctx context.Context) { p.lookups.wait(ctx) }

// waitOS waits until the system's own look-up has ended. Only where it was so late that the walks started without it
// is there anything to wait for: then its time is what every program on this PC waits.
func (p *nameProbe) waitOS(ctx context.Context) {
	select {
	case <-p.osEnded:
	case <-ctx.Done():
	}
}

// finish gives what is known by now, without waiting; what is still under way is marked as cut.
func (p *nameProbe) finish() fact.Name {
	n := fact.Name{Host: p.host, Lookups: p.lookups.snapshot()}
	p.mu.Lock()
	defer p.mu.Unlock()
	n.HostsFile = p.hostsFile
	if n.OS = p.os; n.OS == nil {
		now := time.Now()
		n.OS = &fact.OSAnswer{MS: ms(now.Sub(p.lookups.begun)), Failure: classify(fact.StageDNS, "look-up", p.lookups.begun, now, errCut)}
	}
	return n
}
