package probe

import (
	"context"
	"net/netip"
	"sync"

	"maildiag/probe/fact"
)

// maxCompared is the contract's budget: after a failure at most five more connections a service and address.
const maxCompared = 5

// neutralPort is what nearly every mail host has open besides mail: does the host answer at all?
const neutralPort = 443

// comparer makes the connections that tell causes apart after a failure, one after another, within the budget. None
// of them is made twice.
type comparer struct {
	s    *service
	addr netip.AddrPort // the address that failed

	mu   sync.Mutex // one after another
	made []endpointTry
	// reserved of the budget are the connections of the size test on the way to the address (probe/path).
	reserved int
}

// sizeTest is how many connections probe/path makes to tell whether large packets pass.
const sizeTest = 2

// spent says whether the budget of connections to an address is used up.
func (c *comparer) spent(addr netip.Addr) bool {
	n := c.reserved
	for _, m := range c.made {
		if m.addr.Addr() == addr {
			n++
		}
	}
	return n >= maxCompared
}

// endpointTry is a comparison that was made.
type endpointTry struct {
	addr     netip.AddrPort
	security fact.Security
	hello    fact.ClientHello
	outcome  *fact.Attempt
}

// unreachable looks beside a connect that failed or does not end: this port, or this host?
func (c *comparer) unreachable(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.siblings(ctx)
	c.try(ctx, fact.ReasonNeutralPort, endpoint{neutralPort, fact.None}, fact.HelloDefault)
}

// silent looks beside a greeting that does not come. A port that says nothing in clear text is asked whether it speaks
// TLS; if so speaksTLS is called, and the wait can end. The sibling ports are looked at meanwhile.
func (c *comparer) silent(ctx context.Context, speaksTLS func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var a *fact.Attempt
	if c.s.plan.Security != fact.TLS {
		a, _ = c.try(ctx, fact.ReasonOtherSecurity, endpoint{int(c.addr.Port()), fact.TLS}, fact.HelloDefault)
	}
	if a != nil && a.TLS != nil && a.TLS.Version != "" {
		speaksTLS()
	}
	if !c.works(a) {
		c.siblings(ctx)
	}
}

// works says whether a comparison found a way that a client could use.
func (c *comparer) works(a *fact.Attempt) bool { return a != nil && c.s.run.acceptable(a) }

// failed looks deeper into a walk that ended beyond the connect. It returns the session of a second try that came to
// its end in a way that a client would go on with.
func (c *comparer) failed(ctx context.Context, f *fact.Failure) (*fact.Attempt, *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sp := c.s.plan
	if f.Class == fact.TimedOut && c.s.run.tracesPaths() {
		c.reserved = sizeTest
	}
	switch {
	case f.Stage == fact.StageTLS && f.Class == fact.NotTLS && sp.Security == fact.TLS:
		c.otherwise(ctx, fact.StartTLS)
	case f.Stage == fact.StageTLS && f.Op == "handshake" && f.Class != fact.NotTLS:
		return c.handshakes(ctx, f)
	case f.Class == fact.Answered && f.Stage == fact.StageService:
		// The server speaks and refuses: its words are the cause, and asking more of it is no help.
	case f.Stage == fact.StageService && f.Op == "greeting" && sp.Security != fact.TLS && f.Class != fact.WrongProtocol:
		c.otherwise(ctx, fact.TLS)
	default:
		c.siblings(ctx)
	}
	return nil, nil
}

// handshakes tries a handshake that failed once more in other ways, smallest difference first. Where the connection was
// cut, one that says nothing at all shows first whether it was the ClientHello that did it.
func (c *comparer) handshakes(ctx context.Context, f *fact.Failure) (*fact.Attempt, *session) {
	sp := c.s.plan
	own := endpoint{sp.Port, sp.Security}
	if sp.Security == fact.TLS && (f.Class == fact.Reset || f.Class == fact.EOF) {
		a, _ := c.try(ctx, fact.ReasonNoHello, endpoint{sp.Port, fact.None}, fact.HelloDefault)
		if a != nil && a.Failure != nil && (a.Failure.Class == fact.Reset || a.Failure.Class == fact.EOF) {
			c.siblings(ctx)
			return nil, nil
		}
	}
	a, s := c.try(ctx, fact.ReasonSmallHello, own, fact.HelloSmall)
	if s != nil && f.Class == fact.TimedOut {
		// A lost packet looks like this too: only where the large hello is lost again it is the size.
		if again, second := c.try(ctx, fact.ReasonAgain, own, fact.HelloDefault); second != nil {
			c.s.run.goodbye(s, c.s.p)
			return again, second
		}
	}
	if s != nil {
		return a, s
	}
	if a != nil && a.Dial != nil && a.TLS != nil && a.TLS.Version == "" {
		c.try(ctx, fact.ReasonLegacyTLS, own, fact.HelloLegacy)
	}
	c.siblings(ctx)
	return nil, nil
}

// otherwise tries the same port with the other security mode, and where that is no way either, the other ports.
func (c *comparer) otherwise(ctx context.Context, security fact.Security) {
	a, _ := c.try(ctx, fact.ReasonOtherSecurity, endpoint{c.s.plan.Port, security}, fact.HelloDefault)
	if !c.works(a) {
		c.siblings(ctx)
	}
}

// siblings tries the protocol's other usual ports.
func (c *comparer) siblings(ctx context.Context) {
	for _, e := range c.s.p.ports {
		if e.port != c.s.plan.Port {
			c.try(ctx, fact.ReasonSiblingPort, e, fact.HelloDefault)
		}
	}
}

// try makes one more connection to the address that failed; what was tried before keeps its outcome. The session of a walk that came to its end is closed with
// good manners, unless it is a second try that is gone on with.
func (c *comparer) try(ctx context.Context, reason fact.Reason, e endpoint, hello fact.ClientHello) (*fact.Attempt, *session) {
	return c.connect(ctx, reason, netip.AddrPortFrom(c.addr.Addr(), uint16(e.port)), e.security, hello)
}

func (c *comparer) connect(ctx context.Context, reason fact.Reason, addr netip.AddrPort, security fact.Security, hello fact.ClientHello) (*fact.Attempt, *session) {
	for _, m := range c.made {
		if m.addr == addr && m.security == security && m.hello == hello {
			return m.outcome, nil
		}
	}
	if c.spent(addr.Addr()) || ctx.Err() != nil {
		return nil, nil
	}
	w := &walk{run: c.s.run, index: c.s.index, p: c.s.p, host: c.s.plan.Host, addr: addr, reason: reason,
		security: security, hello: hello, connect: compareConnect, quiet: true}
	a, s := w.walk(ctx)
	c.s.compared(a)
	c.made = append(c.made, endpointTry{addr, security, hello, a})
	if s == nil {
		return a, nil
	}
	if (reason == fact.ReasonSmallHello || reason == fact.ReasonAgain) && c.s.run.acceptable(a) {
		return a, s
	}
	c.s.run.goodbye(s, c.s.p)
	return a, nil
}

// elsewhere walks to addresses that only other resolvers gave, at most two of them.
func (c *comparer) elsewhere(ctx context.Context, addrs []netip.Addr, reason fact.Reason) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, a := range addrs {
		if i == 2 {
			break
		}
		c.connect(ctx, reason, netip.AddrPortFrom(a, uint16(c.s.plan.Port)), c.s.plan.Security, fact.HelloDefault)
	}
}
