package cause

import (
	"net/netip"
	"slices"
	"strings"

	"maildiag/probe/fact"
)

// answer is what one resolver said about one host name, A and AAAA together.
type answer struct {
	resolver string
	role     fact.Role
	lookups  []fact.Lookup
	addrs    []netip.Addr
}

// stance is what a resolver makes of a name.
type stance string

const (
	saysAddress stance = "address" // it gives at least one
	saysNone    stance = "none"    // it answers, and knows no such name or no address of it
	saysError   stance = "error"   // it answers SERVFAIL, REFUSED or the like
	saysNothing stance = "nothing" // it does not answer
	saysUnclear stance = "unclear" // the run was over, or the parts of its answer don't make a whole
)

// answers lists what the resolvers of one role said about a name, in the order in which they were asked.
func answers(n *fact.Name, role fact.Role) []*answer {
	if n == nil {
		return nil
	}
	var out []*answer
	for _, l := range n.Lookups {
		if l.Role != role || (l.Type != "A" && l.Type != "AAAA") {
			continue
		}
		i := slices.IndexFunc(out, func(a *answer) bool { return a.resolver == l.Resolver })
		if i < 0 {
			i = len(out)
			out = append(out, &answer{resolver: l.Resolver, role: role})
		}
		out[i].lookups = append(out[i].lookups, l)
		out[i].addrs = append(out[i].addrs, parseAddrs(l.Addrs)...)
	}
	return out
}

func parseAddrs(list []string) []netip.Addr {
	var out []netip.Addr
	for _, s := range list {
		if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, a.Unmap().WithZone(""))
		}
	}
	return out
}

func (a *answer) says() stance {
	nodata, answered, silent := 0, 0, 0
	for _, l := range a.lookups {
		switch {
		case l.RCode == "NXDOMAIN" && len(a.addrs) == 0:
			return saysNone // there is nothing of that name, of whatever type
		case l.Answered():
			answered++
			if l.NoData() {
				nodata++
			}
		case l.Failure.Known():
			silent++
		}
	}
	switch {
	case len(a.addrs) > 0:
		return saysAddress
	case nodata == len(a.lookups):
		return saysNone
	case answered > nodata:
		return saysError
	case silent == len(a.lookups):
		return saysNothing
	}
	return saysUnclear
}

// ms is the time of its best answer, or of the longest wait.
func (a *answer) ms() float64 {
	best, longest := 0.0, 0.0
	for _, l := range a.lookups {
		if len(l.Addrs) > 0 && (best == 0 || l.MS < best) {
			best = l.MS
		}
		longest = max(longest, l.MS)
		if l.Failure != nil {
			longest = max(longest, l.Failure.AfterMS)
		}
	}
	if best > 0 {
		return best
	}
	return longest
}

// saying returns the answers of that kind.
func saying(list []*answer, kinds ...stance) []*answer {
	var out []*answer
	for _, a := range list {
		if slices.Contains(kinds, a.says()) {
			out = append(out, a)
		}
	}
	return out
}

func resolversOf(list []*answer) []string {
	var out []string
	for _, a := range list {
		out = append(out, resolverName(a.resolver))
	}
	return unique(out)
}

func addrsOf(list []*answer) []netip.Addr {
	var out []netip.Addr
	for _, a := range list {
		for _, addr := range a.addrs {
			if !slices.Contains(out, addr) {
				out = append(out, addr)
			}
		}
	}
	return out
}

// absent says whether a service that was only guessed is not there: its name leads nowhere, and nobody who answered knows
// it. That is no failure of anything.
func (c *Case) absent(s *fact.Service) bool {
	if s.Source != fact.SourceGuess {
		return false
	}
	all := c.allAnswers(s.Host)
	none, address := saying(all, saysNone), saying(all, saysAddress)
	return len(none) > 0 && len(address) == 0
}

func (c *Case) allAnswers(host string) []*answer {
	n := c.Name(host)
	return append(answers(n, fact.RoleSystem), answers(n, fact.RoleReference)...)
}

// everyLookup calls f with each question of the run.
func (c *Case) everyLookup(f func(fact.Lookup)) {
	for _, n := range c.Names {
		for _, l := range n.Lookups {
			f(l)
		}
	}
	if c.Domain != nil {
		for _, l := range c.Domain.Lookups {
			f(l)
		}
	}
}

// answersAtAll says whether a resolver gave any answer to any question of the run.
func (c *Case) answersAtAll(resolver string) bool {
	found := false
	c.everyLookup(func(l fact.Lookup) { found = found || (l.Resolver == resolver && l.Answered()) })
	return found
}

// synthesised says whether an IPv6 address was made of an IPv4 one by DNS64 (RFC 6147): by the well-known prefix, or because
// one of the name's own IPv4 addresses is its end.
func synthesised(addr netip.Addr, own []netip.Addr) bool {
	if !addr.Is6() {
		return false
	}
	if netip.MustParsePrefix("64:ff9b::/96").Contains(addr) {
		return true
	}
	b := addr.As16()
	return slices.ContainsFunc(own, func(o netip.Addr) bool {
		return o.Is4() && netip.AddrFrom4([4]byte(b[12:])) == o
	})
}

// fakeIP: the range that proxy programs answer from in place of the real address (RFC 2544, borrowed by them).
func fakeIP(a netip.Addr) bool { return netip.MustParsePrefix("198.18.0.0/15").Contains(a) }

// private: an address that exists inside an organisation or a home alone.
func private(a netip.Addr) bool {
	return a.IsPrivate() || a.IsLinkLocalUnicast() || netip.MustParsePrefix("100.64.0.0/10").Contains(a)
}

// privateUse says whether a name belongs to no public tree, so that public resolvers have nothing to say about it.
func privateUse(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return true
	}
	if strings.HasSuffix(name, ".home.arpa") || name == "home.arpa" {
		return true
	}
	return slices.Contains([]string{"local", "localhost", "localdomain", "lan", "internal", "intranet", "private", "corp",
		"home", "test"}, name[i+1:])
}
