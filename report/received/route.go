package received

import (
	"time"

	"maildiag/probe/fact"
)

// Route is the way of a message with its delays worked out. Clocks that contradict the others are set aside, so that a
// negative delay never hides a real one.
type Route struct {
	Legs  []Leg
	Total time.Duration // from the first good time to the last one
	Known bool          // there were two good times at least
}

// Leg is the stretch that ends at one hop. Leg 0 is the one from the sender's own clock (Date) to the first server.
type Leg struct {
	Hop     *fact.Relay
	Time    time.Time     // UTC; zero: not known
	Guessed bool          // the line names no zone: the one that fits best was taken, and nothing is judged by it
	Off     time.Duration // how far this server's clock is off, where it is; 0: it fits
	Delay   time.Duration // since From
	Known   bool          // Delay is known
	From    int           // index of the leg whose time Delay counts from; -1: the Date field
}

// point is one time on the way; leg -1 is the Date field.
type point struct {
	leg  int
	time time.Time
}

// tolerance is by how much good clocks may disagree: seconds are common, and a minute hurts nobody's judgement.
const tolerance = 60 * time.Second

// Work works out the delays.
func Work(m *fact.Message) Route {
	r := Route{Legs: make([]Leg, len(m.Hops))}
	var points []point
	if m.Date != nil && !m.Date.NoZone {
		points = append(points, point{-1, m.Date.Time})
	}
	for i := range m.Hops {
		h := &m.Hops[i]
		r.Legs[i] = Leg{Hop: h, From: -1}
		if h.Time == nil {
			continue
		}
		if h.Time.NoZone {
			r.Legs[i].Guessed = true
			continue
		}
		r.Legs[i].Time = h.Time.Time
		points = append(points, point{i, h.Time.Time})
	}
	good := r.agree(points)
	for k, p := range good {
		if p.leg < 0 || k == 0 {
			continue
		}
		leg := &r.Legs[p.leg]
		leg.Delay, leg.Known, leg.From = max(p.time.Sub(good[k-1].time), 0), true, good[k-1].leg
	}
	if len(good) > 1 {
		r.Total, r.Known = max(good[len(good)-1].time.Sub(good[0].time), 0), true
	}
	r.guess(m, good)
	return r
}

// agree picks the longest series of times that do not run backwards; of several, the one that takes least time in all:
// one clock that is fast makes a long way, and never a short one. The others' clocks are off.
func (r *Route) agree(points []point) []point {
	type best struct {
		count int
		span  time.Duration
		prev  int
	}
	if len(points) == 0 {
		return nil
	}
	table := make([]best, len(points))
	end := 0
	better := func(a, b best) bool { return a.count > b.count || a.count == b.count && a.span < b.span }
	for i, p := range points {
		table[i] = best{1, 0, -1}
		for j := 0; j < i; j++ {
			step := p.time.Sub(points[j].time)
			if step < -tolerance {
				continue
			}
			if c := (best{table[j].count + 1, table[j].span + max(step, 0), j}); better(c, table[i]) {
				table[i] = c
			}
		}
		if better(table[i], table[end]) {
			end = i
		}
	}
	var good []point
	chosen := map[int]bool{}
	for i := end; i >= 0; i = table[i].prev {
		good = append([]point{points[i]}, good...)
		chosen[i] = true
	}
	for i, p := range points {
		if !chosen[i] && p.leg >= 0 {
			r.Legs[p.leg].Off = off(points, chosen, i)
		}
	}
	return good
}

// off is how far a clock is from where its neighbours would have it: against the nearest bound.
func off(points []point, chosen map[int]bool, i int) time.Duration {
	var before, after *time.Time
	for j := range points {
		switch {
		case !chosen[j]:
		case j < i:
			before = &points[j].time
		case after == nil:
			after = &points[j].time
		}
	}
	t := points[i].time
	switch {
	case before != nil && t.Before(*before):
		return t.Sub(*before)
	case after != nil && t.After(*after):
		return t.Sub(*after)
	}
	return 0
}

// SenderOff is how far the sender's own clock is ahead of the first servers': 0 where it fits or is behind, which can't
// be told from a message that waited.
func (r *Route) SenderOff(m *fact.Message) time.Duration {
	if m.Date == nil || m.Date.NoZone {
		return 0
	}
	for _, leg := range r.Legs {
		if leg.Known || leg.Off == 0 && !leg.Time.IsZero() {
			if ahead := m.Date.Time.Sub(leg.Time); ahead > tolerance {
				return ahead
			}
			return 0
		}
	}
	return 0
}

// guess gives times without a zone the full hour that fits best to the good time before, for the table alone.
func (r *Route) guess(m *fact.Message, good []point) {
	if len(good) == 0 {
		return
	}
	for i := range r.Legs {
		leg := &r.Legs[i]
		if !leg.Guessed {
			continue
		}
		near := good[0].time
		for _, p := range good {
			if p.leg < i {
				near = p.time
			}
		}
		face := m.Hops[i].Time.Time
		hours := near.Sub(face).Round(time.Hour)
		if hours.Abs() <= 14*time.Hour {
			leg.Time = face.Add(hours)
		}
	}
}

// Server is the name of the server at the sending end of a leg: the one that held the message.
func (r *Route) Server(leg int) string {
	if from := r.Legs[leg].From; from >= 0 && r.Legs[from].Hop.By != "" && from == leg-1 {
		return r.Legs[from].Hop.By
	}
	return name(r.Legs[leg].Hop)
}

// name is the best name of a hop's sending side.
func name(h *fact.Relay) string {
	for _, n := range []string{h.Name, h.From, h.IP} {
		if n != "" && n != "unknown" {
			return n
		}
	}
	return ""
}
