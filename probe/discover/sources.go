package discover

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"

	"maildiag/probe/fact"
	"maildiag/probe/provider"
	"maildiag/probe/web"
)

// source is one way to learn settings.
type source struct {
	source  fact.Source
	from    string
	instant bool // it needs no network
	ask     func(ctx context.Context, sl *slot)
}

// ispdb is the public database of settings that Thunderbird uses; it is asked for domains only.
const ispdb = "https://autoconfig.thunderbird.net/v1.1/"

// sources lists them all, the most trusted first.
func (s *Search) sources() []source {
	domain := s.q.Domain
	out := []source{
		{fact.SourceProfile, "profile", true, s.askProfile},
		{fact.SourceProvider, "domain " + domain, true, s.askTable},
		{fact.SourceSRV, "SRV", false, s.askSRV},
	}
	if s.d.Fetch != nil {
		out = append(out, s.autoconfigs()...)
	}
	out = append(out, source{fact.SourceProvider, "MX", false, s.askMX})
	if s.d.Fetch != nil && !s.q.NoISPDB {
		out = append(out,
			source{fact.SourceAutoconfig, ispdb + domain, false, func(ctx context.Context, sl *slot) { s.fetch(ctx, sl, ispdb+domain) }},
			source{fact.SourceAutoconfig, ispdb + "(MX)", false, s.askISPDBByMX})
	}
	if s.d.Fetch != nil {
		out = append(out, source{fact.SourceAutoconfig, "Autodiscover", false, s.askAutodiscover})
	}
	if s.d.Resolves != nil {
		out = append(out, source{fact.SourceGuess, "usual names", false, s.guess})
	}
	return out
}

// autoconfigs are the domain's own files: by https, and by plain http, without the address, where neither is there.
func (s *Search) autoconfigs() []source {
	address := "?emailaddress=" + url.QueryEscape(s.q.Address)
	own := "https://autoconfig." + s.q.Domain + "/mail/config-v1.1.xml"
	known := "https://" + s.q.Domain + "/.well-known/autoconfig/mail/config-v1.1.xml"
	clear := "http://autoconfig." + s.q.Domain + "/mail/config-v1.1.xml"
	var secure sync.WaitGroup
	secure.Add(2)
	got := make(chan bool, 2)
	https := func(at string) func(context.Context, *slot) {
		return func(ctx context.Context, sl *slot) {
			defer secure.Done()
			got <- s.fetch(ctx, sl, at)
		}
	}
	return []source{
		{fact.SourceAutoconfig, own, false, https(own + address)},
		{fact.SourceAutoconfig, known, false, https(known)},
		{fact.SourceAutoconfig, clear, false, func(ctx context.Context, sl *slot) {
			secure.Wait()
			if a, b := <-got, <-got; a || b || time.Since(sl.begun) > fetchTimeout/2 { // a host that is silent stays so
				s.note(ctx, sl, fact.AnswerNothing, nil, "")
				return
			}
			s.fetch(ctx, sl, clear)
		}},
	}
}

func (s *Search) askProfile(ctx context.Context, sl *slot) {
	if len(s.q.Profile) == 0 {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
		return
	}
	s.note(ctx, sl, fact.AnswerSettings, s.q.Profile, "")
}

func (s *Search) askTable(ctx context.Context, sl *slot) {
	p := provider.ByDomain(s.q.Domain)
	if p == nil {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
		return
	}
	s.learn(ctx, sl, p, "")
}

// learn takes over a row of the table. What only a program on the PC serves is no setting to try unasked.
func (s *Search) learn(ctx context.Context, sl *slot, p *provider.Provider, mx string) {
	s.mu.Lock()
	if s.provider == nil || s.provider.MX != "" {
		s.provider = &fact.Provider{Name: p.Name, MX: mx, Form: p.LoginForm, Password: p.Password, Off: p.Off, Bridge: p.Bridge, None: p.None}
	}
	s.mu.Unlock()
	var found []fact.Found
	for _, v := range p.For(s.q.Domain) {
		if !p.Bridge {
			found = append(found, fact.Found{Protocol: v.Protocol, Host: v.Host, Port: v.Port, Security: v.Security,
				Source: fact.SourceProvider, From: p.Name, Form: p.LoginForm})
		}
	}
	if len(found) == 0 {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
		return
	}
	s.note(ctx, sl, fact.AnswerSettings, found, "")
}

// askMX recognises the provider by the preferred mail exchanger.
func (s *Search) askMX(ctx context.Context, sl *slot) {
	if mx := s.exchangers(ctx); len(mx) > 0 { // the first alone: backup exchangers are often somebody else's
		name, p := provider.ByMX(mx[0])
		if p != nil {
			s.learn(ctx, sl, p, mx[0])
			return
		}
		s.mu.Lock()
		if name != "" && s.provider == nil {
			s.provider = &fact.Provider{Name: name, MX: mx[0]}
		}
		s.mu.Unlock()
	}
	if ctx.Err() == nil {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
	}
}

func (s *Search) exchangers(ctx context.Context) []string {
	select {
	case <-s.mxKnown:
		return s.mx
	case <-ctx.Done():
		return nil
	}
}

// srvNames are the services of RFC 6186 and RFC 8314, implicit TLS first (RFC 8314 section 5.1), with what each means.
var srvNames = []struct {
	name     string
	protocol fact.Protocol
	security fact.Security
}{
	{"_imaps", fact.IMAP, fact.TLS},
	{"_imap", fact.IMAP, fact.StartTLS},
	{"_pop3s", fact.POP3, fact.TLS},
	{"_pop3", fact.POP3, fact.StartTLS},
	{"_submissions", fact.SMTP, fact.TLS},
	{"_submission", fact.SMTP, fact.StartTLS},
}

// SRVNames are the labels to ask for, below the domain and "_tcp".
func SRVNames() []string {
	var out []string
	for _, n := range srvNames {
		out = append(out, n.name)
	}
	return out
}

func (s *Search) askSRV(ctx context.Context, sl *slot) {
	lookups := s.d.SRV(ctx)
	found, withheld := fromSRV(lookups, s.q.Domain)
	answered := slices.ContainsFunc(lookups, fact.Lookup.Answered)
	s.mu.Lock()
	s.lookups, s.withheld = lookups, withheld
	s.mu.Unlock()
	switch {
	case len(found) > 0:
		s.note(ctx, sl, fact.AnswerSettings, found, "")
	case answered:
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
	default:
		s.note(ctx, sl, fact.AnswerNone, nil, "")
	}
}

// fromSRV reads the records, the best of each service first; withheld are those protocols that the domain says it does
// not offer at all (target ".").
func fromSRV(lookups []fact.Lookup, domain string) (found []fact.Found, withheld map[fact.Protocol]bool) {
	withheld = map[fact.Protocol]bool{}
	for _, n := range srvNames {
		var records []fact.SRV
		for _, l := range lookups {
			for _, r := range l.SRV {
				if r.Service == n.name && !slices.Contains(records, r) {
					records = append(records, r)
				}
			}
		}
		// The lowest priority first; of equals the heaviest, so that two runs ask the same host.
		slices.SortStableFunc(records, func(a, b fact.SRV) int {
			return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Target, b.Target))
		})
		for _, r := range records[:min(len(records), maxServers)] {
			host, err := Host(r.Target)
			if r.Target == "." || r.Port == 0 {
				withheld[n.protocol] = withheld[n.protocol] || !slices.ContainsFunc(found, func(f fact.Found) bool { return f.Protocol == n.protocol })
				continue
			}
			if err == nil {
				found = append(found, fact.Found{Protocol: n.protocol, Host: host, Port: r.Port, Security: n.security, Source: fact.SourceSRV,
					From: n.name + "._tcp." + domain})
				delete(withheld, n.protocol)
			}
		}
	}
	return found, withheld
}

// fetch asks one address for an autoconfig file, and says whether it has one.
func (s *Search) fetch(ctx context.Context, sl *slot, at string) bool {
	page, ok := s.page(ctx, sl, at)
	if !ok {
		return false
	}
	if page.Status != 200 {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
		return false
	}
	found, err := ParseAutoconfig(page.Body, s.q.Address)
	if err != nil {
		answer := fact.AnswerBad
		if strings.Contains(page.Type, "html") { // a site that answers every address with its own page
			answer = fact.AnswerNothing
		}
		s.note(ctx, sl, answer, nil, err.Error())
		return false
	}
	from, _, _ := strings.Cut(at, "?")
	for i := range found {
		found[i].From = from
	}
	s.note(ctx, sl, fact.AnswerSettings, found, "")
	return true
}

// page gets one page within the bounds.
func (s *Search) page(ctx context.Context, sl *slot, at string) (*web.Page, bool) {
	limited, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	page, _, err := web.Get(limited, s.d.Fetch, at, maxRedirects)
	if err != nil {
		var no *net.DNSError
		answer := fact.AnswerNone
		if errors.As(err, &no) && no.IsNotFound {
			answer = fact.AnswerNothing
		}
		s.note(ctx, sl, answer, nil, errorText(err))
		return nil, false
	}
	s.mu.Lock()
	sl.Status = page.Status
	s.mu.Unlock()
	return page, true
}

// errorText is an error without the address that was asked: that may hold the user's.
func errorText(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err.Error()
}

func (s *Search) askISPDBByMX(ctx context.Context, sl *slot) {
	mx := s.exchangers(ctx)
	if len(mx) == 0 {
		if ctx.Err() == nil {
			s.note(ctx, sl, fact.AnswerNothing, nil, "")
		}
		return
	}
	base, err := publicsuffix.EffectiveTLDPlusOne(mx[0])
	if err != nil || base == s.q.Domain {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
		return
	}
	s.mu.Lock()
	sl.From = ispdb + base
	s.mu.Unlock()
	s.fetch(ctx, sl, ispdb+base)
}

// exchangeOnline is who answers Autodiscover for domains whose mail exchanger is Microsoft's.
const exchangeOnline = "https://autodiscover-s.outlook.com"

// askAutodiscover learns from Exchange where phones connect: of Exchange Online where the mail exchanger is there, else of
// the domain's own server. The host is no setting for mail programs; it tells that there is an Exchange mailbox.
func (s *Search) askAutodiscover(ctx context.Context, sl *slot) {
	mx := s.exchangers(ctx)
	at := "https://autodiscover." + s.q.Domain
	if len(mx) > 0 {
		if _, p := provider.ByMX(mx[0]); p != nil && p.Name == "Microsoft 365" {
			at = exchangeOnline
		}
	}
	s.mu.Lock()
	sl.From = at + "/autodiscover/autodiscover.json"
	s.mu.Unlock()
	page, ok := s.page(ctx, sl, at+"/autodiscover/autodiscover.json/v1.0/"+url.PathEscape(s.q.Address)+"?Protocol=ActiveSync")
	if !ok {
		return
	}
	host, err := ParseAutodiscover(page.Body)
	if page.Status != 200 || err != nil {
		s.note(ctx, sl, fact.AnswerNothing, nil, "")
		return
	}
	s.mu.Lock()
	s.activeSync = host
	s.mu.Unlock()
	s.note(ctx, sl, fact.AnswerNothing, nil, "")
}
