// Package route reads a measured path as people do: each hop with its times and its loss, where the path ends and who ended
// it, and whose part of the network each stretch is.
//
// It owns what may be concluded from hops alone: which loss is real, where packets go round, what a stretch costs. It is a
// pure function of the facts.
//
// Not here: measuring (package probe/path), what a path is the cause of (package report/cause), and any word
// (package report).
package route

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"maildiag/probe/fact"
)

// End is how a path ends.
type End string

const (
	Unknown     End = ""            // nothing was measured, or the run was over
	Open        End = "open"        // the server takes the connection
	Reset       End = "reset"       // RST, by the server or in its name
	Forbidden   End = "forbidden"   // somebody on the way says that it is not allowed
	Unreachable End = "unreachable" // somebody on the way says that there is no way on
	Silent      End = "silent"      // nothing comes back from beyond the last router
	Loop        End = "loop"        // the same routers come round again
)

// Way is a path as it is read.
type Way struct {
	Path *fact.Path
	End  End
	// EndAt is the TTL at which the path ends: of the server, of the one that forbids, or of the last router that answered.
	EndAt  int
	By     string    // the address that answered there; empty: none did
	Answer *fact.Hop // of the one that ended the path in so many words, or nil
	Hops   []Hop     // up to EndAt
	Trip   Spread    // to the server
	Sent   int       // probes that should have reached the server
	Lost   int       // of these
	// LossFrom is the first hop from which packets are lost all the way to the server; 0: not enough of them are.
	LossFrom int
	Around   []string // of a loop: the routers in it
	Segments []Segment
	target   netip.Addr
	byTTL    [256][]*fact.Hop // connections beside another method left out
}

// Hop is one hop over all rounds.
type Hop struct {
	TTL        int
	Addrs      []string // who answered, most often first; several where there are several ways
	Name       string   // of the first
	AS         string
	Country    string
	Sent, Lost int
	Trip       Spread
	// Back is how many hops the answers seem to have come back over, by the next usual first TTL above the one they arrived
	// with; 0: not known. Where it differs from TTL, the way back is another one. That is no fault.
	Back   int
	Kind   Kind
	Server bool
}

// Addr is who answers at a hop; empty: nobody does.
func (h *Hop) Addr() string {
	if len(h.Addrs) == 0 {
		return ""
	}
	return h.Addrs[0]
}

// Spread is a set of times, in milliseconds. Zero: there are none.
type Spread struct {
	N                   int
	Best, Median, Worst float64
}

func spread(times []float64) Spread {
	if len(times) == 0 {
		return Spread{}
	}
	slices.Sort(times)
	n := len(times)
	median := times[n/2]
	if n%2 == 0 {
		median = (times[n/2-1] + times[n/2]) / 2
	}
	return Spread{n, times[0], median, times[n-1]}
}

// Reached says whether the server, or somebody in its name, answered.
func (w *Way) Reached() bool { return w.End == Open || w.End == Reset }

// Read reads a path. pc is the PC that it begins at.
func Read(p *fact.Path, pc *fact.PC) *Way {
	w := &Way{Path: p, target: p.Addr()}
	all := probes(p)
	for _, h := range all {
		if !h.TCP {
			w.byTTL[h.TTL] = append(w.byTTL[h.TTL], h)
		}
	}
	w.end(all)
	for ttl := 1; ttl <= w.EndAt; ttl++ {
		w.Hops = append(w.Hops, w.hop(ttl, w.byTTL[ttl]))
	}
	w.ends(all)
	w.LossFrom = w.lossFrom()
	w.segments(pc)
	return w
}

// probes lists all probes of all rounds that had their time.
func probes(p *fact.Path) []*fact.Hop {
	var out []*fact.Hop
	for i := range p.Rounds {
		for j := range p.Rounds[i].Probes {
			if h := &p.Rounds[i].Probes[j]; h.Answer != fact.HopCut && h.TTL > 0 && h.TTL <= 255 {
				out = append(out, h)
			}
		}
	}
	return out
}

// end finds out how the path ends. The type of an answer decides, never its source address.
func (w *Way) end(all []*fact.Hop) {
	p := w.Path
	nearest := func(match func(*fact.Hop) bool) *fact.Hop {
		var best *fact.Hop
		for _, h := range all {
			if match(h) && (best == nil || h.TTL < best.TTL) {
				best = h
			}
		}
		return best
	}
	last := 0
	for _, h := range all {
		if h.Answer == fact.HopICMP && !h.TCP {
			last = max(last, h.TTL)
		}
	}
	reached := nearest(func(h *fact.Hop) bool { return p.Reached(h) && !h.TCP })
	open := nearest(func(h *fact.Hop) bool { return h.Answer == fact.HopOpen })
	reset := nearest(func(h *fact.Hop) bool { return h.Answer == fact.HopReset })
	forbidden, unreachable := nearest(p.Forbidden), nearest(p.Unreachable)
	switch around := w.around(); {
	case open != nil:
		w.End = Open
	case reset != nil:
		w.End = Reset
	case reached != nil:
		w.End = Open
	case forbidden != nil:
		w.End, w.EndAt, w.By, w.Answer = Forbidden, w.place(all, forbidden), forbidden.Addr, forbidden
		return
	case unreachable != nil:
		w.End, w.EndAt, w.By, w.Answer = Unreachable, w.place(all, unreachable), unreachable.Addr, unreachable
		return
	case len(around) > 0:
		w.End, w.EndAt, w.Around = Loop, last, around
		return
	case len(all) == 0 || p.Failure != nil:
		return
	default:
		w.End, w.EndAt = Silent, last
		if answers := w.byTTL[last]; len(answers) > 0 {
			w.By = addrs(answers)[0]
		}
		return
	}
	w.By, w.EndAt = p.Addr().String(), last
	if reached != nil {
		w.EndAt = reached.TTL
	}
}

// place is the hop of a router that turned a probe away. Where it let another one expire, that is its place: a filter is
// asked only about what would have gone on. Where it was silent before, the way back tells how far it is.
func (w *Way) place(all []*fact.Hop, no *fact.Hop) int {
	ttl, last := no.TTL, 0
	for _, h := range all {
		if h.TCP || !w.Path.Exceeded(h) {
			continue
		}
		if h.Addr == no.Addr {
			ttl = min(ttl, h.TTL)
		} else if h.TTL < no.TTL {
			last = max(last, h.TTL)
		}
	}
	if b := back(no.ReplyTTL); no.ReplyTTL > 0 && ttl == no.TTL && last < b && b < ttl {
		return b
	}
	return ttl
}

// around lists the routers that come round again: each seen, left, and met once more.
func (w *Way) around() []string {
	row := map[int]string{}
	for ttl := 1; ttl <= 64; ttl++ {
		var answers []*fact.Hop
		for _, h := range w.byTTL[ttl] {
			if w.Path.Exceeded(h) && h.Addr != w.target.String() {
				answers = append(answers, h)
			}
		}
		if a := addrs(answers); len(a) > 0 {
			row[ttl] = a[0]
		}
	}
	var out []string
	met, returns := map[string]int{}, 0
	for ttl := 1; ttl <= 64; ttl++ {
		a := row[ttl]
		if a == "" {
			continue
		}
		// Two in a row may be one router that counts twice, or one that hides another.
		if before := met[a]; before > 0 && ttl-before > 1 {
			returns++
			for i := before; i < ttl; i++ {
				if row[i] != "" && !slices.Contains(out, row[i]) {
					out = append(out, row[i])
				}
			}
		}
		met[a] = ttl
	}
	if returns < 2 {
		return nil
	}
	return out
}

// First is the TTL of the first hop where one of these addresses answers; 0: none does.
func (w *Way) First(list []string) int {
	for i := range w.Hops {
		if slices.Contains(list, w.Hops[i].Addr()) {
			return w.Hops[i].TTL
		}
	}
	return 0
}

// addrs lists who answered, most often first.
func addrs(answers []*fact.Hop) []string {
	count, order := map[string]int{}, []string{}
	for _, h := range answers {
		if h.Addr != "" {
			if count[h.Addr] == 0 {
				order = append(order, h.Addr)
			}
			count[h.Addr]++
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	return order
}

// hop sums one hop up over all rounds.
func (w *Way) hop(ttl int, answers []*fact.Hop) Hop {
	h := Hop{TTL: ttl, Addrs: addrs(answers)}
	r := w.Path.Router(h.Addr())
	h.Name, h.AS, h.Country = strings.ToLower(r.Name), r.AS, r.Country
	var times []float64
	for _, a := range answers {
		h.Sent++
		switch {
		case a.Answer == fact.HopSilent:
			h.Lost++
		case a.Answer != fact.HopError:
			times = append(times, a.MS)
		}
		h.Server = h.Server || w.Path.Reached(a)
		if a.ReplyTTL > 0 && h.Back == 0 {
			h.Back = back(a.ReplyTTL)
		}
	}
	h.Trip = spread(times)
	return h
}

// back guesses over how many hops an answer came: systems begin with 64, 128 or 255.
func back(ttl int) int {
	for _, first := range []int{64, 128, 255} {
		if ttl <= first {
			return first - ttl + 1
		}
	}
	return 0
}

// ends counts the probes that should have reached the server.
func (w *Way) ends(all []*fact.Hop) {
	if !w.Reached() {
		return
	}
	byTCP := slices.ContainsFunc(all, func(h *fact.Hop) bool { return h.TCP })
	var times []float64
	for _, h := range all {
		if h.TCP != byTCP || h.TTL < w.EndAt || h.Answer == fact.HopError {
			continue
		}
		w.Sent++
		switch {
		case h.Answer == fact.HopSilent:
			w.Lost++
		case w.Path.Reached(h):
			times = append(times, h.MS)
		}
	}
	w.Trip = spread(times)
}
