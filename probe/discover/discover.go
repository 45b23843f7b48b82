// Package discover finds the settings of a mailbox from its address.
//
// It owns the sources, their order of trust, the bounds of each, and the choice among what they found. All sources are
// asked side by side; each is a fact of its own (fact.Asked), and each setting keeps where it came from (fact.Found).
// The order, the most trusted first: the organisation's profile; the built-in table, by the domain; the domain's SRV
// records; autoconfig files of the domain; the table, by the domain's mail exchanger; the public ISPDB; Exchange's
// Autodiscover; the usual names, which are believed only after they were tested.
//
// A host may be given a password without asking where it lies inside the address's own domain, where the table names it,
// or where a profile does that a flag names (Permit). Where a setting came from plays no part in that: look-ups, plain
// HTTP and files that merely lie about are forged too easily.
//
// Not here: doors to the world (package probe makes them), trying what was found (package probe too).
package discover

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"maildiag/probe/fact"
	"maildiag/probe/provider"
	"maildiag/probe/web"
)

// Doors are what a search asks the world with.
type Doors struct {
	// SRV looks up the domain's SRV records (RFC 6186, RFC 8314).
	SRV func(ctx context.Context) []fact.Lookup
	// MX gives the domain's mail exchangers, the preferred one first.
	MX func(ctx context.Context) []string
	// TXT looks up the domain's SPF and DMARC records; nobody waits for them. Nil: they are not looked up.
	TXT func(ctx context.Context) []fact.Lookup
	// Resolves says whether a name leads to an address, Connects whether a port of it takes connections; nil: usual
	// names are not tested.
	Resolves func(ctx context.Context, host string) bool
	Connects func(ctx context.Context, host string, port int) bool
	Fetch    web.Fetch // nil: no web
}

// Question is what is searched for.
type Question struct {
	Address string
	Domain  string // A-label form
	NoISPDB bool
	Profile []fact.Found // what the organisation's profile says of this domain
}

// Limits of time, each source on its own.
const (
	// Timeout ends the whole search: a person waits.
	Timeout = 4 * time.Second
	// A file of settings is small and its server answers at once; what takes longer is a web server that drops packets.
	fetchTimeout = 2 * time.Second
	// So long the usual names wait for a better source before their ports are tried: time enough is left for that.
	guessAfter = 2200 * time.Millisecond
	// A connect that only chooses among usual names.
	connectTimeout = 1500 * time.Millisecond
	// Providers move their file once, or put it behind a load balancer.
	maxRedirects = 3
)

// Search is a discovery under way.
type Search struct {
	q     Question
	d     Doors
	stop  context.CancelFunc
	over  <-chan struct{} // closed when its time is over, or with Stop
	ended sync.WaitGroup

	mx      []string // to be read when mxKnown is closed
	mxKnown chan struct{}

	mu         sync.Mutex
	slots      []*slot
	lookups    []fact.Lookup
	policies   []fact.Lookup
	withheld   map[fact.Protocol]bool
	provider   *fact.Provider
	activeSync string
	changed    chan struct{} // closed and replaced with each result
}

// slot is one source: its place in the list is its trust.
type slot struct {
	fact.Asked
	found []fact.Found
	begun time.Time
	done  bool
	guess bool
}

// Start asks all sources. The search ends by itself after Timeout, or with Stop.
func Start(ctx context.Context, d Doors, q Question) *Search {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	s := &Search{q: q, d: d, stop: cancel, over: ctx.Done(), mxKnown: make(chan struct{}), changed: make(chan struct{}), withheld: map[fact.Protocol]bool{}}
	s.run(func() {
		defer close(s.mxKnown)
		s.mx = d.MX(ctx)
	})
	if d.TXT != nil {
		s.run(func() {
			lookups := d.TXT(ctx)
			s.mu.Lock()
			defer s.mu.Unlock()
			s.policies = lookups
		})
	}
	for _, src := range s.sources() {
		sl := &slot{Asked: fact.Asked{Source: src.source, From: src.from, Answer: fact.AnswerLate}, begun: time.Now(), guess: src.source == fact.SourceGuess}
		s.slots = append(s.slots, sl)
		if src.instant {
			src.ask(ctx, sl)
		} else {
			s.run(func() { src.ask(ctx, sl) })
		}
	}
	return s
}

func (s *Search) run(f func()) {
	s.ended.Add(1)
	go func() {
		defer s.ended.Done()
		f()
	}()
}

// Stop ends the search; what has not come by then is late. It waits until nothing of it runs any more.
func (s *Search) Stop() {
	s.stop()
	s.ended.Wait()
}

// note writes a source's outcome down; a late one is not known, and stays so.
func (s *Search) note(ctx context.Context, sl *slot, answer fact.SourceAnswer, found []fact.Found, raw string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sl.done {
		return
	}
	if ctx.Err() != nil && len(found) == 0 {
		return
	}
	sl.done, sl.Answer, sl.Raw = true, answer, raw
	sl.MS = float64(time.Since(sl.begun).Microseconds()) / 1000
	for _, f := range found {
		f.Permit = s.permit(f)
		sl.found = append(sl.found, f)
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// permit says why a password may go to a host; empty: somebody has to confirm it.
func (s *Search) permit(f fact.Found) fact.Permit {
	switch {
	case f.Permit == fact.PermitProfile:
		return f.Permit
	case Within(f.Host, s.q.Domain):
		return fact.PermitDomain
	case provider.ByHost(f.Host) != nil:
		return fact.PermitProvider
	}
	return ""
}

// Within says whether a host is the domain or lies inside it.
func Within(host, domain string) bool {
	host, domain = strings.ToLower(strings.TrimSuffix(host, ".")), strings.ToLower(domain)
	return domain != "" && (host == domain || strings.HasSuffix(host, "."+domain))
}

// Wait returns when enough is known, every source has answered, or ctx ends.
func (s *Search) Wait(ctx context.Context, enough func(*Result) bool) {
	for {
		s.mu.Lock()
		changed := s.changed
		left := slices.ContainsFunc(s.slots, func(sl *slot) bool { return !sl.done })
		s.mu.Unlock()
		if !left || enough != nil && enough(s.Result()) {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		case <-s.over:
			return
		}
	}
}

// Result is what is known so far.
type Result struct {
	Lookups    []fact.Lookup
	Found      []fact.Found
	Asked      []fact.Asked
	Provider   *fact.Provider
	ActiveSync string
	// Withheld are protocols that the domain's own records say it does not offer.
	Withheld map[fact.Protocol]bool

	open []bool // by Asked: not answered yet
	from []int  // by Found: index in Asked
}

// Result gives what is known by now, the most trusted first, each setting once.
func (s *Search) Result() *Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &Result{Lookups: slices.Concat(s.lookups, s.policies), Provider: s.provider, ActiveSync: s.activeSync, Withheld: map[fact.Protocol]bool{}}
	for p := range s.withheld {
		r.Withheld[p] = true
	}
	for i, sl := range s.slots {
		r.Asked = append(r.Asked, sl.Asked)
		r.open = append(r.open, !sl.done)
		for _, f := range sl.found {
			if !holds(r.Found, f) {
				r.Found = append(r.Found, f)
				r.from = append(r.from, i)
			}
		}
	}
	return r
}

// holds says whether a setting is in the list already, wherever it came from.
func holds(list []fact.Found, f fact.Found) bool {
	return slices.ContainsFunc(list, func(o fact.Found) bool {
		return o.Protocol == f.Protocol && o.Host == f.Host && o.Port == f.Port && o.Security == f.Security
	})
}

// Settled says whether it is known which settings are best for receiving and for sending: no more trusted source is
// still to answer.
func (r *Result) Settled() bool { return r.side(false) >= 0 && r.side(true) >= 0 }

// side is the index of the source that decides about receiving or sending; -1: not known yet, or none has any.
func (r *Result) side(sending bool) int {
	for i := range r.Asked {
		if r.open[i] {
			return -1
		}
		for k, f := range r.Found {
			if r.from[k] == i && (f.Protocol == fact.SMTP) == sending && !r.refused(f) {
				return i
			}
		}
	}
	return -1
}

// refused: a mere guess does not count against the domain's own word.
func (r *Result) refused(f fact.Found) bool {
	return f.Source == fact.SourceGuess && r.Withheld[f.Protocol]
}

// Choose picks what to test: for receiving and for sending each what the most trusted source has that knows any, one
// setting a protocol, the first that encrypts.
func (r *Result) Choose() []fact.Found {
	var out []fact.Found
	best := map[bool]int{}
	for _, sending := range []bool{false, true} {
		best[sending] = -1
		for k, f := range r.Found {
			if (f.Protocol == fact.SMTP) == sending && !r.refused(f) && (best[sending] < 0 || r.from[k] < best[sending]) {
				best[sending] = r.from[k]
			}
		}
	}
	for _, p := range []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP} {
		var pick *fact.Found
		for k := range r.Found {
			f := &r.Found[k]
			if f.Protocol != p || r.from[k] != best[p == fact.SMTP] || r.refused(*f) {
				continue
			}
			if pick == nil || pick.Security == fact.None && f.Security != fact.None {
				pick = f
			}
		}
		if pick != nil {
			out = append(out, *pick)
		}
	}
	return out
}
