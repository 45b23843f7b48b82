package route

import (
	"net/netip"
	"strings"

	"maildiag/probe/fact"
)

// Kind is whose part of the network a hop is in.
type Kind string

const (
	KindNone     Kind = ""
	Gateway      Kind = "gateway"   // the router that this PC sends everything to
	Local        Kind = "local"     // behind it, in private ranges: the network of the house, the company, the school
	Access       Kind = "access"    // the internet provider
	LongHaul     Kind = "long-haul" // networks between
	MailProvider Kind = "provider"  // the mail provider's own
)

// Segment is a stretch of hops in one part of the network.
type Segment struct {
	Kind     Kind
	From, To int     // TTL
	MS       float64 // what it adds to the round trip
	Share    float64 // of the whole, 0 to 1
	Loss     float64 // share of packets that are lost from here on and were not before; 0: none is known to be
	Name     string  // of the network, as far as its names tell: "163data.com.cn"
}

// jump is a step in the round trip that no single network of an access provider makes.
const jump = 15.0

// segments tells the hops' kinds and puts them together.
func (w *Way) segments(pc *fact.PC) {
	w.kinds(pc)
	before := 0.0
	total := w.floor(len(w.Hops))
	for i := range w.Hops {
		h := &w.Hops[i]
		if n := len(w.Segments); n == 0 || w.Segments[n-1].Kind != h.Kind {
			w.Segments = append(w.Segments, Segment{Kind: h.Kind, From: h.TTL})
		}
		s := &w.Segments[len(w.Segments)-1]
		s.To = h.TTL
		if s.Name == "" {
			s.Name = domain(h.Name)
		}
		if h.Trip.N > 0 {
			reached := w.floor(i + 1)
			s.MS += reached - before
			before = reached
		}
		if h.TTL == w.LossFrom {
			s.Loss = float64(w.Lost) / float64(w.Sent)
		}
	}
	for i := range w.Segments {
		if total > 0 {
			w.Segments[i].Share = w.Segments[i].MS / total
		}
	}
}

// floor is the time to the nth hop and back: no more than to any hop behind it. A router that takes its time over an
// answer is not slow to forward.
func (w *Way) floor(n int) float64 {
	least := -1.0
	for i := n - 1; i >= 0 && i < len(w.Hops); i++ {
		if t := w.Hops[i].Trip; t.N > 0 && (least < 0 || t.Median < least) {
			least = t.Median
		}
	}
	return max(least, 0)
}

// Slowest is the segment that adds most to the round trip, or nil.
func (w *Way) Slowest() *Segment {
	var best *Segment
	for i := range w.Segments {
		if s := &w.Segments[i]; best == nil || s.MS > best.MS {
			best = s
		}
	}
	return best
}

// SegmentAt is the segment of a hop, or nil.
func (w *Way) SegmentAt(ttl int) *Segment {
	for i := range w.Segments {
		if s := &w.Segments[i]; s.From <= ttl && ttl <= s.To {
			return s
		}
	}
	return nil
}

// kinds goes along the path: the gateway, private ranges, the provider that the first public router belongs to, and from
// the end backwards the network that the server stands in. What lies between is the long haul.
func (w *Way) kinds(pc *fact.PC) {
	last := Gateway
	var access, before *Hop // the provider's first router with a public address, and its last one so far
	for i := range w.Hops {
		h := &w.Hops[i]
		a, err := netip.ParseAddr(h.Addr())
		switch {
		case h.Server:
			h.Kind = MailProvider
		case h.TTL == 1:
			h.Kind = Gateway
		case err != nil: // silent: as the one before it
			h.Kind = last
		case last == LongHaul:
			h.Kind = LongHaul
		case isGateway(a, pc):
			h.Kind = Gateway
		case private(a) && access == nil:
			h.Kind = Local
		case cgnat.Contains(a):
			h.Kind = Access
		case access == nil:
			access, before, h.Kind = h, h, Access
		case w.floor(i+1)-w.floor(i) < jump && (private(a) || kin(access, h) || kin(before, h)):
			before, h.Kind = h, Access
		default:
			h.Kind = LongHaul
		}
		if last = h.Kind; last == Gateway && h.TTL > 1 {
			last = Local
		}
		if h.TTL == 1 && public(a) { // no router of one's own: the provider begins at once
			access, before = h, h
		}
	}
	w.provider()
}

// provider marks the routers that stand right before the server, in its own network.
func (w *Way) provider() {
	if !w.Reached() {
		return
	}
	for i := len(w.Hops) - 1; i > 0; i-- {
		h := &w.Hops[i]
		a, err := netip.ParseAddr(h.Addr())
		near := err == nil && !private(a) && (near(a, w.target) || domain(h.Name) != "" && domain(h.Name) == domain(w.Path.Host))
		if !h.Server && !near {
			return
		}
		h.Kind = MailProvider
	}
}

// kin says whether two routers seem to be of one network: by their AS, their names, or their addresses.
func kin(a, b *Hop) bool {
	switch {
	case a.AS != "" && b.AS != "":
		return a.AS == b.AS
	case domain(a.Name) != "" && domain(b.Name) != "":
		return domain(a.Name) == domain(b.Name)
	}
	x, err1 := netip.ParseAddr(a.Addr())
	y, err2 := netip.ParseAddr(b.Addr())
	if err1 != nil || err2 != nil || x.Is4() != y.Is4() {
		return false
	}
	bits := 16
	if x.Is6() {
		bits = 32
	}
	return same(x, y, bits)
}

// near says whether an address is in the server's neighbourhood.
func near(a, server netip.Addr) bool {
	if a.Is4() != server.Is4() {
		return false
	}
	if a.Is4() {
		return same(a, server, 24)
	}
	return same(a, server, 48)
}

func same(a, b netip.Addr, bits int) bool {
	p, err := a.Prefix(bits)
	return err == nil && p.Contains(b)
}

// cgnat is the range of carrier-grade NAT (RFC 6598): the provider's.
var cgnat = netip.MustParsePrefix("100.64.0.0/10")

// private: of a local network.
func private(a netip.Addr) bool { return a.IsPrivate() || a.IsLinkLocalUnicast() }

func public(a netip.Addr) bool { return a.IsValid() && !private(a) }

func isGateway(a netip.Addr, pc *fact.PC) bool {
	if pc == nil || pc.Routes == nil {
		return false
	}
	return a.String() == pc.Routes.Gateway4 || a.String() == pc.Routes.Gateway6
}

// domain is the part of a name that tells whose it is: the last two labels, or three below a country's second level.
func domain(name string) string {
	labels := strings.Split(strings.TrimSuffix(strings.ToLower(name), "."), ".")
	n := len(labels)
	if n < 2 || labels[n-1] == "" || labels[n-1][0] <= '9' {
		return ""
	}
	keep := 2
	if len(labels[n-1]) == 2 && len(labels[n-2]) <= 3 && n > 2 {
		keep = 3
	}
	return strings.Join(labels[n-keep:], ".")
}
