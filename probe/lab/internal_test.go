package lab

import (
	"strings"
	"testing"

	"maildiag/probe"
)

// TestInternalNamesStayInside: names inside the profile's domains are never sent to reference resolvers, nor is the
// public database asked about them.
func TestInternalNamesStayInside(t *testing.T) {
	for _, internal := range [][]string{nil, {Domain}} {
		w := patient(t, "web.ispdb=on")
		plan := w.Plan()
		plan.Internal = internal
		probe.Run(t.Context(), w.Env(), plan)
		asked := false
		for _, q := range w.Queries() {
			for _, r := range references {
				asked = asked || q.Resolver == r && strings.HasSuffix("."+q.Name, "."+Domain)
			}
		}
		if asked != (internal == nil) {
			t.Errorf("internal %q: reference resolvers asked: %v", internal, asked)
		}
		fetched := len(w.Said("203.0.113.30:443")) > 0
		if internal != nil && fetched {
			t.Errorf("the public database was asked")
		}
	}
}
