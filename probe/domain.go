package probe

import (
	"context"
	"net/netip"

	"github.com/miekg/dns"

	"maildiag/probe/discover"
	"maildiag/probe/fact"
)

// domainProbe is the look-up of an address's domain, under way.
type domainProbe struct {
	name    string
	lookups *lookups
}

// startDomain starts the look-ups of the domain's MX, A and AAAA at every resolver; with srv, those of lookupSRV too.
// What is under way ends with ctx.
func startDomain(ctx context.Context, env *Env, domain string, system, references []netip.AddrPort, srv bool) *domainProbe {
	var asks []ask
	for _, w := range who(system, references) {
		for _, qtype := range []uint16{dns.TypeMX, dns.TypeA, dns.TypeAAAA} {
			asks = append(asks, ask{w, question{name: domain, qtype: qtype}})
		}
	}
	if srv {
		asks = append(asks, srvAsks(domain, system)...)
	}
	return &domainProbe{domain, startLookups(ctx, env, asks)}
}

// wait waits until every resolver has answered or its time is over.
func (p *domainProbe) wait(ctx context.Context) { p.lookups.wait(ctx) }

// finish gives what is known by now, without waiting; what is still under way is marked as cut.
func (p *domainProbe) finish() *fact.Domain {
	return &fact.Domain{Name: p.name, Lookups: p.lookups.snapshot()}
}

// srvAsks are the questions for the SRV records that mail clients are set up by (discover.SRVNames), for the system's resolvers.
func srvAsks(domain string, system []netip.AddrPort) []ask {
	var asks []ask
	for _, name := range discover.SRVNames() {
		for _, w := range who(system, nil) {
			asks = append(asks, ask{w, question{name: name + "._tcp." + domain, qtype: dns.TypeSRV, service: name}})
		}
	}
	return asks
}

// lookupSRV asks for the domain's SRV records, and waits until each question has been answered by one resolver or given
// up by all: a second resolver that is dead costs no time. What is still under way then is marked as cut.
func lookupSRV(ctx context.Context, env *Env, domain string, system []netip.AddrPort) []fact.Lookup {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l := startLookups(ctx, env, srvAsks(domain, system))
	l.await(ctx, func(slots []fact.Lookup) bool {
		answered := map[string]bool{}
		for _, s := range slots {
			if s.RCode == "NOERROR" || s.RCode == "NXDOMAIN" {
				answered[s.Name] = true
			}
		}
		return len(answered) == len(discover.SRVNames())
	})
	return l.snapshot()
}

// settled waits until one of the system's resolvers has answered the question for MX, or none will: a healthy run does
// not wait for more.
func (p *domainProbe) settled(ctx context.Context) {
	p.lookups.await(ctx, func(slots []fact.Lookup) bool {
		for _, s := range slots {
			if s.Type == "MX" && s.Role == fact.RoleSystem && s.Answered() {
				return true
			}
		}
		return false
	})
}
