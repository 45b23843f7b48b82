// Package report makes the document of one run: the JSON report of the contract, and the same in
// words for the forms that people read.
//
// It owns the shape of the document (Report), its words in both languages (Page), reading a saved
// report (Decode), and taking out of the facts what names the user or their PC (Mask).
//
// The block that a pasted report is read back from stands at the end of the text and Markdown forms wherever they go on to
// somebody: a file, a pipe, the clipboard. On a terminal it is left out: some forty lines of letters would push the
// verdict off the screen of the one who has to act on it. A line there says how to get it (Options.Paste, Options.Hint).
//
// Not here: what the facts mean (package cause), how the document is laid out (package render), and
// anything that touches files, the network, the clock or the locale.
package report

import (
	"time"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// Schema names the form of the JSON report.
const Schema = "maildiag.report/1"

// Report is one run and its verdict. Its JSON form is the one of the contract.
type Report struct {
	Schema     string    `json:"schema"`
	Tool       Tool      `json:"tool"`
	Started    time.Time `json:"started"`
	DurationMS float64   `json:"duration_ms"`
	Verdict    Verdict   `json:"verdict"`
	Services   []Service `json:"services"`
	Facts      *fact.Set `json:"facts"`

	Page Page `json:"-"`
}

// Tool is the program that wrote the document.
type Tool struct {
	Version string `json:"version"`
	// MeasuredBy is the version that made the measurements, where another one judged them again.
	MeasuredBy string `json:"measured_by,omitempty"`
}

// Verdict is the judgement.
type Verdict struct {
	Status      cause.Status `json:"status"`
	Causes      []Cause      `json:"causes"`                // the first is the root cause
	Unexplained []string     `json:"unexplained,omitempty"` // failures that no cause explains, a sentence each
	Crashed     []string     `json:"crashed,omitempty"`     // rules of maildiag that failed themselves
	Perhaps     []Cause      `json:"perhaps,omitempty"`     // of a text that is not known: the causes whose words are nearest
}

// Cause is one cause that was found.
type Cause struct {
	Code         string           `json:"code"`
	Stage        fact.Stage       `json:"stage"`
	Subject      string           `json:"subject"`
	Severity     cause.Severity   `json:"severity"`
	Summary      string           `json:"summary"`
	Fixes        []string         `json:"fixes"`
	Evidence     []string         `json:"evidence"`
	Confidence   cause.Confidence `json:"confidence"`
	Alternatives []string         `json:"alternatives,omitempty"`
	Actor        cause.Actor      `json:"actor,omitempty"` // who has to act, where a text was explained
}

// Service is one service that was to be tested, and what became of it.
type Service struct {
	Protocol    fact.Protocol `json:"protocol"`
	Host        string        `json:"host"`
	Port        int           `json:"port"`
	Security    fact.Security `json:"security"`
	Source      fact.Source   `json:"source"`
	Status      Status        `json:"status"`
	FailedStage fact.Stage    `json:"failed_stage,omitempty"`
}

// Status is what became of a service.
type Status string

const (
	ServiceOK      Status = "ok"      // it works, as far as it was to be tested
	ServiceFailed  Status = "failed"  // FailedStage says where
	ServiceSkipped Status = "skipped" // it was not tested, or not to an end
)

// Options are what New has to know beside the facts.
type Options struct {
	Version    string
	MeasuredBy string         // see Tool.MeasuredBy
	Zone       *time.Location // for the times that people read; nil: UTC
	Transcript bool           // show the dialogues
	Paste      bool           // end the page in the block that `read` takes back
	Hint       bool           // say how to get the report to somebody else, in place of the block
}

// New makes the document, all words in one language. The verdict must be the one on this very set.
func New(set *fact.Set, v cause.Verdict, l lang.Lang, opts Options) *Report {
	r := &Report{
		Schema:     Schema,
		Tool:       Tool{Version: opts.Version},
		Started:    set.Run.Started.UTC(),
		DurationMS: set.Run.DurationMS,
		Verdict:    verdict(v, l),
		Services:   []Service{},
		Facts:      set,
	}
	if opts.MeasuredBy != opts.Version {
		r.Tool.MeasuredBy = opts.MeasuredBy
	}
	c := cause.NewCase(set)
	for i := range c.Services {
		r.Services = append(r.Services, service(c, &c.Services[i]))
	}
	r.Page = page(r, c, v, l, opts)
	pasteable(&r.Page, r, l, opts)
	if set.Run.Trace { // what is judged as a service there is none
		r.Services = []Service{}
	}
	return r
}

// verdict puts the judgement into one language.
func verdict(v cause.Verdict, l lang.Lang) Verdict {
	out := Verdict{Status: v.Status, Causes: []Cause{}, Crashed: v.Crashed}
	for _, f := range v.Findings {
		out.Causes = append(out.Causes, Cause{
			Code:         f.Cause.Code,
			Stage:        f.Cause.Stage,
			Subject:      f.Subject,
			Severity:     f.Severity,
			Summary:      f.Summary.In(l),
			Fixes:        in(l, f.Fixes),
			Evidence:     in(l, f.Evidence),
			Confidence:   f.Confidence,
			Alternatives: f.Alternatives,
		})
	}
	for _, f := range v.Unexplained {
		out.Unexplained = append(out.Unexplained, failureSentence(f).In(l))
	}
	return out
}

func in(l lang.Lang, texts []lang.Text) []string {
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		out = append(out, t.In(l))
	}
	return out
}

// service says what became of one service: the first of its failures decides.
func service(c *cause.Case, s *fact.Service) Service {
	out := Service{Protocol: s.Protocol, Host: s.Host, Port: s.Port, Security: s.Security, Source: s.Source, Status: ServiceOK}
	for _, f := range c.Open() {
		if f.Service != s {
			continue
		}
		if f.Class() == fact.Cut {
			out.Status = ServiceSkipped
			return out
		}
		out.Status, out.FailedStage = ServiceFailed, f.Stage
		return out
	}
	return out
}

// WithoutTranscripts copies the facts and leaves the dialogues out. They are words for people: no cause reads them.
func WithoutTranscripts(set *fact.Set) *fact.Set {
	out := *set
	out.Services = make([]fact.Service, len(set.Services))
	for i, s := range set.Services {
		s.Attempts = withoutTranscripts(s.Attempts)
		s.Compared = withoutTranscripts(s.Compared)
		out.Services[i] = s
	}
	return &out
}

func withoutTranscripts(list []fact.Attempt) []fact.Attempt {
	out := make([]fact.Attempt, len(list))
	for i, a := range list {
		a.Transcript = nil
		out[i] = a
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
