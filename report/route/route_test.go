package route

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
)

// way makes a path of one round from lines "TTL ADDR MS [NAME]"; "open" is the server.
func way(target, host, lines string) *fact.Path {
	p := &fact.Path{Target: target, Host: host, Method: fact.PathTCP, Rounds: []fact.Round{{}}}
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(line)
		h := fact.Hop{Answer: fact.HopICMP, Addr: f[1], Type: 11}
		if p.Addr().Is6() {
			h.Type = 3
		}
		fmt.Sscan(f[0], &h.TTL)
		fmt.Sscan(f[2], &h.MS)
		if f[1] == "open" {
			h.Answer, h.Addr = fact.HopOpen, p.Addr().String()
		}
		if len(f) > 3 {
			p.Routers = append(p.Routers, fact.Router{Addr: h.Addr, Name: f[3]})
		}
		p.Rounds[0].Probes = append(p.Rounds[0].Probes, h)
	}
	return p
}

// Whose part of the network each hop is, and what it adds.
func TestSegments(t *testing.T) {
	pc := &fact.PC{Routes: &fact.Routes{Gateway4: "192.168.3.1"}}
	for _, c := range []struct {
		name, target, host, lines string
		want                      []string // "kind from-to ms name"
	}{
		{"a government office: gateway, carrier, then abroad", "192.0.2.10:443", "mail.example.com", `
			1 192.168.3.1 1
			2 203.0.113.1 4 broad.dg.gd.dynamic.163data.com.cn
			3 203.0.113.250 6 broad.gz.gd.dynamic.163data.com.cn
			4 198.51.100.1 180
			5 198.51.100.2 190
			6 open 210`,
			[]string{"gateway 1-1 1 ", "access 2-3 5 163data.com.cn", "long-haul 4-5 184 ", "provider 6-6 20 "}},
		{"a company behind carrier-grade NAT", "192.0.2.10:993", "imap.example.com", `
			1 10.1.1.1 1
			2 10.9.0.1 2
			3 172.16.4.1 3
			4 100.64.3.1 9
			5 203.0.113.9 11 a.isp.example
			6 192.0.2.1 15 edge.example.com
			7 open 16`,
			[]string{"gateway 1-1 1 ", "local 2-3 2 ", "access 4-5 8 isp.example", "provider 6-7 5 example.com"}},
		{"private addresses inside the carrier are the carrier's", "192.0.2.10:993", "imap.example.com", `
			1 192.168.3.1 1
			2 203.0.113.9 8
			3 10.200.1.1 9
			4 203.0.113.77 10
			5 open 12`,
			[]string{"gateway 1-1 1 ", "access 2-4 9 ", "provider 5-5 2 "}},
		{"a slow router in the middle adds nothing", "192.0.2.10:993", "imap.example.com", `
			1 192.168.3.1 1
			2 203.0.113.9 900
			3 203.0.113.10 9
			4 open 12`,
			[]string{"gateway 1-1 1 ", "access 2-3 8 ", "provider 4-4 3 "}},
		{"IPv6", "[2001:db8:6::2]:993", "imap.example.com", `
			1 fe80::1 1
			2 2001:db8:1::1 5
			3 2001:db8:6::1 9
			4 open 9`,
			[]string{"gateway 1-1 1 ", "access 2-2 4 ", "provider 3-4 4 "}},
	} {
		w := Read(way(c.target, c.host, c.lines), pc)
		var got []string
		for _, s := range w.Segments {
			got = append(got, fmt.Sprintf("%s %d-%d %.0f %s", s.Kind, s.From, s.To, s.MS, s.Name))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// The way back is guessed from the next usual first TTL, and never judged.
func TestBack(t *testing.T) {
	for ttl, want := range map[int]int{64: 1, 62: 3, 45: 20, 128: 1, 120: 9, 255: 1, 240: 16, 65: 64} {
		if got := back(ttl); got != want {
			t.Errorf("back(%d) = %d, want %d", ttl, got, want)
		}
	}
}

func TestDomain(t *testing.T) {
	for name, want := range map[string]string{
		"broad.dg.gd.dynamic.163data.com.cn": "163data.com.cn", "ix7.backbone.example": "backbone.example",
		"a.b.co.uk": "b.co.uk", "router": "", "": "", "1.2.3.4": "", "x.example.cn": "example.cn",
	} {
		if got := domain(name); got != want {
			t.Errorf("domain(%q) = %q, want %q", name, got, want)
		}
	}
}

// A saved report may hold anything.
func FuzzRead(f *testing.F) {
	f.Add("192.0.2.10:993", "1 192.168.1.1 1\n2 203.0.113.1 x\n3 open 5", 3)
	f.Add("[::1]:0", "-1 a 1\n300 b 1\n30 open 1", 40)
	f.Fuzz(func(t *testing.T, target, lines string, rounds int) {
		for _, line := range strings.Split(lines, "\n") {
			if len(strings.Fields(line)) < 3 {
				return
			}
		}
		p := way(target, "host", lines)
		for range min(max(rounds, 0), 20) {
			p.Rounds = append(p.Rounds, p.Rounds[0])
		}
		w := Read(p, &fact.PC{})
		if w.EndAt < 0 || len(w.Hops) > 255 || w.Lost > w.Sent {
			t.Errorf("end at %d, %d hops, %d of %d lost", w.EndAt, len(w.Hops), w.Lost, w.Sent)
		}
		w.BadTimes()
		w.Slowest()
	})
}
