package probe

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"maildiag/probe/discover"
	"maildiag/probe/fact"
	"maildiag/probe/provider"
)

// Discover fills in the services of a plan that names none, with what the most trusted source has. What was found stands
// in the plan (Discovered), with the look-ups that were made. A host that nobody vouches for may not be given a password
// (MayLogin) before somebody has confirmed it.
func Discover(ctx context.Context, env *Env, plan Plan) Plan {
	system := plan.systemResolvers(env.PC(ctx))
	doors := env.doors(&plan, system)
	doors.Connects = env.connects(&plan)
	s := discover.Start(ctx, doors, plan.question())
	s.Wait(ctx, (*discover.Result).Settled)
	result := s.Result()
	s.Stop()
	plan.Discovered = &fact.Domain{Name: plan.Domain}
	fill(plan.Discovered, result)
	if chosen := result.Choose(); plan.Login == "" && len(chosen) > 0 && !slices.ContainsFunc(chosen, func(f fact.Found) bool { return f.Form != fact.FormLocalPart }) {
		plan.Login, _, _ = strings.Cut(plan.Address, "@") // all of them say so
	}
	for _, f := range result.Choose() {
		plan.Services = append(plan.Services, ServicePlan{Protocol: f.Protocol, Host: f.Host, Port: f.Port, Security: f.Security,
			Source: f.Source, MayLogin: f.Permit != ""})
	}
	if len(plan.Services) == 0 {
		plan.Services = plan.unfound(result)
	}
	if len(plan.Services) == 0 {
		plan.Services = plan.denied(ctx, env)
	}
	return plan
}

// question is what the plan wants to know.
func (p *Plan) question() discover.Question {
	return discover.Question{Address: p.Address, Domain: p.Domain, Profile: p.Profile, NoISPDB: p.NoISPDB || p.internal(p.Domain)}
}

// internal says whether a name lies inside the organisation that the profile speaks of: then it is nobody else's business.
func (p *Plan) internal(name string) bool {
	return slices.ContainsFunc(p.Internal, func(d string) bool { return discover.Within(name, d) })
}

// doors are what a search asks the world with.
func (e *Env) doors(plan *Plan, system []netip.AddrPort) discover.Doors {
	return discover.Doors{
		SRV: func(ctx context.Context) []fact.Lookup { return lookupSRV(ctx, e, plan.Domain, system) },
		MX: func(ctx context.Context) []string {
			d := &domainProbe{name: plan.Domain}
			var asks []ask
			for _, w := range who(system, nil) {
				asks = append(asks, ask{w, question{name: plan.Domain, qtype: dns.TypeMX}})
			}
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			d.lookups = startLookups(ctx, e, asks)
			return d.exchangers(ctx)
		},
		TXT: func(ctx context.Context) []fact.Lookup {
			var asks []ask
			for _, w := range who(system, nil) {
				for _, name := range []string{plan.Domain, "_dmarc." + plan.Domain} {
					asks = append(asks, ask{w, question{name: name, qtype: dns.TypeTXT}})
				}
			}
			l := startLookups(ctx, e, asks)
			l.wait(ctx)
			return l.snapshot()
		},
		Resolves: func(ctx context.Context, host string) bool {
			addrs, err := e.LookupHost(ctx, host)
			return err == nil && len(addrs) > 0
		},
		Fetch: e.Fetch,
	}
}

// exchangers are the domain's mail exchangers as one of the system's resolvers gave them, the preferred one first.
func (p *domainProbe) exchangers(ctx context.Context) []string {
	p.settled(ctx)
	return exchangers(p.lookups.snapshot())
}

func exchangers(lookups []fact.Lookup) []string {
	for _, l := range lookups {
		if l.Type != "MX" || l.Role != fact.RoleSystem || len(l.MX) == 0 {
			continue
		}
		list := slices.Clone(l.MX)
		slices.SortStableFunc(list, func(a, b fact.MX) int { return a.Preference - b.Preference })
		var out []string
		for _, mx := range list {
			if mx.Host != "." && mx.Host != "" {
				out = append(out, mx.Host)
			}
		}
		return out
	}
	return nil
}

// connects opens a port and closes it again: a usual name is chosen only where somebody listens.
func (e *Env) connects(plan *Plan) func(context.Context, string, int) bool {
	return func(ctx context.Context, host string, port int) bool {
		addrs, err := e.LookupHost(ctx, host)
		if err != nil {
			return false
		}
		addr, ok := plan.first(addrs)
		if !ok {
			return false
		}
		conn, err := e.Dial(ctx, netip.AddrPortFrom(addr, uint16(port)))
		if err != nil {
			return false
		}
		conn.Close()
		return true
	}
}

// first is the address that speaks for a name: the first of IPv4, else the first of the wanted family.
func (p *Plan) first(addrs []netip.Addr) (netip.Addr, bool) {
	var best netip.Addr
	for _, a := range addrs {
		a = a.Unmap()
		if p.Family == 4 && !a.Is4() || p.Family == 6 && a.Is4() {
			continue
		}
		if !best.IsValid() || a.Is4() && !best.Is4() {
			best = a
		}
	}
	return best, best.IsValid()
}

// fill writes down what a search found.
func fill(d *fact.Domain, r *discover.Result) {
	d.Lookups = append(d.Lookups, r.Lookups...)
	d.Found, d.Asked, d.ActiveSync = r.Found, r.Asked, r.ActiveSync
	if r.Provider != nil {
		d.Provider = r.Provider
	}
	for i := range d.Asked {
		d.Asked[i].Raw = escape(d.Asked[i].Raw)
	}
}

// providerOf recognises who runs a domain's mail, by the built-in table; nil: it does not know.
func providerOf(domain string, lookups []fact.Lookup) *fact.Provider {
	p, name, mx := provider.ByDomain(domain), "", ""
	if p == nil {
		list := exchangers(lookups)
		if len(list) == 0 {
			return nil
		}
		mx = list[0]
		name, p = provider.ByMX(mx)
	}
	switch {
	case p != nil:
		return &fact.Provider{Name: p.Name, MX: mx, Form: p.LoginForm, Password: p.Password, Off: p.Off, Bridge: p.Bridge, None: p.None}
	case name != "":
		return &fact.Provider{Name: name, MX: mx}
	}
	return nil
}

// search starts the discovery that runs beside the check of configured services, only to compare.
func (r *run) startSearch(ctx context.Context) {
	if !r.plan.Configured || r.plan.NoDiscovery || !strings.Contains(r.plan.Domain, ".") {
		return
	}
	doors := r.env.doors(r.plan, r.plan.systemResolvers(r.set.PC))
	doors.MX = r.domain.exchangers
	r.search = discover.Start(ctx, doors, r.plan.question())
}

// discovered are the settings that a failed service is compared with: those for its protocol, once the search has
// answered or its time is over.
func (r *run) discovered(ctx context.Context, p fact.Protocol) []fact.Found {
	if r.search == nil {
		return nil
	}
	r.search.Wait(ctx, nil)
	return slices.DeleteFunc(r.search.Result().Found, func(f fact.Found) bool { return f.Protocol != p })
}

// collectSearch ends the search and writes down what has come; what has not is not known. It is waited for where
// something failed.
func (r *run) collectSearch(ctx context.Context, d *fact.Domain) {
	if r.search == nil {
		return
	}
	if slices.ContainsFunc(r.set.Services, func(s fact.Service) bool {
		return !r.served(&s) || s.Login != nil && (s.Login.State == fact.LoginRefused || s.Login.State == fact.LoginFailed)
	}) {
		r.search.Wait(ctx, nil)
	}
	result := r.search.Result()
	r.search.Stop()
	fill(d, result)
}
