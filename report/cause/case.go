package cause

import (
	"net/netip"
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/route"
)

// Failure is one thing of a run that went wrong and wants an explanation: at most one a service for
// reaching it, one for its login and one for each step after that.
type Failure struct {
	Service *fact.Service
	Attempt *fact.Attempt // the walk that went farthest; nil: the name led to no address, or it is about the login
	Stage   fact.Stage    // where it stopped
	// Certificate: the walk came to its end, but a client would not accept the certificate.
	Certificate bool
	// Partial: another walk of the same service worked, or got past the step where this one ended (a dead
	// IPv6 address beside a good IPv4 one). Only warnings explain these.
	Partial bool
	Failure *fact.Failure // nil for a refused login or step: see Reply
	Reply   *fact.Reply   // the server's words, where it gave any
	claimed bool
}

// Class is the failure's class; Answered where the server's reply is the failure.
func (f *Failure) Class() fact.Class {
	if f.Failure != nil {
		return f.Failure.Class
	}
	if f.Reply != nil {
		return fact.Answered
	}
	return fact.Other
}

// Case is what a cause sees: the facts, and the failures that nobody has claimed yet.
type Case struct {
	*fact.Set
	failures []*Failure
	routes   []*route.Way // the measured paths, read
}

// NewCase lists the failures of a run.
func NewCase(set *fact.Set) *Case {
	if set.Run.Trace {
		set = asServices(set)
	}
	c := &Case{Set: set, routes: readRoutes(set)}
	for i := range set.Services {
		s := &set.Services[i]
		c.failures = append(c.failures, c.reaching(s)...)
		c.failures = append(c.failures, afterwards(s)...)
		c.failures = append(c.failures, c.noLoginThere(s)...)
	}
	return c
}

// Open returns the failures that nobody has claimed, those of the given stages, or all, in the order of the
// services. Partial ones are left out: Partial has them.
func (c *Case) Open(stages ...fact.Stage) []*Failure {
	return c.pick(false, stages)
}

// Partial returns the unclaimed failures of services that work by another address.
func (c *Case) Partial(stages ...fact.Stage) []*Failure {
	return c.pick(true, stages)
}

// known returns the open failures that say something about the other side: a cause has nothing to learn from a walk
// that the end of the run cut off.
func (c *Case) known(stages ...fact.Stage) []*Failure {
	return slices.DeleteFunc(c.Open(stages...), func(f *Failure) bool { return f.Class() == fact.Cut })
}

func (c *Case) pick(partial bool, stages []fact.Stage) []*Failure {
	var out []*Failure
	for _, f := range c.failures {
		if !f.claimed && f.Partial == partial && (len(stages) == 0 || slices.Contains(stages, f.Stage)) {
			out = append(out, f)
		}
	}
	return out
}

// Name returns what was learnt about a host name, or nil (an IP literal, a name never looked up).
func (c *Case) Name(host string) *fact.Name {
	for i := range c.Names {
		if c.Names[i].Host == host {
			return &c.Names[i]
		}
	}
	return nil
}

// Walks returns every connection of every service that matches.
func (c *Case) Walks(match func(*fact.Service, *fact.Attempt) bool) []*fact.Attempt {
	var out []*fact.Attempt
	for i := range c.Services {
		s := &c.Services[i]
		for _, list := range [][]fact.Attempt{s.Attempts, s.Compared} {
			for j := range list {
				if list[j].Host == "" && match(s, &list[j]) { // another host's connections say nothing about this one
					out = append(out, &list[j])
				}
			}
		}
	}
	return out
}

// Acceptable says whether a client would go on with this walk: it came to its end, and where it is
// encrypted the certificate holds.
func (c *Case) Acceptable(a *fact.Attempt) bool {
	return a.Acceptable(c.Run.Started)
}

// Working returns a walk by which the service works as configured, or nil. A second try on the same port with
// another ClientHello counts: the client's own next try would do the same.
func (c *Case) Working(s *fact.Service) *fact.Attempt {
	for i := range s.Attempts {
		if c.Acceptable(&s.Attempts[i]) {
			return &s.Attempts[i]
		}
	}
	for i := range s.Compared {
		if a := &s.Compared[i]; (a.Reason == fact.ReasonSmallHello || a.Reason == fact.ReasonAgain) && c.Acceptable(a) {
			return a
		}
	}
	return nil
}

// Compared returns the first comparison of that reason that a client could use, or nil.
func (c *Case) Compared(s *fact.Service, reason fact.Reason) *fact.Attempt {
	for i := range s.Compared {
		if a := &s.Compared[i]; a.Reason == reason && c.Acceptable(a) {
			return a
		}
	}
	return nil
}

// reaching lists what kept the service from being reached: one failure where no walk worked, and a partial one for each
// broken walk that another left behind.
func (c *Case) reaching(s *fact.Service) []*Failure {
	if len(s.Attempts) == 0 {
		if c.absent(s) {
			return nil
		}
		return []*Failure{{Service: s, Stage: fact.StageDNS, Failure: c.unresolved(s.Host)}}
	}
	var bad []*Failure
	for _, a := range tried(s) {
		if f := c.broken(s, a); f != nil {
			bad = append(bad, f)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	var out []*Failure
	best := farthest(bad)
	works := c.Working(s) != nil
	for _, f := range bad {
		switch {
		case f == best && !works:
			out = append(out, f)
		case f.Class() == fact.Cut: // beside one that says more, not knowing is nothing to report
		case works || overtaken(f, best):
			f.Partial = true
			out = append(out, f)
		}
	}
	return out
}

// tried returns the walks that decide about a service: those that a client would make, and the second try with a small
// ClientHello, which today's clients can't be told from.
func tried(s *fact.Service) []*fact.Attempt {
	var out []*fact.Attempt
	for i := range s.Attempts {
		out = append(out, &s.Attempts[i])
	}
	for i := range s.Compared {
		if a := &s.Compared[i]; a.Reason == fact.ReasonSmallHello && a.TLS != nil && a.TLS.Version != "" {
			out = append(out, a)
		}
	}
	return out
}

// broken says what is wrong with a walk; nil: nothing.
func (c *Case) broken(s *fact.Service, a *fact.Attempt) *Failure {
	switch {
	case c.Acceptable(a), c.noFamily(s, a):
		return nil
	case a.Failure != nil:
		return &Failure{Service: s, Attempt: a, Stage: a.Failure.Stage, Failure: a.Failure, Reply: a.Failure.Reply}
	case a.Ready():
		return &Failure{Service: s, Attempt: a, Stage: fact.StageTLS, Certificate: true}
	}
	// It neither came to its end nor says why: the run was over.
	return &Failure{Service: s, Attempt: a, Stage: fact.StageTCP, Failure: &fact.Failure{Stage: fact.StageTCP, Class: fact.Cut, Op: "connect"}}
}

// overtaken says whether another walk got past the very step at which this one ended: its address answers where this one's
// does not, or the same address goes on after a smaller ClientHello.
func overtaken(f, best *Failure) bool {
	if f.Attempt.Dial == nil {
		return best.Attempt.Dial != nil
	}
	return best.Attempt.Reason == fact.ReasonSmallHello && best.Attempt.Addr == f.Attempt.Addr
}

// farthest picks the walk that tells most: the one that went farthest; the first of equals, IPv4 first.
func farthest(bad []*Failure) *Failure {
	rank := func(f *Failure) int {
		r := 4 * progress(f.Attempt)
		if f.Class() == fact.Cut {
			r -= 2
		}
		if isIPv4(f.Attempt.Addr) {
			r++
		}
		return r
	}
	best := bad[0]
	for _, f := range bad[1:] {
		if rank(f) > rank(best) {
			best = f
		}
	}
	return best
}

// progress counts the steps that a walk has behind it, whatever their order.
func progress(a *fact.Attempt) int {
	n := 0
	for _, done := range []bool{a.Dial != nil, a.TLS != nil && a.TLS.Version != "", a.Talk.Greeting != nil,
		a.Talk.Before != nil, a.Talk.StartTLS != nil, a.Talk.Caps != nil} {
		if done {
			n++
		}
	}
	return n
}

// noFamily says whether the walk failed only because this PC has no way out by that IP version, and the service
// has an address of the other, with which it got somewhere: then it is nobody's fault.
func (c *Case) noFamily(s *fact.Service, a *fact.Attempt) bool {
	return c.familyMissing(a) && slices.ContainsFunc(s.Attempts, func(o fact.Attempt) bool {
		return isIPv4(o.Addr) != isIPv4(a.Addr) && !c.familyMissing(&o)
	})
}

// familyMissing says whether a walk failed because this PC lacks that IP version. A router on the way says "network
// unreachable" too: where this PC has an address and a route of that version, the word is not this PC's.
func (c *Case) familyMissing(a *fact.Attempt) bool {
	if a.Failure == nil {
		return false
	}
	switch a.Failure.Class {
	case fact.AddrUnavailable:
		return true
	case fact.NetUnreachable:
		return !c.hasFamily(isIPv4(a.Addr))
	}
	return false
}

// hasFamily says whether this PC is known to have a way out by that IP version: a default route, and an address that is
// more than link-local, as far as either was measured.
func (c *Case) hasFamily(v4 bool) bool {
	r := c.PC.Routes
	if r == nil || (v4 && !r.Default4) || (!v4 && !r.Default6) {
		return false
	}
	known := 0
	for _, i := range c.PC.Interfaces {
		for _, text := range i.Addresses {
			p, err := netip.ParsePrefix(text)
			if err != nil {
				continue
			}
			known++
			if p.Addr().Unmap().Is4() == v4 && !p.Addr().IsLinkLocalUnicast() {
				return true
			}
		}
	}
	return known == 0
}

// unresolved is why a name led to no address.
func (c *Case) unresolved(host string) *fact.Failure {
	n := c.Name(host)
	if n != nil && n.OS != nil && n.OS.Failure != nil {
		if class, ok := deniedHere(n); ok { // the system's look-up keeps no more than a text of its resolver's error
			f := *n.OS.Failure
			f.Class = class
			return &f
		}
		return n.OS.Failure
	}
	if c.Run.CutShort && (n == nil || !slices.ContainsFunc(n.Lookups, fact.Lookup.Answered)) {
		return &fact.Failure{Stage: fact.StageDNS, Class: fact.Cut, Op: "look-up"}
	}
	return &fact.Failure{Stage: fact.StageDNS, Class: fact.NoAddress, Op: "look-up"}
}

// deniedHere: every question about a name to this PC's resolvers was refused by the PC itself.
func deniedHere(n *fact.Name) (fact.Class, bool) {
	asked := 0
	for _, l := range n.Lookups {
		if l.Role == fact.RoleSystem {
			if l.Failure == nil || l.Failure.Class != fact.Denied {
				return "", false
			}
			asked++
		}
	}
	return fact.Denied, asked > 0 && (n.OS.Failure.Class == fact.Other || n.OS.Failure.Class == fact.TimedOut)
}

// afterwards lists the failures of the login and of the steps behind it. A login that the server rules out without
// encryption counts as failed, though none was tried.
func afterwards(s *fact.Service) []*Failure {
	var out []*Failure
	if barredInClear(s) != nil {
		out = append(out, &Failure{Service: s, Stage: fact.StageAuth, Failure: &fact.Failure{Stage: fact.StageAuth, Class: fact.NotOffered, Op: "login"}})
	}
	l := s.Login
	if l == nil {
		return out
	}
	if l.State == fact.LoginRefused || l.State == fact.LoginFailed {
		f := &Failure{Service: s, Stage: fact.StageAuth, Failure: l.Failure, Reply: l.Reply}
		if f.Reply == nil && l.Failure != nil {
			f.Reply = l.Failure.Reply // what it said before it hung up
		}
		out = append(out, f)
	}
	if l.State == fact.LoginSkipped && l.Skipped == fact.SkipNoMechanism {
		out = append(out, &Failure{Service: s, Stage: fact.StageAuth, Failure: &fact.Failure{Stage: fact.StageAuth, Class: fact.NotOffered, Op: "AUTH"}})
	}
	for _, step := range []struct {
		stage fact.Stage
		*fact.Step
	}{{fact.StageMailbox, l.Mailbox}, {fact.StageSend, l.Mail}, {fact.StageSend, l.Rcpt}} {
		if step.Step != nil && (step.Refused() || step.Step.Failure != nil) {
			out = append(out, &Failure{Service: s, Stage: step.stage, Failure: step.Step.Failure, Reply: step.Reply})
		}
	}
	return out
}
