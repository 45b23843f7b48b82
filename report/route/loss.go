package route

import "math"

// What counts as loss: three samples never prove it.
const (
	enoughSent = 10
	enoughLost = 2
)

// background is how often an answer is missing where no packet is lost.
const background = 0.01

// Lossy says whether packets are really lost on the way to the server.
func (w *Way) Lossy() bool { return w.Sent >= enoughSent && w.Lost >= enoughLost }

// lossFrom finds the hop from which packets are lost. A router that answers seldom loses nothing: only what is missing
// from some hop on, all the way to the server, is. Of all hops at which the loss could begin, it is the one for which what
// was seen is most likely.
func (w *Way) lossFrom() int {
	if !w.Lossy() {
		return 0
	}
	rate := float64(w.Lost) / float64(w.Sent)
	best, most := 0, math.Inf(-1)
	for from := 1; from <= w.EndAt; from++ {
		sum := 0.0
		for i := range w.Hops {
			h := &w.Hops[i]
			if !h.telling(rate) && h.TTL != w.EndAt {
				continue
			}
			p := background
			if h.TTL >= from {
				p = rate
			}
			sum += float64(h.Lost)*math.Log(p) + float64(h.Sent-h.Lost)*math.Log(1-min(p, 0.99))
		}
		if sum > most+1e-9 {
			best, most = from, sum
		}
	}
	return best
}

// telling says whether a hop's missing answers say anything about the way: a router that is silent, or answers far more
// seldom than the server, has its own reasons.
func (h *Hop) telling(rate float64) bool {
	if h.Sent == 0 || h.Lost == h.Sent {
		return false
	}
	own := float64(h.Lost) / float64(h.Sent)
	return own <= max(2*rate, rate+0.3)
}

// Limited says whether a hop's missing answers are its own affair: the server answers more often.
func (w *Way) Limited(h *Hop) bool {
	return h.Lost > 0 && !h.Server && (w.LossFrom == 0 || h.TTL < w.LossFrom || h.Lost*w.Sent > 2*w.Lost*h.Sent)
}
