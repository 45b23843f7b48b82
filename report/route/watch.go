package route

import "maildiag/probe/fact"

// Spell is a time, since the path's beginning, in which round after round was bad.
type Spell struct {
	FromMS, ToMS float64
	Rounds       int
	Sent, Lost   int
	Worst        float64
}

// BadTimes are the spells in which the server did not answer, or took over twice its usual time and 50 ms more.
func (w *Way) BadTimes() []Spell {
	if !w.Reached() {
		return nil
	}
	var out []Spell
	open := false
	for i := range w.Path.Rounds {
		r := &w.Path.Rounds[i]
		s := Spell{FromMS: r.StartMS, ToMS: r.StartMS, Rounds: 1}
		for j := range r.Probes {
			h := &r.Probes[j]
			if h.TTL < w.EndAt || h.Answer == fact.HopCut || h.Answer == fact.HopError {
				continue
			}
			s.Sent++
			if h.Answer == fact.HopSilent {
				s.Lost++
			}
			s.Worst = max(s.Worst, h.MS)
		}
		switch bad := s.Lost > 0 || s.Worst > 2*w.Trip.Median+50; {
		case bad && open:
			last := &out[len(out)-1]
			last.ToMS, last.Rounds = s.ToMS, last.Rounds+1
			last.Sent, last.Lost, last.Worst = last.Sent+s.Sent, last.Lost+s.Lost, max(last.Worst, s.Worst)
		case bad:
			out = append(out, s)
			open = true
		default:
			open = false
		}
	}
	return out
}

// BadRounds counts the rounds of all bad times.
func (w *Way) BadRounds() int {
	n := 0
	for _, s := range w.BadTimes() {
		n += s.Rounds
	}
	return n
}
