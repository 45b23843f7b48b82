//go:build linux

package real

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
)

// traced is one run of `maildiag trace` on a way.
type traced struct {
	*Ran
	Verdict struct {
		Status string  `json:"status"`
		Causes []cause `json:"causes"`
	} `json:"verdict"`
	Facts fact.Set `json:"facts"`
}

// trace runs the program as nobody, without rights.
func trace(t *testing.T, c *Way, lang string, args ...string) *traced {
	t.Helper()
	args = append([]string{"trace", "--format", "json", "--lang", lang}, args...)
	ran, err := c.PC().Run(nil, binary(t), args...)
	if err != nil {
		t.Fatal(err)
	}
	out := &traced{Ran: ran}
	if err := json.Unmarshal(ran.Stdout, out); err != nil {
		t.Fatalf("standard output is no JSON object: %v\n%s%s", err, ran.Stdout, ran.Stderr)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("maildiag %s\nexit %d after %v: %s %+v\n%s", strings.Join(args, " "), ran.Exit, ran.Wall, out.Verdict.Status, out.Verdict.Causes, out.shown())
		}
	})
	return out
}

// shown is every probe, a line a round.
func (r *traced) shown() string {
	var b strings.Builder
	for _, p := range r.Facts.Paths {
		fmt.Fprintf(&b, "%s %s %s %s\n", p.Target, p.Why, p.Method, p.NotMeasured)
		for _, round := range p.Rounds {
			fmt.Fprintf(&b, "  %7.1f", round.StartMS)
			for _, h := range round.Probes {
				fmt.Fprintf(&b, " %d:%s%s/%.0f/%d.%d", h.TTL, h.Answer, h.Addr, h.MS, h.Type, h.Code)
			}
			b.WriteString("\n")
		}
		if p.MTU != nil {
			fmt.Fprintf(&b, "  mtu %+v %+v %+v\n", p.MTU.Normal, p.MTU.Small, p.MTU.Sizes)
		}
	}
	return b.String()
}

// code asserts the first cause, or that there is none; and its words.
func (r *traced) code(t *testing.T, lang, want string, words ...string) {
	t.Helper()
	if want == "" {
		if len(r.Verdict.Causes) > 0 || r.Exit != 0 {
			t.Errorf("exit %d, causes %+v; want none", r.Exit, r.Verdict.Causes)
		}
		return
	}
	if len(r.Verdict.Causes) == 0 || r.Verdict.Causes[0].Code != want {
		t.Errorf("causes %+v, want %s first", r.Verdict.Causes, want)
		return
	}
	c := r.Verdict.Causes[0]
	for _, fault := range c.faults(lang) {
		t.Errorf("%s: %s", want, fault)
	}
	all := c.Summary + "\n" + strings.Join(c.Evidence, "\n")
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("%s does not say %q:\n%s", want, w, all)
		}
	}
}

// hop is who answered at a TTL, over all rounds of the first path.
func (r *traced) hop(ttl int) []string {
	var out []string
	for _, round := range r.Facts.Paths[0].Rounds {
		for _, h := range round.Probes {
			if h.TTL == ttl && h.Addr != "" && !slices.Contains(out, h.Addr) {
				out = append(out, h.Addr)
			}
		}
	}
	return out
}

// wayCase is a fault of the way, and what the program must make of it.
type wayCase struct {
	name    string
	wire    Wire
	serve   []int // ports; nil: 993 and 443
	spoil   func(c *Way) error
	port    int        // 0: 993
	server4 netip.Addr // the IPv4 address that is traced, where it is not the server's own
	code    string
	code6   string   // where IPv6 says it otherwise
	words   []string // for IPv4, in both languages
	words6  []string
	check   func(t *testing.T, r *traced, hop func(int) netip.Addr)
}

func TestWay(t *testing.T) {
	Need(t)
	binary(t)
	for _, tc := range wayCases() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if tc.wire.Delay == 0 {
				tc.wire.Delay = wayDelay
			}
			c := NewWay(t, tc.wire)
			ports := tc.serve
			if ports == nil {
				ports = []int{993, 443}
			}
			script, err := InTLS(Silent)
			if err == nil {
				err = c.Serve(script, ports...)
			}
			if err != nil {
				t.Fatal(err)
			}
			if tc.spoil != nil {
				if err := tc.spoil(c); err != nil {
					t.Fatal(err)
				}
			}
			port := tc.port
			if port == 0 {
				port = 993
			}
			for _, v := range []struct {
				name, lang string
				server     netip.Addr
				hop        func(int) netip.Addr
				words      []string
			}{
				{"IPv4", "en", cmp.Or(tc.server4, WayServer), Hop4, tc.words},
				{"IPv6", "zh", WayServer6, Hop6, tc.words6},
			} {
				t.Run(v.name, func(t *testing.T) {
					r := trace(t, c, v.lang, "--full", netip.AddrPortFrom(v.server, uint16(port)).String())
					code := tc.code
					if v.server.Is6() && tc.code6 != "" {
						code = tc.code6
					}
					r.code(t, v.lang, code, v.words...)
					if tc.check != nil {
						tc.check(t, r, v.hop)
					}
				})
			}
		})
	}
}

// every sees each router at its place, and its time.
func every(t *testing.T, r *traced, hop func(int) netip.Addr) {
	t.Helper()
	for n := 1; n <= wayServer; n++ {
		if got := r.hop(n); len(got) != 1 || got[0] != hop(n).String() {
			t.Errorf("hop %d: %v, want %s", n, got, hop(n))
		}
	}
	if n := len(r.Facts.Paths[0].Rounds); n != 3 {
		t.Errorf("%d rounds, want 3", n)
	}
	for _, round := range r.Facts.Paths[0].Rounds {
		for _, h := range round.Probes {
			if far := h.TTL > wireAt; h.MS < 39 && far || h.MS > 39 && !far || h.MS > 400 {
				t.Errorf("hop %d took %.1f ms", h.TTL, h.MS)
			}
		}
	}
}

// everyThird loses one in three of the probes of each TTL.
func everyThird() func([]byte, bool) bool {
	count := map[byte]int{}
	return func(packet []byte, out bool) bool {
		const syn = 2
		ttl, head := packet[8], 4*int(packet[0]&15)
		if packet[0]>>4 == 6 {
			ttl, head = packet[7], 40
		}
		if !out || !isTCP(packet) || packet[head+13] != syn || ttl > 32 {
			return false
		}
		count[ttl]++
		return count[ttl]%3 == 0
	}
}

func isTCP(packet []byte) bool {
	switch packet[0] >> 4 {
	case 4:
		return packet[9] == 6
	case 6:
		return packet[6] == 6
	}
	return false
}

func larger(than int, away bool) func([]byte, bool) bool {
	return func(packet []byte, out bool) bool { return out == away && len(packet) > than }
}

// translated is an address that a router sends on to the server.
var translated = netip.MustParseAddr("192.0.2.77")

const noTimeExceeded = "meta l4proto icmp icmp type time-exceeded"
const noTimeExceeded6 = "meta l4proto icmpv6 icmpv6 type time-exceeded"

func wayCases() []wayCase {
	return []wayCase{
		{name: "clean", check: every},
		{name: "silent router", spoil: func(c *Way) error {
			return c.Filter(4, "output", noTimeExceeded+" drop", noTimeExceeded6+" drop")
		}, check: func(t *testing.T, r *traced, hop func(int) netip.Addr) {
			if got := r.hop(4); len(got) != 0 {
				t.Errorf("the silent router answered: %v", got)
			}
			if got := r.hop(5); len(got) != 1 || got[0] != hop(5).String() {
				t.Errorf("hop 5: %v", got)
			}
		}},
		{name: "lossy router that forwards well", spoil: func(c *Way) error {
			return c.Filter(4, "output", noTimeExceeded+" numgen inc mod 2 0 drop", noTimeExceeded6+" numgen inc mod 2 0 drop")
		}},
		{name: "loss from hop 3 on", wire: Wire{Drop: everyThird()}, code: "path.loss", words: []string{"203.0.113.2"}},
		{name: "slow", wire: Wire{Delay: 330 * time.Millisecond}, code: "path.latency", words: []string{"hops 3 to 4"}, words6: []string{"第 3 到 6 跳"}},
		{name: "loop", spoil: func(c *Way) error {
			return c.Router(4).ip("route add 192.0.2.10/32 via 203.0.113.5 dev up", "route add 2001:db8:6::2/128 via 2001:db8:3::1 dev up")
		}, code: "path.loop", words: []string{"203.0.113.2", "203.0.113.6"}, words6: []string{Hop6(4).String()}},
		{name: "one port dropped", spoil: func(c *Way) error { return c.Filter(4, "forward", "tcp dport 993 drop") },
			code: "tcp.filtered", words: []string{"hop 4, 203.0.113.6"}, words6: []string{"第 4 跳 " + Hop6(4).String()}},
		{name: "one port rejected", spoil: func(c *Way) error {
			return c.Filter(4, "forward", "tcp dport 993 reject with icmpx admin-prohibited")
		}, code: "tcp.filtered", words: []string{"hop 4, 203.0.113.6"}, words6: []string{"第 4 跳 " + Hop6(4).String()}},
		{name: "forged reset", spoil: func(c *Way) error { return c.Filter(4, "forward", "tcp dport 993 reject with tcp reset") },
			code: "tcp.filtered", words: []string{"right behind hop 4, 203.0.113.6"}, words6: []string{"第 4 跳 " + Hop6(4).String()}},
		{name: "no route", spoil: func(c *Way) error {
			return c.Router(4).ip("route add unreachable 192.0.2.10/32", "route add unreachable 2001:db8:6::2/128")
		}, code: "tcp.host-unreachable", words: []string{"hop 4, 203.0.113.6"}, code6: "path.blocked", words6: []string{"第 4 跳 " + Hop6(4).String()}},
		{name: "no network", spoil: func(c *Way) error {
			return c.Router(4).ip("route del default via 198.51.100.2", "route del default via 2001:db8:4::2 dev down")
		}, code: "path.blocked", words: []string{"hop 4, 203.0.113.6"}, words6: []string{"第 4 跳 " + Hop6(4).String()}},
		{name: "server that answers nothing", spoil: func(c *Way) error { return c.Filter(wayServer, "input", "meta l4proto tcp drop") },
			code: "tcp.host-unreachable", words: []string{"hop 6, 198.51.100.6"}, words6: []string{"第 6 跳 " + Hop6(6).String()}},
		{name: "port refused", port: 143, code: "tcp.refused"},
		{name: "black hole away", wire: Wire{Drop: larger(1400, true)}, code: "path.mtu-blackhole", words: []string{"1400", "1450"}, words6: []string{"1400", "1450"}},
		{name: "black hole back", wire: Wire{Drop: larger(1400, false)}, code: "path.mtu-blackhole"},
		{name: "small link that says so", spoil: func(c *Way) error {
			return errAll(func() error { return c.Router(5).ip("link set dev down mtu 1400") }, func() error { return c.Router(6).ip("link set dev up mtu 1400") })
		}},
		{name: "two ways", spoil: (*Way).TwoWays, check: func(t *testing.T, r *traced, hop func(int) netip.Addr) {
			twin := map[string]string{Hop4(4).String(): "203.0.113.10", Hop6(4).String(): "2001:db8:13::2"}[hop(4).String()]
			if got := r.hop(4); len(got) == 0 || slices.ContainsFunc(got, func(a string) bool { return a != hop(4).String() && a != twin }) {
				t.Errorf("hop 4: %v", got)
			}
		}},
		{name: "address translated on the way", server4: translated, spoil: func(c *Way) error {
			return c.Router(5).nft("table ip nat {\n chain pre {\n type nat hook prerouting priority -100;\n ip daddr 192.0.2.77 dnat to 192.0.2.10\n }\n}\n")
		}, check: func(t *testing.T, r *traced, hop func(int) netip.Addr) {
			if p := r.Facts.Paths[0]; p.Addr() == translated && !slices.Equal(r.hop(6), []string{translated.String()}) {
				t.Errorf("hop 6: %v, want the target's address", r.hop(6))
			}
			for _, h := range r.Facts.Paths[0].Rounds[0].Probes {
				if (h.Answer == fact.HopOpen) != (h.TTL == wayServer) {
					t.Errorf("hop %d: %q", h.TTL, h.Answer)
				}
			}
		}},
	}
}
