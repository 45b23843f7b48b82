package probe

import (
	"context"
	"net/netip"
	"strings"

	"maildiag/probe/fact"
)

// lookUp starts the look-ups of every host name of the plan and of the address's domain. They end with ctx.
func (r *run) lookUp(ctx context.Context) {
	system := r.plan.systemResolvers(r.set.PC)
	for _, s := range r.plan.Services {
		if _, err := netip.ParseAddr(s.Host); err == nil || r.names[s.Host] != nil {
			continue
		}
		r.names[s.Host] = startName(ctx, r.env, s.Host, system, r.plan.references(s.Host), r.plan.Family)
	}
	if r.plan.Domain != "" {
		r.domain = startDomain(ctx, r.env, r.plan.Domain, system, r.plan.references(r.plan.Domain), false)
	}
}

// references are the resolvers that a name's answers are compared with. Names that only a local network knows are
// nobody else's business.
func (p *Plan) references(name string) []netip.AddrPort {
	for _, suffix := range []string{".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet", ".corp", ".home"} {
		if strings.HasSuffix("."+strings.ToLower(name), suffix) {
			return nil
		}
	}
	if !strings.Contains(name, ".") || p.internal(name) {
		return nil
	}
	return p.References
}

// collect writes down what the look-ups gave. The comparison is waited for only where something failed; the domain's
// own records at most until a slow resolver would have answered.
func (r *run) collect(ctx context.Context) {
	failed := false
	for i := range r.set.Services {
		failed = failed || !r.served(&r.set.Services[i])
	}
	if failed && r.set.PC.Routes != nil {
		// Only now the system has tried to reach the gateway, and knows whether it answers.
		if routes := r.env.PC(ctx).Routes; routes != nil {
			r.set.PC.Routes.GatewaySilent = routes.GatewaySilent
		}
	}
	seen := map[string]bool{}
	for _, s := range r.plan.Services {
		n := r.names[s.Host]
		if n == nil || seen[s.Host] {
			continue
		}
		seen[s.Host] = true
		n.waitOS(ctx)
		if failed {
			n.wait(ctx)
		}
		r.set.Names = append(r.set.Names, n.finish())
	}
	if r.domain != nil {
		r.collectDomain(ctx, failed)
	}
}

func (r *run) collectDomain(ctx context.Context, failed bool) {
	if failed {
		r.domain.wait(ctx)
	} else {
		r.domain.settled(ctx)
	}
	d := r.domain.finish()
	if r.plan.Discovered != nil {
		d.Lookups = append(d.Lookups, r.plan.Discovered.Lookups...)
		d.Found, d.Asked, d.ActiveSync = r.plan.Discovered.Found, r.plan.Discovered.Asked, r.plan.Discovered.ActiveSync
	}
	r.collectSearch(ctx, d)
	if d.Provider == nil {
		d.Provider = providerOf(d.Name, d.Lookups)
	}
	r.set.Domain = d
}

// served says whether a service was reached in a way that a client would go on with.
func (r *run) served(s *fact.Service) bool {
	for i := range s.Attempts {
		if r.acceptable(&s.Attempts[i]) {
			return true
		}
	}
	return false
}
