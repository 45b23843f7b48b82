package probe

import (
	"context"
	"encoding/base64"
	"strings"
	"sync"
	"time"

	"maildiag/probe/fact"
)

// turns lets the logins of a run happen one at a time and in order: IMAP, POP3, SMTP.
type turns struct {
	mu    sync.Mutex
	order []int // service indices
	ended []chan struct{}
	over  map[int]bool

	imapWorked bool // POP3 is then tested up to its capabilities
	refused    bool // no login after the first one that was refused for its credentials
}

func newTurns(services []ServicePlan) *turns {
	t := &turns{over: map[int]bool{}, ended: make([]chan struct{}, len(services))}
	for _, p := range []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP} {
		for i, s := range services {
			if s.Protocol == p {
				t.order = append(t.order, i)
			}
		}
	}
	for i := range t.ended {
		t.ended[i] = make(chan struct{})
	}
	return t
}

// wait returns when all services before this one have made their login, or will make none.
func (t *turns) wait(ctx context.Context, index int) bool {
	for _, i := range t.order {
		if i == index {
			return true
		}
		select {
		case <-t.ended[i]:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// done ends a service's turn; once is enough.
func (t *turns) done(index int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.over[index] {
		t.over[index] = true
		close(t.ended[index])
	}
}

// neutral are response codes that refuse a login and say nothing against name and password.
var neutral = map[string]bool{"IN-USE": true, "LOGIN-DELAY": true}

func (t *turns) note(p fact.Protocol, l *fact.Login) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case l.State == fact.LoginOK && p == fact.IMAP:
		t.imapWorked = true
	case l.State == fact.LoginRefused && l.Reply.Kind == fact.ReplyNo && !neutral[l.Reply.RespCode]:
		t.refused = true
	}
}

// before says what earlier logins mean for this one.
func (t *turns) before(p fact.Protocol) fact.Skip {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.refused:
		return fact.SkipRefusedBefore
	case t.imapWorked && p == fact.POP3:
		return fact.SkipIMAPWorked
	}
	return ""
}

// login makes the one login of a service, or says why not, and ends the session. It owns l's session from here on.
func (s *service) login(ctx context.Context, l *live) {
	defer func() {
		l.attempt.Transcript = l.session.transcript()
		s.run.goodbye(l.session, s.p)
	}()
	skip := s.mayNot(l.attempt)
	if skip == "" && !s.run.turns.wait(ctx, s.index) {
		skip = fact.SkipEnded
	}
	if skip == "" {
		skip = s.run.turns.before(s.plan.Protocol)
	}
	c := s.run.plan.credentials(s.plan.Protocol)
	if skip != "" {
		s.skip(skip, l.attempt.Addr)
		s.noteSkipped(skip)
		s.run.turns.done(s.index)
		s.unauthenticated(l, c, skip)
		return
	}
	c.mechanism, c.caps = s.mechanism(l.attempt.Talk.Caps, c), l.attempt.Talk.Caps
	l.session.keepSecret(secretForms(c)...)
	s.run.progress(s.index, fact.StageAuth, false, false)
	outcome, d := s.p.login(l.session, c)
	outcome.Addr, outcome.NameForm = l.attempt.Addr, s.run.plan.nameForm(c.name)
	s.fact.Login = outcome
	s.run.turns.note(s.plan.Protocol, outcome)
	s.run.turns.done(s.index)
	s.run.progress(s.index, fact.StageAuth, true, outcome.State != fact.LoginOK)
	if outcome.State == fact.LoginOK {
		d.after(outcome, c)
	}
	d.end()
}

// noteSkipped: an IMAP service that works as far as it was to be tested lets POP3 rest too.
func (s *service) noteSkipped(skip fact.Skip) {
	if skip == fact.SkipPreauth {
		s.run.turns.note(s.plan.Protocol, &fact.Login{State: fact.LoginOK})
	}
}

// unauthenticated asks a server that offers no login for the sender and the recipient of --send-to. One that offers it
// would refuse, and nothing would be known by that.
func (s *service) unauthenticated(l *live, c credentials, skip fact.Skip) {
	if s.plan.Protocol != fact.SMTP || c.to == "" || (skip != fact.SkipNotNeeded && skip != fact.SkipNoAuth) {
		return
	}
	if c.caps = l.attempt.Talk.Caps; len(c.caps.Auth) > 0 {
		return
	}
	d := newSMTPDialogue(l.session, c)
	d.after(s.fact.Login, c)
	d.end()
}

func (s *service) skip(why fact.Skip, addr string) {
	s.fact.Login = &fact.Login{State: fact.LoginSkipped, Skipped: why, Addr: addr}
}

// mayNot says why no login may be made on this walk; empty: it may. A password goes only inside TLS of today that this
// PC verified, to a host that the contract allows, by a mechanism that is chosen beforehand.
func (s *service) mayNot(a *fact.Attempt) fact.Skip {
	plan, c := s.run.plan, s.run.plan.credentials(s.plan.Protocol)
	switch {
	case plan.NoAuth:
		return fact.SkipNoAuth
	case strings.HasPrefix(strings.ToUpper(a.Talk.Greeting.Text()), "* PREAUTH"):
		return fact.SkipPreauth
	case s.plan.Protocol == fact.SMTP && len(a.Talk.Caps.Auth) == 0 && s.plan.Port == 25:
		return fact.SkipNotNeeded // an internal relay
	case c.password == "":
		return fact.SkipNoPassword
	case a.Security == fact.None:
		return fact.SkipClearText
	case !a.TLS.Verified(s.run.started):
		return fact.SkipUnverified
	case a.TLS.Version != "TLS 1.2" && a.TLS.Version != "TLS 1.3":
		return fact.SkipOldTLS
	case !s.plan.MayLogin:
		return fact.SkipHostNotAllowed
	case strings.ContainsAny(c.name+c.password, "\r\n\x00"):
		return fact.SkipUnsendable
	case s.mechanism(a.Talk.Caps, c) == "":
		return fact.SkipNoMechanism
	}
	return ""
}

// credentials picks what this protocol logs in with.
func (p *Plan) credentials(proto fact.Protocol) credentials {
	c := credentials{name: p.Login, password: p.Password.Reveal(), from: p.Address, to: p.SendTo}
	if c.name == "" {
		c.name = p.Address
	}
	if proto == fact.SMTP {
		if p.SMTPLogin != "" {
			c.name = p.SMTPLogin
		}
		if !p.SMTPPassword.Empty() {
			c.password = p.SMTPPassword.Reveal()
		}
	}
	if !p.Token.Empty() {
		c.password, c.token = p.Token.Reveal(), true
	}
	return c
}

func (p *Plan) nameForm(name string) string {
	local, _, _ := strings.Cut(p.Address, "@")
	switch {
	case strings.EqualFold(name, p.Address):
		return "address"
	case strings.EqualFold(name, local):
		return "local-part"
	}
	return "other"
}

// secretForms are the shapes in which a server could echo a password.
func secretForms(c credentials) []string {
	b64 := base64.StdEncoding.EncodeToString
	return []string{
		b64([]byte("\x00" + c.name + "\x00" + c.password)), b64([]byte(c.name + "\x00" + c.name + "\x00" + c.password)),
		b64([]byte(c.password)), c.password, b64([]byte(xoauth2(c))),
	}
}

// goodbye ends a session politely, beside everything else.
func (r *run) goodbye(s *session, p *protocol) {
	r.polite.Add(1)
	go func() {
		defer r.polite.Done()
		bye(s, p)
	}()
}

// acceptable says whether a client would go on with this walk.
func (r *run) acceptable(a *fact.Attempt) bool {
	return a.Acceptable(r.started)
}

func (r *run) elapsed() float64 { return ms(time.Since(r.begun)) }
