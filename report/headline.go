package report

import (
	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// headline says the verdict where no root cause says it: that all is well, or that it is not known.
func headline(r *Report, c *cause.Case, l lang.Lang) (Line, []string) {
	switch r.Verdict.Status {
	case cause.StatusOK:
		line := Line{MarkOK, textAllWell.With("services", lang.Join(comma, reached(r, c)...)).In(l)}
		return line, in(l, untested(c))
	case cause.StatusUnknown:
		if len(c.Services) == 0 {
			return Line{MarkUnknown, textNothing.In(l)}, nil
		}
		return Line{MarkUnknown, textUnknown.In(l)}, nil
	}
	return Line{}, nil
}

// reached tells of each service how far it was tested.
func reached(r *Report, c *cause.Case) []lang.Text {
	var out []lang.Text
	for i := range c.Services {
		s := &c.Services[i]
		if r.Services[i].Status != ServiceOK {
			continue
		}
		depth := textUpToGreeting
		switch {
		case s.Login == nil || s.Login.State != fact.LoginOK:
		case s.Login.Rcpt != nil:
			depth = textUpToRecipient
		case s.Login.Mailbox != nil:
			depth = textUpToMailbox
		default:
			depth = textUpToLogin
		}
		out = append(out, depth.With("service", protocolName(s.Protocol)))
	}
	return out
}

// untested is what a good result does not promise.
func untested(c *cause.Case) []lang.Text {
	var out []lang.Text
	login, sent, submission := false, false, false
	for i := range c.Services {
		s := &c.Services[i]
		submission = submission || s.Protocol == fact.SMTP
		if s.Login != nil && s.Login.State == fact.LoginOK {
			login = true
			sent = sent || s.Login.Rcpt != nil
		}
	}
	if !login {
		out = append(out, textNoLogin)
	}
	switch {
	case !submission:
		out = append(out, textNoSubmission)
	case login && !sent:
		out = append(out, textNoRecipient)
	}
	return out
}

// effect says what the trouble means for the user: can mail be received, can it be sent.
func effect(r *Report, c *cause.Case) lang.Text {
	receiving, sending := lang.Text{}, lang.Text{}
	for _, side := range []struct {
		head lang.Text
		text *lang.Text
		mine func(fact.Protocol) bool
	}{
		{textReceiving, &receiving, func(p fact.Protocol) bool { return p != fact.SMTP }},
		{textSending, &sending, func(p fact.Protocol) bool { return p == fact.SMTP }},
	} {
		if state := sideState(r, c, side.mine); !state.Empty() {
			*side.text = side.head.With("state", state)
		}
	}
	switch {
	case receiving.Empty():
		return sending
	case sending.Empty():
		return receiving
	}
	return lang.Join(lang.T(" ", ""), receiving, sending)
}

// sideState is the best that any service of one side can do.
func sideState(r *Report, c *cause.Case, mine func(fact.Protocol) bool) lang.Text {
	best := lang.Text{}
	rank := 0
	var works, fails []lang.Text
	offer := func(n int, t lang.Text) {
		if n > rank {
			rank, best = n, t
		}
	}
	for i := range c.Services {
		s := &c.Services[i]
		if !mine(s.Protocol) {
			continue
		}
		switch login := s.Login; {
		case r.Services[i].Status == ServiceSkipped:
			offer(1, textStateUnknown)
		case r.Services[i].Status == ServiceFailed, login != nil && login.Skipped == fact.SkipRefusedBefore:
			offer(2, textStateFails)
			fails = append(fails, lang.Same(protocolName(s.Protocol)))
		case login != nil && login.State == fact.LoginOK:
			offer(4, textStateWorks)
			works = append(works, lang.Same(protocolName(s.Protocol)))
		default:
			offer(3, textStateReached)
		}
	}
	if len(works) > 0 && len(fails) > 0 {
		return textStatePartly.With("works", lang.Join(comma, works...), "fails", lang.Join(comma, fails...))
	}
	return best
}
