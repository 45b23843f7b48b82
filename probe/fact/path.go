package fact

import (
	"net/netip"
	"slices"
)

// Path is the way to one address and port, hop by hop, as far as it could be seen.
type Path struct {
	Target     string     `json:"target"`         // ip:port
	Host       string     `json:"host,omitempty"` // the name that led there
	Why        PathReason `json:"why"`
	StartMS    float64    `json:"start_ms"` // since the run began
	DurationMS float64    `json:"duration_ms"`
	// Method is how the hops were asked; empty: nothing was measured, and NotMeasured says why.
	Method      PathMethod `json:"method,omitempty"`
	NotMeasured string     `json:"not_measured,omitempty"`
	// Failure is why this PC itself could not send (no route, its own firewall).
	Failure *Failure `json:"failure,omitempty"`
	Rounds  []Round  `json:"rounds,omitempty"`
	Routers []Router `json:"routers,omitempty"` // what was learnt about the addresses that answered
	MTU     *MTU     `json:"mtu,omitempty"`     // nil: not measured
	// CutShort: the run ended before the last round did.
	CutShort bool `json:"cut_short,omitempty"`
}

// PathReason is why a path was looked at.
type PathReason string

const (
	PathAsked    PathReason = "asked"    // `trace`, --hops
	PathFailed   PathReason = "failed"   // a connection failed, or hangs
	PathSlow     PathReason = "slow"     // the round trip is long
	PathCompared PathReason = "compared" // another port of an address whose path ends early
)

// PathMethod is what the probes are.
type PathMethod string

const (
	PathTCP  PathMethod = "tcp"  // connections to the port itself, with a limited TTL
	PathUDP  PathMethod = "udp"  // UDP to high ports, with a limited TTL; the server itself is asked by TCP
	PathICMP PathMethod = "icmp" // echo requests with a limited TTL; the server itself is asked by TCP
)

// Round is one probe to each hop.
type Round struct {
	StartMS float64 `json:"start_ms"` // since the path's beginning
	Probes  []Hop   `json:"probes"`   // by TTL
}

// Hop is one probe and its answer.
type Hop struct {
	TTL      int       `json:"ttl"` // hop limit
	Answer   HopAnswer `json:"answer,omitempty"`
	Addr     string    `json:"addr,omitempty"` // who answered, by the source address of the answer
	MS       float64   `json:"ms,omitempty"`
	Type     int       `json:"type,omitempty"` // of ICMP, or ICMPv6 where the target is IPv6
	Code     int       `json:"code,omitempty"`
	ReplyTTL int       `json:"reply_ttl,omitempty"` // TTL with which the answer arrived
	MTU      int       `json:"mtu,omitempty"`       // of the next link, where the answer tells it
	// TCP: the probe was a connection, though the hops are asked in another way.
	TCP bool `json:"tcp,omitempty"`
}

// HopAnswer is what kind of answer came.
type HopAnswer string

const (
	HopSilent HopAnswer = ""      // none
	HopICMP   HopAnswer = "icmp"  // Type and Code have it
	HopOpen   HopAnswer = "open"  // the connection opened
	HopReset  HopAnswer = "reset" // RST in answer to SYN
	HopEcho   HopAnswer = "echo"  // echo reply
	HopError  HopAnswer = "error" // this PC could not send
	HopCut    HopAnswer = "cut"   // the run ended before an answer was due
)

// Router is one address that answered on a path.
type Router struct {
	Addr    string `json:"addr"`
	Name    string `json:"name,omitempty"`    // PTR
	AS      string `json:"as,omitempty"`      // origin AS, "AS4134"
	Country string `json:"country,omitempty"` // of the AS's registration
}

// MTU is what was learnt about the size of packets that pass.
type MTU struct {
	// Normal and Small are two handshakes with the same server, the second with a maximum segment size so small that
	// every packet in both directions stays small. Nil: not tried.
	Normal *Bulk `json:"normal,omitempty"`
	Small  *Bulk `json:"small,omitempty"`
	// Sizes are UDP packets of these sizes that must not be fragmented.
	Sizes []SizeProbe `json:"sizes,omitempty"`
}

// Bulk is one handshake that takes large packets.
type Bulk struct {
	MSS     int      `json:"mss,omitempty"` // set on the socket; 0: the system's own
	OK      bool     `json:"ok"`            // it came to its end
	Sent    int      `json:"sent"`          // bytes handed to the system
	Got     int      `json:"got"`           // bytes that came back
	Dial    *Dial    `json:"dial,omitempty"`
	MS      float64  `json:"ms"` // the handshake alone
	Failure *Failure `json:"failure,omitempty"`
}

// SizeProbe is one UDP packet with the DF bit: its IP size, and the answer to it.
type SizeProbe struct {
	Size int `json:"size"`
	Hop
}

// Addr is the address of the target; the zero Addr where it is none.
func (p *Path) Addr() netip.Addr {
	ap, _ := netip.ParseAddrPort(p.Target)
	return ap.Addr().Unmap()
}

// Port is the port of the target.
func (p *Path) Port() int {
	ap, _ := netip.ParseAddrPort(p.Target)
	return int(ap.Port())
}

// Measured says whether any probe was sent.
func (p *Path) Measured() bool { return p.Method != "" && len(p.Rounds) > 0 }

// Router finds what was learnt about an address.
func (p *Path) Router(addr string) Router {
	if i := slices.IndexFunc(p.Routers, func(r Router) bool { return r.Addr == addr }); i >= 0 {
		return p.Routers[i]
	}
	return Router{Addr: addr}
}

// ICMP types and codes that matter here (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443).
const (
	icmpUnreachable = 3
	icmpExceeded    = 11
	icmp6Unreach    = 1
	icmp6TooBig     = 2
	icmp6Exceeded   = 3
)

// v6 says whether the path is one of IPv6; its ICMP has types of its own.
func (p *Path) v6() bool { return p.Addr().Is6() }

// byTCP says whether a probe of this path was a connection.
func (p *Path) byTCP(h *Hop) bool { return h.TCP || p.Method == PathTCP }

// Exceeded says whether a router dropped the probe because its TTL ran out.
func (p *Path) Exceeded(h *Hop) bool {
	if h.Answer != HopICMP || h.Code != 0 {
		return false
	}
	return h.Type == icmpExceeded && !p.v6() || h.Type == icmp6Exceeded && p.v6()
}

// TooBig says whether the probe was larger than the next link takes.
func (p *Path) TooBig(h *Hop) bool {
	if h.Answer != HopICMP {
		return false
	}
	return h.Type == icmpUnreachable && h.Code == 4 && !p.v6() || h.Type == icmp6TooBig && p.v6()
}

// PortUnreachable is how a host answers to UDP on a port where nobody listens.
func (p *Path) PortUnreachable(h *Hop) bool {
	if h.Answer != HopICMP {
		return false
	}
	return h.Type == icmpUnreachable && h.Code == 3 && !p.v6() || h.Type == icmp6Unreach && h.Code == 4 && p.v6()
}

// Forbidden says whether a filter told that it does not let the probe through. Port unreachable is one of its words: to
// TCP no host says that by itself.
func (p *Path) Forbidden(h *Hop) bool {
	switch {
	case h.Answer != HopICMP:
		return false
	case p.PortUnreachable(h):
		return p.byTCP(h)
	case p.v6():
		return h.Type == icmp6Unreach && slices.Contains([]int{1, 5, 6}, h.Code)
	}
	return h.Type == icmpUnreachable && slices.Contains([]int{9, 10, 13}, h.Code)
}

// Unreachable says whether the network told that there is no way on.
func (p *Path) Unreachable(h *Hop) bool {
	if h.Answer != HopICMP || p.Forbidden(h) || p.TooBig(h) || p.PortUnreachable(h) {
		return false
	}
	return h.Type == icmpUnreachable && !p.v6() || h.Type == icmp6Unreach && p.v6()
}

// Reached says whether the target itself took the probe. The answer's source address plays no part: a router that
// translates addresses may answer with the target's.
func (p *Path) Reached(h *Hop) bool {
	switch h.Answer {
	case HopOpen, HopReset, HopEcho:
		return true
	}
	return !p.byTCP(h) && p.PortUnreachable(h)
}

// Ends says whether no probe gets farther than this one did.
func (p *Path) Ends(h *Hop) bool { return p.Reached(h) || p.Forbidden(h) || p.Unreachable(h) }
