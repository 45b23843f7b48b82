package discover

import (
	"context"
	"slices"
	"sync"
	"time"

	"maildiag/probe/fact"
)

// usualNames are the host names that providers use, the most telling first, with the protocols' ports, the best first.
var usualNames = []struct {
	protocol fact.Protocol
	labels   []string
	ports    []fact.Found // Port and Security
}{
	{fact.IMAP, []string{"imap", "mail"}, []fact.Found{{Port: 993, Security: fact.TLS}, {Port: 143, Security: fact.StartTLS}}},
	{fact.POP3, []string{"pop3", "pop", "mail"}, []fact.Found{{Port: 995, Security: fact.TLS}, {Port: 110, Security: fact.StartTLS}}},
	{fact.SMTP, []string{"smtp", "mail"}, []fact.Found{{Port: 465, Security: fact.TLS}, {Port: 587, Security: fact.StartTLS}}},
}

// guess asks for the usual names side by side. Their ports are tried only where no better source knows what to use; then
// the first that takes a connection is chosen for each protocol. Where none does for receiving, or for sending, the first that
// has an address stands for it.
func (s *Search) guess(ctx context.Context, sl *slot) {
	hosts := s.resolving(ctx)
	if ctx.Err() != nil {
		return
	}
	if len(hosts) == 0 {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
		return
	}
	var untested []fact.Found
	for _, u := range usualNames {
		for _, label := range u.labels {
			if host := label + "." + s.q.Domain; hosts[host] {
				untested = append(untested, fact.Found{Protocol: u.protocol, Host: host, Port: u.ports[0].Port, Security: u.ports[0].Security,
					Source: fact.SourceGuess})
			}
		}
	}
	if s.d.Connects == nil {
		s.note(ctx, sl, fact.AnswerSettings, untested, "")
		return
	}
	if s.others(ctx) {
		s.note(ctx, sl, fact.AnswerSettings, untested, "")
		return
	}
	found := s.connecting(ctx, hosts)
	for _, sending := range []bool{false, true} {
		side := func(f fact.Found) bool { return (f.Protocol == fact.SMTP) == sending }
		if slices.ContainsFunc(found, side) {
			continue
		}
		for _, f := range untested {
			if side(f) { // it will fail, and then it is known why
				found = append(found, f)
			}
		}
	}
	s.note(ctx, sl, fact.AnswerSettings, found, "")
}

// resolving are the usual names that lead to an address.
func (s *Search) resolving(ctx context.Context) map[string]bool {
	found := map[string]bool{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, label := range []string{"imap", "pop3", "pop", "smtp", "mail"} {
		host := label + "." + s.q.Domain
		all.Add(1)
		go func() {
			defer all.Done()
			if s.d.Resolves(ctx, host) {
				mu.Lock()
				defer mu.Unlock()
				found[host] = true
			}
		}()
	}
	all.Wait()
	return found
}

// others waits for the better sources, for a while, and says whether they know both sides.
func (s *Search) others(ctx context.Context) bool {
	late := time.NewTimer(guessAfter)
	defer late.Stop()
	for {
		s.mu.Lock()
		changed, left := s.changed, false
		for _, sl := range s.slots {
			left = left || !sl.done && !sl.guess
		}
		s.mu.Unlock()
		r := s.Result()
		if r.side(false) >= 0 && r.side(true) >= 0 {
			return true
		}
		if !left {
			receiving, sending := false, false
			for _, f := range r.Found {
				receiving, sending = receiving || f.Protocol != fact.SMTP, sending || f.Protocol == fact.SMTP
			}
			return receiving && sending
		}
		select {
		case <-changed:
		case <-late.C:
			return false
		case <-ctx.Done():
			return true // no time left to test anything
		}
	}
}

// connecting gives, for each protocol, the first of the usual names and ports that takes a connection. The next is tried
// when the one before has failed, or does not answer for a while: while all is well there is one connection a protocol.
func (s *Search) connecting(ctx context.Context, hosts map[string]bool) []fact.Found {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	out := make([]*fact.Found, len(usualNames))
	var all sync.WaitGroup
	for i, u := range usualNames {
		var tries []fact.Found
		for _, label := range u.labels {
			for _, p := range u.ports {
				if host := label + "." + s.q.Domain; hosts[host] {
					tries = append(tries, fact.Found{Protocol: u.protocol, Host: host, Port: p.Port, Security: p.Security, Source: fact.SourceGuess})
				}
			}
		}
		all.Add(1)
		go func() {
			defer all.Done()
			out[i] = s.first(ctx, tries)
		}()
	}
	all.Wait()
	var open []fact.Found
	for _, f := range out {
		if f != nil {
			open = append(open, *f)
		}
	}
	return open
}

// patience is how long one try is waited for before the next begins beside it.
const patience = 600 * time.Millisecond

// first is the first of the tries that takes a connection, or nil.
func (s *Search) first(ctx context.Context, tries []fact.Found) *fact.Found {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type end struct {
		index int
		open  bool
	}
	ends := make(chan end, len(tries))
	begun, left := 0, len(tries)
	begin := func() {
		if i := begun; i < len(tries) {
			begun++
			go func() { ends <- end{i, s.d.Connects(ctx, tries[i].Host, tries[i].Port)} }()
		}
	}
	begin()
	next := time.NewTicker(patience)
	defer next.Stop()
	for left > 0 {
		select {
		case e := <-ends:
			if left--; e.open {
				return &tries[e.index]
			}
			begin()
		case <-next.C:
			begin()
		case <-ctx.Done():
			return nil
		}
	}
	return nil
}
