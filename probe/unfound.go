package probe

import (
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
	return []ServicePlan{
		{Protocol: fact.IMAP, Host: "imap." + p.Domain, Port: 993, Security: fact.TLS, Source: fact.SourceGuess, MayLogin: true},
		{Protocol: fact.SMTP, Host: "smtp." + p.Domain, Port: 465, Security: fact.TLS, Source: fact.SourceGuess, MayLogin: true},
	}
}
