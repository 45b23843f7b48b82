package probe

import (
	"context"
	"net/netip"
	"slices"

	"maildiag/probe/discover"
	"maildiag/probe/fact"
	"maildiag/probe/provider"
)

// maxDiscovered is how many discovered settings are tried for one service that fails.
const maxDiscovered = 2

// discovered tries what discovery found in place of a configured setting that failed: only what is known to work is
// proposed later. A published setting that fails has a cause of its own, and nothing is tried beside it.
func (c *comparer) discovered(ctx context.Context) {
	if c.s.plan.Source != fact.SourceUser {
		return
	}
	found := c.s.run.discovered(ctx, c.s.plan.Protocol)
	if slices.ContainsFunc(found, func(f fact.Found) bool { return f.Source != fact.SourceGuess && c.s.plan.is(f) }) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	tried := 0
	for _, f := range found {
		if tried == maxDiscovered || ctx.Err() != nil {
			return
		}
		if c.s.plan.is(f) {
			continue
		}
		if a := c.tryFound(ctx, f); a != nil {
			tried++
			if c.works(a) {
				return
			}
		}
	}
}

// is says whether a found setting is the planned one.
func (s *ServicePlan) is(f fact.Found) bool {
	return s.Protocol == f.Protocol && s.Host == f.Host && s.Port == f.Port && s.Security == f.Security
}

// tryFound walks to one address of a found setting; nil: there was nothing new to try. What was tried of the same host
// before keeps its outcome.
func (c *comparer) tryFound(ctx context.Context, f fact.Found) *fact.Attempt {
	addrs, err := c.s.run.env.LookupHost(ctx, f.Host)
	if err != nil {
		return nil
	}
	addr, ok := c.s.run.plan.first(addrs)
	if !ok {
		return nil
	}
	to := netip.AddrPortFrom(addr, uint16(f.Port))
	if c.spent(addr) || c.s.deaf(to, f.Security) {
		return nil
	}
	if f.Host == c.s.plan.Host {
		if slices.ContainsFunc(c.made, func(m endpointTry) bool { return m.addr == to && m.security == f.Security }) {
			return nil
		}
	}
	w := &walk{run: c.s.run, index: c.s.index, p: c.s.p, host: f.Host, addr: to, reason: fact.ReasonDiscovered,
		security: f.Security, hello: fact.HelloDefault, connect: compareConnect, quiet: true}
	a, session := w.walk(ctx)
	if f.Host != c.s.plan.Host {
		a.Host = f.Host
	}
	c.s.compared(a)
	c.made = append(c.made, endpointTry{to, f.Security, fact.HelloDefault, a})
	if session != nil {
		c.s.run.goodbye(session, c.s.p)
	}
	return a
}

// deaf says whether a connection to that very place has failed before a name could matter: without an answer to the
// connect, or to the handshake.
func (s *service) deaf(to netip.AddrPort, security fact.Security) bool {
	return slices.ContainsFunc(s.fact.Attempts, func(a fact.Attempt) bool {
		return a.Addr == to.String() && a.Security == security && a.Failure != nil &&
			(a.Dial == nil || a.Failure.Stage == fact.StageTLS && a.Failure.Class == fact.TimedOut)
	})
}

// encrypted looks whether the protocol's own TLS port is there, beside a service in clear text that offers no encryption.
func (c *comparer) encrypted(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.try(ctx, fact.ReasonSiblingPort, c.s.p.ports[0], fact.HelloDefault)
}

// reconsider compares a service that was reached, where something says that it is the wrong server all the same: a login
// refused by another provider than the one that the domain's mail is at, or a mail exchanger that takes no login. Clear
// text without an offer of encryption is compared with the TLS port.
func (s *service) reconsider(ctx context.Context, c *comparer, a *fact.Attempt) {
	if s.plan.Source != fact.SourceUser || s.fact.Login == nil {
		return
	}
	if s.plan.Security == fact.None && !a.Talk.Caps.Has("STARTTLS") && !a.Talk.Caps.Has("STLS") {
		c.encrypted(ctx)
		return
	}
	if s.run.search == nil {
		return
	}
	switch l := s.fact.Login; {
	case l.State == fact.LoginRefused:
		theirs := provider.ByHost(s.plan.Host)
		if theirs == nil || s.run.domain == nil {
			return
		}
		ours := providerOf(s.run.plan.Domain, s.run.domain.lookups.snapshot())
		if ours == nil || ours.Name == theirs.Name {
			return
		}
	case s.plan.Protocol == fact.SMTP && (l.Skipped == fact.SkipNotNeeded || l.Skipped == fact.SkipNoMechanism):
		if s.run.domain == nil || !slices.Contains(exchangers(s.run.domain.lookups.snapshot()), s.plan.Host) {
			return
		}
	default:
		return
	}
	c.discovered(ctx)
}

// Within says whether a host is the domain or lies inside it.
func Within(host, domain string) bool { return discover.Within(host, domain) }
