package lab

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/probe/path"
)

// The long way of this world. No packet travels it: what its routers would answer is worked out from the faults.

// applyPath notes what the way to a service's host does, and what that means for connections.
func applyPath(b *blueprint, it item) error {
	for _, p := range it.on {
		if err := b.slots.set("path."+string(p), it); err != nil {
			return err
		}
		switch it.row.value {
		case "blocked":
			b.rules = append(b.rules, rule{host: b.of(p), port: -1, state: unreachable, text: it.text})
		case "loop":
			b.rules = append(b.rules, rule{host: b.of(p), port: -1, state: filtered, text: it.text})
		case "mtu-blackhole":
			// The server's first large answer never comes: to a client that is a handshake without an answer.
			for i := range rows {
				if rows[i].key == "tls" && rows[i].value == "drop" {
					tls := item{text: it.text, row: &rows[i], on: []fact.Protocol{p}}
					if err := note(b, tls); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// wantsHops: what only looks like a fault of the way shows nowhere else, so the way is looked at in any case.
func (b *blueprint) wantsHops() probe.Hops {
	for _, p := range protocols {
		if b.slots["path."+string(p)].is("slow-router", "lossy-router") {
			return probe.HopsAlways
		}
	}
	return probe.HopsWhenNeeded
}

// hops are the routers in front of a server, nearest first, with what a round trip to each takes.
var hops = []hop{
	{"192.168.1.1", "fe80::1", "", 0.6},
	{"100.64.0.1", "2001:db8:2::1", "", 4},
	{"203.0.113.129", "2001:db8:2::129", "r1.city.isp.example", 8},
	{"203.0.113.133", "2001:db8:2::133", "r4.core.isp.example", 9},
	{"198.51.100.129", "2001:db8:3::129", "ix7.backbone.example", 28},
	{"198.51.100.133", "2001:db8:3::133", "ix9.backbone.example", 29},
}

const serverHop, serverMS = 7, 31.0

type hop struct {
	v4, v6, name string
	ms           float64
}

func (h hop) addr(v6 bool) string {
	if v6 {
		return h.v6
	}
	return h.v4
}

// round is what one round of probes brings back.
func (w *World) round(to netip.Addr, s state, fault string, n int) []fact.Hop {
	var out []fact.Hop
	expired := func(ttl int, by hop) fact.Hop {
		h := fact.Hop{TTL: ttl, Answer: fact.HopICMP, Addr: by.addr(to.Is6()), MS: by.ms + float64((n*7+ttl*3)%5)/10, Type: 11, ReplyTTL: 65 - ttl}
		if to.Is6() {
			h.Type = 3
		}
		return h
	}
	last := len(hops) // the routers that a probe gets past
	switch {
	case fault == "loop":
		for ttl := 1; ttl <= 12; ttl++ {
			at := ttl
			if ttl > 4 {
				at = 3 + (ttl+1)%2
			}
			out = append(out, expired(ttl, hops[at-1]))
		}
		return out
	case fault == "blocked":
		last = 3
	case s == filtered:
		last = 4
		if w.design.addrs[to] == filtered { // the whole host: it is down, not the network
			last = len(hops)
		}
	}
	for i, by := range hops[:last] {
		h := expired(i+1, by)
		switch {
		case fault == "slow" && i >= 4:
			h.MS += 680
		case fault == "slow-router" && i == 3:
			h.MS += 900
		case fault == "lossy-router" && i == 3 && n%2 == 0, fault == "loss" && i >= 2 && (n+i)%4 == 0:
			h = fact.Hop{TTL: i + 1}
		}
		out = append(out, h)
	}
	end := fact.Hop{TTL: serverHop, Answer: fact.HopOpen, Addr: to.String(), MS: serverMS + float64(n%3)/10}
	switch {
	case fault == "blocked":
		end = w.noWay(expired(4, hops[3]), to, false)
	case s == unreachable:
		end = w.noWay(expired(serverHop, hops[len(hops)-1]), to, true)
	case s == filtered:
		end = fact.Hop{TTL: 30}
	case s == refused:
		end.Answer = fact.HopReset
	case fault == "slow":
		end.MS += 680
	case fault == "loss" && (n+len(hops))%4 == 0:
		end = fact.Hop{TTL: serverHop}
	}
	return append(out, end)
}

// noWay turns an answer into the one of a router that has no way on, or to the host.
func (w *World) noWay(h fact.Hop, to netip.Addr, host bool) fact.Hop {
	h.Type = 3
	if host {
		h.Code = 1
	}
	if to.Is6() {
		h.Type = 1
		if host {
			h.Code = 3
		}
	}
	return h
}

// mtu is what the comparison of packet sizes brings: where a handshake is not answered, a second one with small packets is
// made, and only a black hole lets it through.
func (w *World) mtu(o path.Options, s state, fault string, to netip.AddrPort) *fact.MTU {
	if s != open || o.Bulk == nil {
		return nil
	}
	bulk := func(mss int, ok bool) *fact.Bulk {
		b := &fact.Bulk{MSS: mss, OK: ok, Sent: 1547, Dial: &fact.Dial{MS: serverMS, Local: netip.AddrPortFrom(pc4, 50000).String()}, MS: 3000}
		if ok {
			b.Got, b.MS = 3811, 2*serverMS
		} else {
			b.Failure = &fact.Failure{Stage: fact.StagePath, Class: fact.TimedOut, Op: "handshake", Raw: "i/o timeout", AfterMS: 3000}
		}
		return b
	}
	d := w.design.doors[to]
	if d == nil || !d.port.slots["tls"].is("drop") {
		return &fact.MTU{Normal: bulk(0, true)}
	}
	return &fact.MTU{Normal: bulk(0, false), Small: bulk(1200, fault == "mtu-blackhole")}
}

// wayFault is what the way to an address does; "" nothing.
func (w *World) wayFault(a netip.Addr) string {
	for _, h := range w.design.hosts {
		if h.service != "" && slices.Contains(slices.Concat(h.addrs, h.more), a) {
			if c := w.design.slots["path."+string(h.service)]; c.given() {
				return c.value
			}
		}
	}
	return ""
}

// dialAlong is Env.Dial: some ways take their time.
func (w *World) dialAlong(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	wait := map[string]time.Duration{
		"slow": 700 * time.Millisecond,
		"loss": 2100 * time.Millisecond, // two lost SYNs would take 3 s; this is past the moment at which a connect counts as hanging
	}[w.wayFault(to.Addr().Unmap())]
	select {
	case <-time.After(wait):
	case <-ctx.Done():
	}
	return w.dial(ctx, to)
}

// path is Env.Path.
func (w *World) path(_ context.Context, to netip.AddrPort, o path.Options) fact.Path {
	to = netip.AddrPortFrom(to.Addr().Unmap(), to.Port())
	p := fact.Path{Target: to.String(), Host: o.Host, Why: o.Why, Method: fact.PathTCP, DurationMS: 120}
	fault := w.wayFault(to.Addr())
	_, state := w.design.reach(to)
	if state == noRoute || state == denied {
		class := fact.NetUnreachable
		if state == denied {
			class = fact.Denied
		}
		p.Failure = &fact.Failure{Stage: fact.StagePath, Class: class, Op: "connect", Raw: "connect: " + string(state)}
		return p
	}
	rounds := o.Rounds
	if rounds == 0 {
		rounds = 3
	}
	if fault == "loss" && o.Why != fact.PathCompared {
		rounds = 12
	}
	for i := range rounds {
		p.Rounds = append(p.Rounds, fact.Round{StartMS: float64(50 * i), Probes: w.round(to.Addr(), state, fault, i)})
	}
	for _, h := range hops {
		if h.name != "" {
			p.Routers = append(p.Routers, fact.Router{Addr: h.addr(to.Addr().Is6()), Name: h.name})
		}
	}
	if o.Sizes {
		p.MTU = w.mtu(o, state, fault, to)
	}
	if o.Progress != nil {
		o.Progress(&p)
	}
	return p
}
