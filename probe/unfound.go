package probe

import (
	"context"
	"slices"

	"github.com/miekg/dns"

	"maildiag/probe/discover"
	"maildiag/probe/fact"
)

// unfound are the services of a plan for which nothing was found because DNS gave no answer at all: the usual names, so that
// the run shows what is wrong with DNS, or with the way out of this PC. Where DNS said that there is nothing, there are none.
func (p *Plan) unfound(r *discover.Result) []ServicePlan {
	for _, l := range r.Lookups {
		if l.RCode == "NOERROR" || l.RCode == "NXDOMAIN" {
			return nil
		}
	}
	return []ServicePlan{p.usual(fact.IMAP, "imap"), p.usual(fact.SMTP, "smtp")}
}

// denied are the services whose usual names the system's resolvers deny and the reference resolvers know: the run then
// shows who is right.
func (p *Plan) denied(ctx context.Context, env *Env) []ServicePlan {
	ctx, cancel := context.WithTimeout(ctx, referenceTimeout)
	defer cancel()
	var asks []ask
	for _, w := range who(nil, p.references(p.Domain)) {
		for _, label := range []string{"imap", "smtp", "mail"} {
			asks = append(asks, ask{w, question{name: label + "." + p.Domain, qtype: dns.TypeA}})
		}
	}
	l := startLookups(ctx, env, asks)
	l.wait(ctx)
	answers := l.snapshot()
	known := func(label string) bool {
		return slices.ContainsFunc(answers, func(a fact.Lookup) bool { return a.Name == label+"."+p.Domain && len(a.Addrs) > 0 })
	}
	var out []ServicePlan
	for _, s := range []struct {
		protocol fact.Protocol
		label    string
	}{{fact.IMAP, "imap"}, {fact.SMTP, "smtp"}} {
		switch {
		case known(s.label):
			out = append(out, p.usual(s.protocol, s.label))
		case known("mail"):
			out = append(out, p.usual(s.protocol, "mail"))
		}
	}
	return out
}

// usual is the service at a usual name.
func (p *Plan) usual(protocol fact.Protocol, label string) ServicePlan {
	e := protocols[protocol].ports[0]
	return ServicePlan{Protocol: protocol, Host: label + "." + p.Domain, Port: e.port, Security: e.security, Source: fact.SourceGuess, MayLogin: true}
}
