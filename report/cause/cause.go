// Package cause turns the facts of a run into a verdict: one root cause, its proof and the fix.
//
// A cause is one value in one file: its code, when it is the root cause (Find), its texts in both
// languages, the server sentences that reveal it (Says), the lab fault that provokes it (Fault) and
// one that only looks like it (NearMiss). A new cause costs one file and one line in all.go, whose
// order is the precedence.
//
// A verdict is reached by claims. The case lists every failure of the run; causes look at it in the
// order of all.go and claim failures that nobody has claimed yet. What a cause claims becomes its
// evidence, so a symptom never shows up as a cause of its own, and no cause needs to know another.
// What nobody claims makes the verdict unknown instead of vanishing.
//
// Not here: measuring (package probe), rendering (report/render), and anything that depends on the
// clock, the locale, the environment or the operating system: these are facts of the run.
package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Severity says how bad a cause is.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// rank counts from the worst.
func (s Severity) rank() int { return slices.Index([]Severity{Error, Warning, Info}, s) }

// Confidence says how sure the measurements make us.
type Confidence string

const (
	Certain  Confidence = "certain"
	Likely   Confidence = "likely"
	Possible Confidence = "possible"
)

// Cause is one root cause, whole.
type Cause struct {
	Code     string     // "area.what", as in the contract
	Stage    fact.Stage // where the fix is made
	Severity Severity   // as a rule; a Finding may lower it
	Title    lang.Text  // a few words: "The port is blocked"
	Means    lang.Text  // a paragraph for `codes CODE`: what it is, how it is told from its look-alikes, what to do
	Says     []Says     // the words by which servers and clients reveal it
	Fault    string     // the lab fault on which it must be the first cause; "" where only words reveal it
	NearMiss string     // the lab fault that looks like it, on which it must stay silent
	// Find looks at the open failures and returns what it explains. Nil: the code is revealed by
	// words alone (Says), and bySentence finds it.
	Find func(*Case) []Finding
}

// Finding is one occurrence of a cause in a run.
type Finding struct {
	Cause        *Cause
	Subject      string    // "smtp.example.com:465", a domain, a login name's host: what the fix is about
	Summary      lang.Text // one sentence: what is wrong, with the real names and values
	Fixes        []lang.Text
	Evidence     []lang.Text
	Severity     Severity   // empty: the cause's own
	Confidence   Confidence // empty: certain
	Alternatives []string   // other codes that fit what was seen as well
	Claims       []*Failure // what this explains
}

// ByCode returns the cause of that code, or nil.
func ByCode(code string) *Cause {
	for _, c := range Known() {
		if c.Code == code {
			return c
		}
	}
	return nil
}
