package probe

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"maildiag/probe/fact"
)

// capsPOP3 asks for CAPA (RFC 2449). A server without it says -ERR, and has USER and PASS.
func capsPOP3(s *session) (*fact.Caps, error) {
	start := time.Now()
	r, err := s.pop3Command("CAPA", commandTimeout)
	if err != nil {
		return nil, err
	}
	caps := &fact.Caps{MS: r.MS}
	switch r.Kind {
	case fact.ReplyOK:
	case fact.ReplyNo:
		caps.List, caps.Reply = []string{"USER"}, r
		return caps, nil
	default:
		return nil, refusal(r, "CAPA")
	}
	lines, err := s.readPOP3List()
	if err != nil {
		return nil, err
	}
	caps.MS = ms(time.Since(start))
	for _, line := range lines {
		line = strings.ToUpper(strings.TrimSpace(line))
		caps.List = append(caps.List, line)
		if m, ok := strings.CutPrefix(line, "SASL "); ok {
			caps.Auth = strings.Fields(m)
		}
	}
	return caps, nil
}

func upgradePOP3(s *session) (*fact.Reply, error) { return s.pop3Command("STLS", commandTimeout) }

// pop3Command sends one command and reads its status line.
func (s *session) pop3Command(line string, limit time.Duration) (*fact.Reply, error) {
	start := time.Now()
	s.deadline(limit)
	if err := s.send(line); err != nil {
		return nil, err
	}
	return s.readPOP3(start)
}

// mechanismPOP3 prefers USER and PASS, which every server has and every program uses, where the server does not
// say that it lacks them. SASL PLAIN is for the others.
func mechanismPOP3(c *fact.Caps) string {
	switch {
	case c.Has("USER"), len(c.List) == 0, len(c.Auth) == 0:
		return "USER"
	case slices.Contains(c.Auth, "PLAIN"):
		return "PLAIN"
	case slices.Contains(c.Auth, "LOGIN"):
		return "LOGIN"
	}
	return ""
}

type pop3Dialogue struct{ s *session }

// loginPOP3 logs in once, by USER and PASS (RFC 1939 section 7) or AUTH PLAIN (RFC 5034).
func loginPOP3(s *session, c credentials) (*fact.Login, dialogue) {
	l := &fact.Login{Mechanism: c.mechanism}
	start := time.Now()
	s.mask(true)
	defer s.mask(false)
	var r *fact.Reply
	var err error
	b64 := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	lines := map[string][]string{
		"USER":  {"USER " + c.name, "PASS " + c.password},
		"PLAIN": {"AUTH PLAIN", b64("\x00" + c.name + "\x00" + c.password)},
		"LOGIN": {"AUTH LOGIN", b64(c.name), b64(c.password)},

		saslXOAUTH2: {"AUTH XOAUTH2", b64(xoauth2(c))},
	}
	for _, line := range lines[c.mechanism] {
		if r, err = s.pop3Command(line, loginTimeout); err != nil || r.Kind != fact.ReplyOK {
			break
		}
	}
	if err == nil && c.token && strings.HasPrefix(r.Text(), "+ ") && len(strings.Fields(r.Text())) > 1 {
		r, err = s.pop3Command("", loginTimeout) // the reason of a refusal, which wants an empty answer
	}
	settle(l, start, r, err)
	return l, &pop3Dialogue{s}
}

// settle writes the outcome of a login down.
func settle(l *fact.Login, start time.Time, r *fact.Reply, err error) {
	l.MS = ms(time.Since(start))
	switch {
	case err != nil:
		l.State, l.Failure = fact.LoginFailed, classify(fact.StageAuth, "login", start, time.Now(), err)
	case r.Kind == fact.ReplyOK:
		l.State, l.Reply = fact.LoginOK, r
	case r.Kind == fact.ReplyGarbage:
		l.State, l.Failure = fact.LoginFailed, classify(fact.StageAuth, "login", start, time.Now(), refusal(r, "the login"))
	default:
		l.State, l.Reply = fact.LoginRefused, r
	}
}

// step writes the outcome of a command after the login down.
func step(stage fact.Stage, op string, start time.Time, r *fact.Reply, err error) *fact.Step {
	st := &fact.Step{MS: ms(time.Since(start)), Reply: r}
	if err != nil {
		st.Reply, st.Failure = nil, classify(stage, op, start, time.Now(), err)
	}
	return st
}

// after asks how many messages there are (STAT); nothing is fetched.
func (d *pop3Dialogue) after(l *fact.Login, _ credentials) {
	start := time.Now()
	r, err := d.s.pop3Command("STAT", commandTimeout)
	l.Mailbox = step(fact.StageMailbox, "STAT", start, r, err)
	var count int
	if err == nil {
		if _, err := fmt.Sscanf(r.Text(), "+OK %d", &count); err == nil {
			l.Mailbox.Messages = &count
		}
	}
}

func (d *pop3Dialogue) end() {}
