package cause

import (
	"net/netip"

	"maildiag/probe/fact"
)

// reached is a connection to which something answered.
type reached struct {
	service *fact.Service
	attempt *fact.Attempt
}

// answered says whether something answered to a connection, be it with a refusal.
func answered(a *fact.Attempt) bool {
	if a.Dial != nil {
		return true
	}
	return a.Failure != nil && (a.Failure.Class == fact.Refused || a.Failure.Class == fact.Reset)
}

// noAddr is no address: an exception for none.
var noAddr netip.Addr

// connections lists the connections of all services that match.
func (c *Case) connections(match func(*fact.Attempt) bool) []reached {
	var out []reached
	for i := range c.Services {
		s := &c.Services[i]
		for _, list := range [][]fact.Attempt{s.Attempts, s.Compared} {
			for j := range list {
				if match(&list[j]) {
					out = append(out, reached{s, &list[j]})
				}
			}
		}
	}
	return out
}

// otherPorts lists the connections to other ports of the address at which a walk failed, one a port: those to which something
// answered, and those that were silent.
func (c *Case) otherPorts(f *Failure) (answering, silent []reached) {
	ip, port := ipOf(f.Attempt.Addr), portOf(f.Attempt.Addr)
	seen := map[string]bool{}
	for _, r := range c.connections(func(a *fact.Attempt) bool { return ipOf(a.Addr) == ip && portOf(a.Addr) != port }) {
		switch {
		case seen[r.attempt.Addr] || !ip.IsValid():
		case answered(r.attempt):
			answering = append(answering, r)
			seen[r.attempt.Addr] = true
		case r.attempt.Failure != nil && r.attempt.Failure.Class != fact.Cut:
			silent = append(silent, r)
			seen[r.attempt.Addr] = true
		}
	}
	return answering, silent
}

// outside says whether anything beyond this PC answered in the whole run, an address aside: then this PC has a network.
func (c *Case) outside(except netip.Addr) bool {
	if len(c.connections(func(a *fact.Attempt) bool { return ipOf(a.Addr) != except && answered(a) })) > 0 {
		return true
	}
	found := c.beyondGateway() || (c.portal() != nil && c.portal().Genuine)
	c.everyLookup(func(l fact.Lookup) { found = found || (l.Answered() && !ipOf(l.Resolver).IsLoopback()) })
	return found
}

// online is outside, and takes the word of a resolver on this very PC too, where it knew an answer: it had that from somewhere.
func (c *Case) online(except netip.Addr) bool {
	if c.outside(except) {
		return true
	}
	found := false
	c.everyLookup(func(l fact.Lookup) { found = found || l.RCode == "NOERROR" || l.RCode == "NXDOMAIN" })
	return found
}

// together groups failures of one host, unless every service of the run, on several hosts, fails alike: that is one trouble
// of the network between.
func (c *Case) together(fs []*Failure, same func(a, b *Failure) bool) [][]*Failure {
	if len(fs) == len(c.Services) && len(fs) > 1 {
		return [][]*Failure{fs}
	}
	return grouped(fs, same)
}

// onLink says whether an address lies in one of this PC's own networks.
func (c *Case) onLink(a netip.Addr) bool {
	for _, i := range c.PC.Interfaces {
		for _, cidr := range i.Addresses {
			if p, err := netip.ParsePrefix(cidr); err == nil && p.Contains(a) {
				return true
			}
		}
	}
	return false
}
