package lab

import (
	"net/netip"
	"slices"
	"sync"

	"maildiag/probe/fact"
)

// maxSaid bounds the record of one world against a client that never stops.
const maxSaid = 10_000

// Login is one login attempt as the server saw it. The password is not kept.
type Login struct {
	Addr      netip.AddrPort
	Protocol  fact.Protocol
	User      string
	Mechanism string // "PLAIN", "LOGIN", "USER", …
	Encrypted bool   // inside TLS
	OK        bool
}

// Query is one DNS question that reached a resolver, or was on its way to one.
type Query struct {
	Resolver netip.AddrPort
	Network  string // "udp", "tcp"
	Name     string // without the dot at the end
	Type     string // "A"
}

// log remembers what clients did to the world.
type log struct {
	mu      sync.Mutex
	dials   []netip.AddrPort
	logins  []Login
	said    map[netip.AddrPort][]string
	lines   int
	queries []Query
}

func (l *log) dialled(addr netip.AddrPort) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.dials) < maxSaid {
		l.dials = append(l.dials, addr)
	}
}

func (l *log) login(a Login) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.logins) < maxSaid {
		l.logins = append(l.logins, a)
	}
}

func (l *log) heard(addr netip.AddrPort, line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lines++; l.lines > maxSaid {
		return
	}
	if l.said == nil {
		l.said = map[netip.AddrPort][]string{}
	}
	l.said[addr] = append(l.said[addr], line)
}

func (l *log) asked(q Query) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queries) < maxSaid {
		l.queries = append(l.queries, q)
	}
}

// Dials lists every connection that was tried, whatever became of it, in order.
func (w *World) Dials() []netip.AddrPort {
	w.log.mu.Lock()
	defer w.log.mu.Unlock()
	return slices.Clone(w.log.dials)
}

// Connections counts the connections tried to one door, "192.0.2.10:993". It is exact as soon as Dial has returned.
func (w *World) Connections(addr string) int {
	n := 0
	for _, d := range w.Dials() {
		if d.String() == addr {
			n++
		}
	}
	return n
}

// Logins lists every login attempt in order, at all servers.
func (w *World) Logins() []Login {
	w.log.mu.Lock()
	defer w.log.mu.Unlock()
	return slices.Clone(w.log.logins)
}

// Said lists the commands that clients sent to one door, in order; of commands that carry a credential only the first
// words.
func (w *World) Said(addr string) []string {
	w.log.mu.Lock()
	defer w.log.mu.Unlock()
	for door, lines := range w.log.said {
		if door.String() == addr {
			return slices.Clone(lines)
		}
	}
	return nil
}

// Queries lists every DNS question in order, those to dead resolvers included.
func (w *World) Queries() []Query {
	w.log.mu.Lock()
	defer w.log.mu.Unlock()
	return slices.Clone(w.log.queries)
}
