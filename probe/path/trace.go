package path

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"maildiag/probe/fact"
)

// tracer is one trace while it is being made.
type tracer struct {
	o      Options
	target netip.AddrPort
	door   *door
	names  *namer
	sizing *sizing // nil: sizes are not looked at
	begun  time.Time
	path   fact.Path
	end    int           // the least TTL at which the path ends; 0: not known
	top    int           // the highest TTL below the end that was answered
	trip   time.Duration // the shortest round trip to the end
}

// run makes the rounds: a first look that finds the end, two more, and more where packets seem to be lost.
func (t *tracer) run(ctx context.Context) {
	rounds := t.o.Rounds
	if rounds <= 0 {
		rounds = usualRounds
	}
	abreast := 1
	if t.o.Quick {
		abreast = min(rounds, usualRounds)
	}
	t.keep(t.explore(ctx, abreast))
	if t.path.Failure != nil {
		return
	}
	t.sizing = t.startSizing(ctx)
	for n := abreast; n < rounds && ctx.Err() == nil; {
		more := min(rounds-n, usualRounds)
		if n+more > burstRounds {
			more = 1
			t.pause(ctx, watchGap)
		}
		t.keep(t.again(ctx, more))
		n += more
	}
	if t.o.For > 0 {
		t.watch(ctx)
		return
	}
	for n := len(t.path.Rounds); t.o.Rounds == 0 && n < lossRounds && t.suspicious() && ctx.Err() == nil; n++ {
		gap := lossGap
		if n >= burstRounds {
			gap = watchGap
		}
		t.pause(ctx, gap)
		t.keep(t.again(ctx, 1))
	}
}

// watch repeats until its time is over.
func (t *tracer) watch(ctx context.Context) {
	gap := max(watchGap, t.o.For/watchRounds)
	for next := time.Now().Add(gap); ctx.Err() == nil && time.Since(t.begun)+gap <= t.o.For; next = next.Add(gap) {
		t.pause(ctx, time.Until(next))
		t.keep(t.again(ctx, 1))
	}
}

func (t *tracer) pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// ttls are those worth asking again: all up to the end; where there is none, those that answered, a few behind them, and
// one that would reach a server wherever it is.
func (t *tracer) ttls() []int {
	last := t.end
	if last == 0 {
		last = min(t.top+3, maxTTL)
	}
	var out []int
	for ttl := 1; ttl <= last; ttl++ {
		out = append(out, ttl)
	}
	if t.end == 0 && last < maxTTL {
		out = append(out, maxTTL)
	}
	return out
}

// keep writes rounds down, and what they tell about the end.
func (t *tracer) keep(rounds []fact.Round) {
	for _, r := range rounds {
		if len(r.Probes) == 0 {
			continue
		}
		t.path.Rounds = append(t.path.Rounds, r)
		for i := range r.Probes {
			h := &r.Probes[i]
			if h.TCP {
				continue
			}
			if t.path.Ends(h) && (t.end == 0 || h.TTL < t.end) {
				t.end = h.TTL
			}
			if d := time.Duration(h.MS * float64(time.Millisecond)); t.path.Reached(h) && (t.trip == 0 || d < t.trip) {
				t.trip = d
			}
		}
	}
	for _, r := range rounds {
		for i := range r.Probes {
			if h := &r.Probes[i]; h.Answer == fact.HopICMP && !h.TCP && (t.end == 0 || h.TTL < t.end) {
				t.top = max(t.top, h.TTL)
			}
		}
	}
	if t.o.Progress != nil {
		t.o.Progress(&t.path)
	}
}

// suspicious says whether packets seem to be lost on the way to a server that answers at all: one that should have
// reached it, or some at more than one router that answers at other times. It proves nothing, and asks for more rounds.
func (t *tracer) suspicious() bool {
	reached, lostAtEnd, sometimes := false, false, 0
	for _, hops := range t.byTTL() {
		var answered, silent int
		for _, h := range hops {
			if h.Answer == fact.HopSilent {
				silent++
			} else if h.Answer != fact.HopCut {
				answered++
			}
			reached = reached || t.path.Reached(h)
		}
		if silent == 0 || answered == 0 && hops[0].TTL != t.end {
			continue
		}
		if hops[0].TTL == t.end || hops[0].TCP {
			lostAtEnd = true
		}
		sometimes++
	}
	return reached && (lostAtEnd || sometimes > 1)
}

// byTTL groups the probes of all rounds, those by TCP beside another method apart.
func (t *tracer) byTTL() [][]*fact.Hop {
	groups := make([][]*fact.Hop, maxTTL+2)
	for i := range t.path.Rounds {
		for j := range t.path.Rounds[i].Probes {
			h := &t.path.Rounds[i].Probes[j]
			k := h.TTL
			if h.TCP {
				k = maxTTL + 1
			}
			groups[k] = append(groups[k], h)
		}
	}
	return slices.DeleteFunc(groups, func(g []*fact.Hop) bool { return len(g) == 0 })
}
