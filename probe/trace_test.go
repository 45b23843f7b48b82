package probe

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"maildiag/probe/fact"
	"maildiag/probe/path"
)

// doorstep notes which ways were looked at, and answers that the server is open or silent.
type doorstep struct {
	mu     sync.Mutex
	looked []string
	open   map[uint16]bool
}

func (d *doorstep) path(_ context.Context, to netip.AddrPort, o path.Options) fact.Path {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looked = append(d.looked, to.String()+" "+string(o.Why))
	h := fact.Hop{TTL: 3}
	if d.open[to.Port()] {
		h.Answer = fact.HopOpen
	}
	p := fact.Path{Target: to.String(), Why: o.Why, Method: fact.PathTCP, Rounds: []fact.Round{{Probes: []fact.Hop{h}}}}
	if o.Progress != nil {
		o.Progress(&p)
	}
	return p
}

func newTraceRun(d *doorstep, plan Plan) *run {
	return &run{env: &Env{Path: d.path}, plan: &plan, begun: time.Now(), set: &fact.Set{}}
}

func attempt(addr string, dial float64, f *fact.Failure) *fact.Attempt {
	a := &fact.Attempt{Addr: addr, Failure: f}
	if dial > 0 {
		a.Dial = &fact.Dial{MS: dial}
	}
	return a
}

// The way is looked at where something failed on it or is slow, once an address, and never where all is well.
func TestWhenTheWayIsLookedAt(t *testing.T) {
	failed := func(stage fact.Stage, class fact.Class) *fact.Failure {
		return &fact.Failure{Stage: stage, Class: class}
	}
	const a = "192.0.2.10:993"
	for _, c := range []struct {
		name string
		hops Hops
		a    *fact.Attempt
		want fact.PathReason
	}{
		{"healthy", "", attempt(a, 40, nil), ""},
		{"a server's refusal", "", attempt(a, 40, failed(fact.StageService, fact.Answered)), ""},
		{"a bad certificate is none of the way's business", "", attempt(a, 40, failed(fact.StageTLS, fact.Alert)), ""},
		{"no IPv6 here", "", attempt(a, 0, failed(fact.StageTCP, fact.NetUnreachable)), ""},
		{"cut by the end of the run", "", attempt(a, 0, failed(fact.StageTCP, fact.Cut)), ""},
		{"silent", "", attempt(a, 0, failed(fact.StageTCP, fact.TimedOut)), fact.PathFailed},
		{"silent handshake", "", attempt(a, 40, failed(fact.StageTLS, fact.TimedOut)), fact.PathFailed},
		{"cut handshake", "", attempt(a, 40, failed(fact.StageTLS, fact.Reset)), fact.PathFailed},
		{"slow", "", attempt(a, 640, nil), fact.PathSlow},
		{"healthy, --hops", HopsAlways, attempt(a, 40, nil), fact.PathAsked},
		{"silent, --no-hops", HopsNever, attempt(a, 0, failed(fact.StageTCP, fact.TimedOut)), ""},
		{"this PC itself", "", attempt("127.0.0.1:993", 0, failed(fact.StageTCP, fact.TimedOut)), ""},
	} {
		d := &doorstep{open: map[uint16]bool{993: true}}
		r := newTraceRun(d, Plan{Hops: c.hops})
		sp := ServicePlan{Protocol: fact.IMAP, Host: "imap.example.com", Port: 993, Security: fact.TLS}
		r.walked(context.Background(), sp, c.a)
		r.walked(context.Background(), sp, c.a)
		r.collectPaths(context.Background())
		var want []string
		if c.want != "" {
			want = []string{a + " " + string(c.want)}
		}
		if !slices.Equal(d.looked, want) {
			t.Errorf("%s: looked at %q, want %q", c.name, d.looked, want)
		}
		if len(r.set.Paths) != len(want) {
			t.Errorf("%s: %d paths", c.name, len(r.set.Paths))
		}
	}
}

// Where the way ends early, two other ports of the same address are looked at, and stand behind it.
func TestOtherPortsBeside(t *testing.T) {
	d := &doorstep{open: map[uint16]bool{443: true}}
	r := newTraceRun(d, Plan{})
	sp := ServicePlan{Protocol: fact.IMAP, Host: "imap.example.com", Port: 993}
	r.walked(context.Background(), sp, attempt("192.0.2.10:993", 0, &fact.Failure{Stage: fact.StageTCP, Class: fact.TimedOut}))
	r.collectPaths(context.Background())
	var got []string
	for _, p := range r.set.Paths {
		got = append(got, p.Target+" "+string(p.Why))
	}
	if want := []string{"192.0.2.10:993 failed", "192.0.2.10:443 compared", "192.0.2.10:465 compared"}; !slices.Equal(got, want) {
		t.Errorf("paths %q, want %q", got, want)
	}
}

// A door that is not there is no path.
func TestNoDoorNoPath(t *testing.T) {
	r := newTraceRun(&doorstep{}, Plan{Hops: HopsAlways})
	r.env.Path = nil
	r.walked(context.Background(), ServicePlan{}, attempt("192.0.2.10:993", 40, nil))
	r.collectPaths(context.Background())
	if len(r.set.Paths) != 0 {
		t.Errorf("%d paths out of nowhere", len(r.set.Paths))
	}
}
