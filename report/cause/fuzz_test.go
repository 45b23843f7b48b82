package cause

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"maildiag/probe/fact"
)

// A report from elsewhere may hold anything: no rule may stumble over what is missing or makes no sense. The seed decides
// what is torn out of the facts of a spoilt world, or put in the wrong place.
func FuzzDiagnose(f *testing.F) {
	for seed := uint64(0); seed < 400; seed++ {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := healthy()
		for n := r.IntN(3) + 1; n > 0; n-- {
			spoilers[r.IntN(len(spoilers))](w)
		}
		data, err := json.Marshal(w.Set)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		for n := r.IntN(12); n > 0; n-- {
			tear(tree, r)
		}
		if data, err = json.Marshal(tree); err != nil {
			t.Fatal(err)
		}
		var set fact.Set
		if json.Unmarshal(data, &set) != nil {
			return
		}
		if v := Diagnose(&set); len(v.Crashed) > 0 {
			t.Errorf("%v", v.Crashed)
		}
	})
}

var spoilers = []func(*world){
	func(w *world) { all(w.imap(), "connect", fact.TimedOut); silentSiblings(w.imap()) },
	func(w *world) { all(w.pop(), "greeting", fact.EOF); sibling(w.pop(), 110, fact.StartTLS) },
	func(w *world) { cert(w.imap(), expired) },
	func(w *world) { cert(w.smtp(), untrusted) },
	func(w *world) { cert(w.pop(), issuedBy("Avast")) },
	func(w *world) { misledTo(w, "10.0.0.1", wrongName) },
	func(w *world) { w.unresolved() },
	func(w *world) { w.resolver(system1, rcode("SERVFAIL")) },
	func(w *world) { w.resolver(ref1, dead) },
	func(w *world) { all(w.smtp(), "handshake", fact.Reset); legacy(w.smtp(), "TLS 1.0", "x") },
	func(w *world) { set(w.smtp(), 587, fact.StartTLS); all(w.smtp(), "starttls", fact.NotOffered) },
	func(w *world) { w.Run.Started = started.AddDate(-3, 0, 0) },
}

// tear takes one thing out of a tree, or exchanges it for another of the same tree's words.
func tear(tree any, r *rand.Rand) {
	for depth := 0; depth < 12; depth++ {
		switch node := tree.(type) {
		case map[string]any:
			keys := slices.Sorted(maps.Keys(node))
			if len(keys) == 0 {
				return
			}
			k := keys[r.IntN(len(keys))]
			switch v := node[k].(type) {
			case string:
				node[k] = []string{"", "tls", "timed-out", "192.0.2.10:993", "no", "host"}[r.IntN(6)]
				return
			case float64, bool:
				delete(node, k)
				return
			default:
				if r.IntN(4) == 0 {
					delete(node, k)
					return
				}
				tree = v
			}
		case []any:
			if len(node) == 0 {
				return
			}
			i := r.IntN(len(node))
			if r.IntN(6) == 0 {
				node[i] = nil
				return
			}
			tree = node[i]
		default:
			return
		}
	}
}
