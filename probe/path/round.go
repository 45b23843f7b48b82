package path

import (
	"cmp"
	"context"
	"slices"
	"time"

	"maildiag/probe/fact"
)

// flight is the probes that are under way: those of one round, or of a few rounds abreast.
type flight struct {
	t       *tracer
	ctx     context.Context // of the whole run
	started time.Time
	wait    time.Duration
	done    chan landed
	open    map[seat]context.CancelFunc
	rounds  [][]fact.Hop
	err     error         // why this PC could not send
	longest time.Duration // of the answers so far
}

// seat is one probe: the round it belongs to, and its TTL.
type seat struct{ round, ttl int }

// landed is a probe that has ended.
type landed struct {
	seat
	hop fact.Hop
	err error
}

// fullTTL is the usual one of a connection; no probe has it otherwise.
const fullTTL = 64

func (t *tracer) takeOff(ctx context.Context, rounds int, wait time.Duration) *flight {
	f := &flight{t: t, ctx: ctx, started: time.Now(), wait: wait, rounds: make([][]fact.Hop, rounds),
		done: make(chan landed, rounds*(maxTTL+1)), open: map[seat]context.CancelFunc{}}
	if t.path.Method != fact.PathTCP { // a connection tells about the server what the method does not
		for i := range f.rounds {
			f.start(seat{i, fullTTL}, func(ctx context.Context) (fact.Hop, error) {
				h, err := t.door.connect(ctx, wait)
				h.TCP = true
				return h, err
			})
		}
	}
	return f
}

// send starts the probes of one TTL, one for each round.
func (f *flight) send(ttl int) {
	for i := range f.rounds {
		f.start(seat{i, ttl}, func(ctx context.Context) (fact.Hop, error) { return f.t.door.probe(ctx, ttl, f.wait) })
	}
}

func (f *flight) start(s seat, probe func(context.Context) (fact.Hop, error)) {
	own, cancel := context.WithCancel(f.ctx)
	f.open[s] = cancel
	go func() {
		h, err := probe(own)
		cancel()
		if h.TTL = s.ttl; h.Answer == fact.HopSilent && f.ctx.Err() != nil {
			h.Answer = fact.HopCut
		}
		f.done <- landed{s, h, err}
	}()
}

// land takes an answer in. Probes beyond the end are of no use any more.
func (f *flight) land(l landed) {
	delete(f.open, l.seat)
	if l.err != nil {
		f.err = l.err
	}
	f.rounds[l.round] = append(f.rounds[l.round], l.hop)
	if l.hop.Answer == fact.HopICMP || f.t.path.Reached(&l.hop) {
		f.longest = max(f.longest, time.Duration(l.hop.MS*float64(time.Millisecond)))
	}
	f.t.names.ask(l.hop.Addr)
	if end := f.end(); end > 0 {
		for s, cancel := range f.open {
			if s.ttl > end && s.ttl != fullTTL {
				cancel()
			}
		}
	}
}

// every calls do for each probe that has ended.
func (f *flight) every(do func(*fact.Hop)) {
	for _, round := range f.rounds {
		for i := range round {
			do(&round[i])
		}
	}
}

// end is the least TTL at which the path has ended; 0: it has not.
func (f *flight) end() int {
	end := 0
	f.every(func(h *fact.Hop) {
		if f.t.path.Ends(h) && !h.TCP && (end == 0 || h.TTL < end) {
			end = h.TTL
		}
	})
	return end
}

// finish waits for the rest: once the end has answered, a router gets a little longer than the end itself took.
func (f *flight) finish() {
	var grace <-chan time.Time
	for len(f.open) > 0 {
		if grace == nil && f.end() > 0 {
			grace = time.After(time.Until(f.started.Add(max(2*f.longest, f.longest+routerGrace))))
		}
		select {
		case l := <-f.done:
			f.land(l)
		case <-grace:
			f.giveUp()
			grace = make(chan time.Time)
		}
	}
}

// giveUp ends the wait for all that is still under way.
func (f *flight) giveUp() {
	for _, cancel := range f.open {
		cancel()
	}
}

// result is the rounds, without the probes that went beyond the end.
func (f *flight) result() []fact.Round {
	end := f.end()
	out := make([]fact.Round, 0, len(f.rounds))
	for _, hops := range f.rounds {
		r := fact.Round{StartMS: ms(f.started.Sub(f.t.begun))}
		for _, h := range hops {
			if end == 0 || h.TTL <= end || h.TCP {
				r.Probes = append(r.Probes, h)
			}
		}
		slices.SortFunc(r.Probes, func(a, b fact.Hop) int { return cmp.Compare(a.TTL, b.TTL) })
		out = append(out, r)
	}
	return out
}

// explore is the first look, with so many rounds abreast. It goes from near to far, in windows that open one after another:
// at once where the last one was answered to its end, else after a silence, and twice as wide.
func (t *tracer) explore(ctx context.Context, rounds int) []fact.Round {
	f := t.takeOff(ctx, rounds, longestWait)
	gap := spacing
	if rounds > 1 {
		gap = 0
	}
	next, from, size := 1, 1, firstWindow
	sent := f.started
	tick := time.NewTimer(0)
	defer tick.Stop()
	for f.goesOn() && next <= maxTTL {
		var due bool
		select {
		case l := <-f.done:
			f.land(l)
		case <-tick.C:
			due = true
		}
		pause := min(max(3*f.longest, leastSilence), mostSilence)
		switch whole := next == from+size; {
		case whole && f.answered(from, next-1):
			from = next
		case whole && due && time.Since(sent) >= pause:
			from, size = next, 2*size
		case whole && due:
			tick.Reset(pause - time.Since(sent))
			continue
		case whole || !due:
			continue
		}
		f.send(next)
		next, sent = next+1, time.Now()
		tick.Reset(gap)
	}
	if f.err != nil {
		f.giveUp()
	}
	f.finish()
	if f.err != nil && f.end() == 0 && f.longest == 0 {
		t.path.Failure = t.failure("connect", f.started, f.err)
	}
	return f.result()
}

// goesOn says whether looking farther may show more.
func (f *flight) goesOn() bool {
	return f.ctx.Err() == nil && f.err == nil && f.end() == 0 && !f.circles()
}

// answered says whether the whole window was answered.
func (f *flight) answered(from, to int) bool {
	seen := map[int]bool{}
	f.every(func(h *fact.Hop) { seen[h.TTL] = seen[h.TTL] || h.Answer == fact.HopICMP })
	for ttl := from; ttl <= to; ttl++ {
		if !seen[ttl] {
			return false
		}
	}
	return true
}

// circles says whether routers come round again, so that looking farther only repeats them.
func (f *flight) circles() bool {
	met, returns := map[string][]int{}, 0
	f.every(func(h *fact.Hop) {
		if !f.t.path.Exceeded(h) || slices.Contains(met[h.Addr], h.TTL) {
			return
		}
		if slices.ContainsFunc(met[h.Addr], func(ttl int) bool { return ttl-h.TTL > 1 || h.TTL-ttl > 1 }) {
			returns++
		}
		met[h.Addr] = append(met[h.Addr], h.TTL)
	})
	return returns >= 4
}

// again asks all hops worth asking once more, so many rounds abreast.
func (t *tracer) again(ctx context.Context, rounds int) []fact.Round {
	if ctx.Err() != nil {
		return nil
	}
	wait := longestWait
	if t.trip > 0 {
		wait = min(wait, max(3*t.trip, t.trip+lateGrace))
	}
	f := t.takeOff(ctx, rounds, wait)
	for _, ttl := range t.ttls() {
		f.send(ttl)
	}
	f.finish()
	return f.result()
}
