package probe

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

const (
	// The page by which Windows itself tests whether it is online: plain HTTP, a few bytes, reachable from every country.
	portalPage = "http://www.msftconnecttest.com/connecttest.txt"
	portalText = "Microsoft Connect Test"
	// Nothing else is waited for by then: a web page that is there answers within a second.
	aroundTimeout = 2500 * time.Millisecond
)

// nobodysResolver is an address that nobody has (RFC 5737). A packet to it is lost, unless somebody on the way takes it.
var nobodysResolver = netip.MustParseAddrPort("192.0.2.250:53")

// lookAround asks, where no service was reached or none was what it should be, who else answers on this network.
func (r *run) lookAround(ctx context.Context) {
	var around fact.Around
	var both sync.WaitGroup
	ctx, cancel := context.WithTimeout(ctx, aroundTimeout)
	defer cancel()
	if !r.plan.NoPortal && r.env.Fetch != nil && (r.nothingPassed() || r.allOutOfDate()) {
		both.Go(func() { around.Portal = r.portal(ctx) })
	}
	if name := r.misplaced(); name != "" && len(r.plan.References) > 0 {
		both.Go(func() {
			l := lookup(ctx, r.env, asked{nobodysResolver, fact.RoleNobody}, question{name: name, qtype: dns.TypeA})
			around.Nobody = &l
		})
	}
	both.Wait()
	if around.Portal != nil || around.Nobody != nil {
		r.set.Around = &around
	}
}

// walks calls f with every connection of the run.
func (r *run) walks(f func(*fact.Service, *fact.Attempt)) {
	for i := range r.set.Services {
		s := &r.set.Services[i]
		for _, list := range [][]fact.Attempt{s.Attempts, s.Compared} {
			for j := range list {
				f(s, &list[j])
			}
		}
	}
}

// nothingPassed says whether connections were tried and no mail server ever said a word.
func (r *run) nothingPassed() bool {
	tried, passed := false, false
	r.walks(func(_ *fact.Service, a *fact.Attempt) {
		tried = true
		passed = passed || a.Talk.Greeting != nil || (a.Failure != nil && a.Failure.Class == fact.Answered)
	})
	return tried && !passed
}

// allOutOfDate says whether certificates were shown and none is valid by this PC's clock.
func (r *run) allOutOfDate() bool {
	shown, valid := false, false
	r.walks(func(_ *fact.Service, a *fact.Attempt) {
		if a.TLS.Leaf() != nil {
			shown, valid = true, valid || a.TLS.ValidAt(r.started)
		}
	})
	return shown && !valid
}

// misplaced is the first name that led to another server than its own, or nowhere although somebody answered; "": none.
// Names of the organisation's own domains are told to nobody.
func (r *run) misplaced() string {
	for i := range r.set.Services {
		s := &r.set.Services[i]
		if _, err := netip.ParseAddr(s.Host); err == nil || r.plan.internal(s.Host) {
			continue
		}
		wrong := true
		for _, a := range s.Attempts {
			t := a.TLS
			wrong = wrong && t.Leaf() != nil && t.Trust != nil && t.Trust.Name == fact.No && t.Trust.CommonName != fact.Yes
		}
		if wrong {
			return s.Host
		}
	}
	return ""
}

// portal gets the connectivity-check page.
func (r *run) portal(ctx context.Context) *fact.Portal {
	p := &fact.Portal{URL: portalPage}
	begun := time.Now()
	page, err := r.env.Fetch(ctx, portalPage)
	p.MS = ms(time.Since(begun))
	if err != nil {
		p.Failure = classify(fact.StageWeb, "page", begun, time.Now(), err)
		return p
	}
	p.Status = page.Status
	p.Genuine = page.Status == http.StatusOK && strings.TrimSpace(string(page.Body)) == portalText
	if at, err := http.ParseTime(page.Date); err == nil {
		p.Date = at.UTC()
	}
	if to, err := url.Parse(page.Location); err == nil && to.Host != "" {
		// What stands behind the host may name this PC.
		p.Leads = escape((&url.URL{Scheme: to.Scheme, Host: to.Host}).String())
	}
	return p
}
