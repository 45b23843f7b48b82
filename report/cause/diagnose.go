package cause

import (
	"fmt"
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Status is the verdict in one word.
type Status string

const (
	StatusOK       Status = "ok"
	StatusDegraded Status = "degraded"
	StatusBroken   Status = "broken"
	StatusUnknown  Status = "unknown"
)

// Verdict is the judgement on one run.
type Verdict struct {
	Status      Status
	Findings    []Finding  // the first is the root cause
	Unexplained []*Failure // failures that no cause explains
	Crashed     []string   // causes that panicked: code and panic text
}

// Diagnose judges a run. It is a pure function of the facts.
func Diagnose(set *fact.Set) Verdict {
	if set.Message != nil {
		return diagnose(set, Offline) // a header was read, and nothing measured
	}
	return diagnose(set, All)
}

func diagnose(set *fact.Set, causes []*Cause) Verdict {
	c := NewCase(set)
	var v Verdict
	for _, cause := range causes {
		found, crash := find(cause, c)
		if crash != "" {
			v.Crashed = append(v.Crashed, cause.Code+": "+crash)
		}
		for _, f := range found {
			f.Cause = cause
			if f.Severity == "" {
				f.Severity = cause.Severity
			}
			if f.Confidence == "" {
				f.Confidence = Certain
			}
			f.Severity = c.demote(f)
			c.advise(&f)
			f.Evidence, f.Fixes = once(f.Evidence), once(f.Fixes)
			for _, claimed := range f.Claims {
				claimed.claimed = true
			}
			v.Findings = append(v.Findings, f)
		}
	}
	v.Unexplained = append(c.Open(), c.Partial()...)
	slices.SortStableFunc(v.Findings, c.order)
	v.Status = c.status(v)
	return v
}

// once keeps the first of equal lines: what several failures share is said one time.
func once(texts []lang.Text) []lang.Text {
	var out []lang.Text
	for _, t := range texts {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func find(cause *Cause, c *Case) (found []Finding, crash string) {
	defer func() {
		if p := recover(); p != nil {
			found, crash = nil, fmt.Sprint(p)
		}
	}()
	if cause.Find == nil {
		return bySentence(cause, c), ""
	}
	return cause.Find(c), ""
}

// demote lowers the severity of what hurts nobody.
func (c *Case) demote(f Finding) Severity {
	if len(f.Claims) == 0 {
		return f.Severity
	}
	worst := Info
	for _, claim := range f.Claims {
		if w := c.weight(claim.Service); w.rank() < worst.rank() {
			worst = w
		}
	}
	if worst.rank() > f.Severity.rank() {
		return worst
	}
	return f.Severity
}

// weight is how bad a failure of that service can be: POP3 beside a working IMAP is a warning, and where POP3 was
// only guessed, an info (contract, "What is tested when no service is named").
func (c *Case) weight(s *fact.Service) Severity {
	switch {
	case s.Protocol != fact.POP3 || !c.receives(fact.IMAP):
		return Error
	case s.Source == fact.SourceGuess:
		return Info
	}
	return Warning
}

// order puts errors before warnings before infos, then what blocks more services, then the earlier stage.
func (c *Case) order(a, b Finding) int {
	if d := a.Severity.rank() - b.Severity.rank(); d != 0 {
		return d
	}
	if d := blocked(b) - blocked(a); d != 0 {
		return d
	}
	return slices.Index(fact.Stages, a.Cause.Stage) - slices.Index(fact.Stages, b.Cause.Stage)
}

// blocked counts the services that a finding keeps from working.
func blocked(f Finding) int {
	seen := map[*fact.Service]bool{}
	for _, claim := range f.Claims {
		if !claim.Partial {
			seen[claim.Service] = true
		}
	}
	return len(seen)
}

// status: a mailbox that receives by one service and sends is at worst degraded; a failure that nobody explains and that
// matters, with no error beside it, leaves the verdict unknown.
func (c *Case) status(v Verdict) Status {
	worst := Info
	for _, f := range v.Findings {
		if f.Severity.rank() < worst.rank() {
			worst = f.Severity
		}
	}
	unknown := c.nothingKnown() && worst != Error
	for _, f := range v.Unexplained {
		switch w := c.weight(f.Service); {
		case w == Error && !f.Partial:
			unknown = true
		case w != Info && worst == Info:
			worst = Warning
		}
	}
	switch {
	case worst == Error && c.well():
		return StatusDegraded
	case worst == Error:
		return StatusBroken
	case unknown, len(c.Run.Lost) > 0: // what is lost may have been the trouble
		return StatusUnknown
	case worst == Warning:
		return StatusDegraded
	}
	return StatusOK
}

// well: one receiving service and submission work, as far as each was to be tested.
func (c *Case) well() bool {
	receiving, sending := false, false
	for i := range c.Services {
		if s := &c.Services[i]; s.Protocol == fact.SMTP {
			sending = sending || c.works(s)
		} else {
			receiving = receiving || c.works(s)
		}
	}
	return receiving && sending
}

func (c *Case) receives(p fact.Protocol) bool {
	return slices.ContainsFunc(c.Services, func(s fact.Service) bool { return s.Protocol == p && c.works(&s) })
}

// works: reached, the certificate holds, and neither the login nor what came behind it failed. Where the login was left
// out because the same credentials had just been refused, nothing speaks for it.
func (c *Case) works(s *fact.Service) bool {
	return c.Working(s) != nil && len(afterwards(s)) == 0 && (s.Login == nil || s.Login.Skipped != fact.SkipRefusedBefore)
}

// nothingKnown: there was nothing to test; or nothing that was guessed is there.
func (c *Case) nothingKnown() bool {
	return c.Message == nil && len(c.failures) == 0 && !slices.ContainsFunc(c.Services, func(s fact.Service) bool { return c.Working(&s) != nil })
}
