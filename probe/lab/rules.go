package lab

import (
	"net/netip"
	"slices"
)

// state is what the network does with a connection.
type state string

const (
	open        state = ""
	filtered    state = "filtered"        // nothing comes back
	refused     state = "refused"         // RST in answer to SYN
	reset       state = "reset"           // it opens, and is cut at once
	unreachable state = "unreachable"     // a router says that the host can't be reached
	noRoute     state = "net-unreachable" // the PC has no way there
	denied      state = "denied"          // the PC's own firewall
)

// rule is one thing that the network does.
type rule struct {
	host   *host
	family int        // 4 or 6: only addresses of that IP version; 0: all
	second bool       // only the second address
	at     netip.Addr // only this address; none: all
	port   int        // one port; 0: the mail ports; -1: all
	state  state
	text   string
}

// door is an address and port behind which a server stands.
type door struct {
	port  *port
	state state
}

func applyTCP(b *blueprint, it item) error {
	for _, p := range it.on {
		b.rules = append(b.rules, rule{host: b.of(p), port: it.port, state: state(it.row.value), text: it.text})
	}
	return nil
}

func applyHost(b *blueprint, it item) error {
	for _, p := range it.on {
		b.rules = append(b.rules, rule{host: b.of(p), port: -1, state: state(it.row.value), text: it.text})
	}
	return nil
}

func applyFamily(family int) func(*blueprint, item) error {
	return func(b *blueprint, it item) error {
		for _, p := range it.on {
			b.rules = append(b.rules, rule{host: b.of(p), family: family, port: -1, state: state(it.row.value), text: it.text})
		}
		return nil
	}
}

// applySecondAddress gives the host another A record, behind which all is silent, or refused, or well.
func applySecondAddress(b *blueprint, it item) error {
	for _, p := range it.on {
		h := b.of(p)
		if !h.second.IsValid() {
			h.second = second[p]
			h.addrs = slices.Insert(h.addrs, 1, h.second)
		}
		if s := map[string]state{"dead": filtered, "refused": refused}[it.row.value]; s != open {
			b.rules = append(b.rules, rule{host: h, second: true, port: -1, state: s, text: it.text})
		}
	}
	return nil
}

// about says whether the rule speaks of that address and port of its host; number -1 is a port without a server.
func (r rule) about(a netip.Addr, p *port) bool {
	switch {
	case r.family == 4 && !a.Is4(), r.family == 6 && a.Is4(), r.second && a != r.host.second, r.at.IsValid() && a != r.at:
		return false
	case r.port == -1:
		return true
	case p == nil:
		return false
	case r.port == 0:
		return p.speaks != ""
	}
	return r.port == p.number
}

// settle works out what stands behind every address and port.
func (b *blueprint) settle() error {
	b.doors, b.addrs = map[netip.AddrPort]*door{}, map[netip.Addr]state{}
	b.alsoAt()
	for _, h := range b.hosts {
		for _, a := range slices.Concat(h.addrs, h.more) {
			for _, p := range h.ports {
				s, err := b.at(h, a, p)
				if err != nil {
					return err
				}
				b.doors[netip.AddrPortFrom(a, uint16(p.number))] = &door{p, s}
			}
			s, err := b.at(h, a, nil)
			if err != nil {
				return err
			}
			if s == open {
				s = refused
			}
			b.addrs[a] = s
		}
	}
	return nil
}

// alsoAt gives the services' hosts the addresses that only some resolvers tell of.
func (b *blueprint) alsoAt() {
	for _, p := range protocols {
		h := b.of(p)
		if b.slots["dns.reference"].is("different") {
			h.more = append(h.more, cdn[p])
		}
		if b.slots["dns.split"].is("reachable") {
			h.more = append(h.more, inside[p])
		}
	}
}

// at applies the rules to one port, or to the ports without a server. Rules that disagree are an error.
func (b *blueprint) at(h *host, a netip.Addr, p *port) (state, error) {
	var by *rule
	for i := range b.rules {
		r := &b.rules[i]
		if r.host != h || !r.about(a, p) {
			continue
		}
		if by != nil && by.state != r.state {
			return open, clash(by.text, r.text)
		}
		by = r
	}
	if by == nil {
		return open, nil
	}
	return by.state, nil
}

// reach says what happens to a connection from this PC to that door.
func (b *blueprint) reach(to netip.AddrPort) (*port, state) {
	if b.slots["pc.offline"].given() || (!to.Addr().Is4() && b.slots["pc.ipv6"].given()) {
		return nil, noRoute
	}
	if p, s, ok := b.captured(to); ok {
		return p, s
	}
	if d := b.doors[to]; d != nil {
		return d.port, d.state
	}
	if s, ok := b.addrs[to.Addr()]; ok {
		return nil, s
	}
	return nil, filtered
}
