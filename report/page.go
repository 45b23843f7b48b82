package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// Page is the report in words, in one language. A renderer places them and adds none.
type Page struct {
	Title       string   // program, mailbox, time
	Demo        string   // says that this is a demonstration; empty: it is not
	Columns     []string // headings of the stages
	Rows        []Row
	Paths       []PathPage
	Notes       []string // logins that were skipped, time that was over
	Effect      string   // what the trouble means for receiving and sending
	Headline    Line     // the verdict, where no cause says it
	Remarks     []string // below the headline
	Causes      []Block
	Unexplained []string // with its heading first
	Help        []string // what to send to the helpdesk
	Footer      []string
	Heads       Heads
	Block       []string // the lines that hold the measurements, for `read`
	Transcripts []Transcript
}

// Line is a marked line.
type Line struct {
	Mark Mark
	Text string
}

// Mark is the sign before a stage or a sentence.
type Mark int

const (
	MarkNone    Mark = iota // not reached, or not to be tested
	MarkOK                  // works
	MarkWarn                // works, and something is wrong
	MarkBad                 // does not work
	MarkUnknown             // not known
)

// Row is one service: a cell a column.
type Row struct {
	Protocol string
	Where    string // host:port
	Cells    []Cell
	Spans    []Span // the same on the run's clock
}

// Cell is one stage of one service.
type Cell struct {
	Mark Mark
	Text string // its time; may be empty
}

// Block is one cause.
type Block struct {
	Mark       Mark
	Root       bool
	Title      string
	Code       string
	Summary    string
	StepsHead  string
	Steps      []string
	ProofHead  string
	Proof      []string
	Also       string // other causes that fit as well
	Occurrence string // "imap.example.com:993"
}

// Transcript is one dialogue.
type Transcript struct {
	Title string
	Lines []string
}

func page(r *Report, c *cause.Case, v cause.Verdict, l lang.Lang, opts Options) Page {
	p := Page{
		Title: title(r, opts).In(l),
		Notes: in(l, notes(c)),
		Heads: heads(l),
	}
	if fault := r.Facts.Run.Demo; fault != "" {
		p.Demo = demoLine(fault).In(l)
	}
	p.Columns, p.Rows = table(c, v, l)
	p.Causes = blocks(v, l)
	p.Headline, p.Remarks = headline(r, c, l)
	if v.Status != cause.StatusOK {
		p.Effect = effect(r, c).In(l)
	}
	if len(r.Verdict.Unexplained)+len(v.Crashed) > 0 {
		p.Unexplained = append([]string{textUnexplained.In(l)}, r.Verdict.Unexplained...)
		for _, crash := range v.Crashed {
			p.Unexplained = append(p.Unexplained, textCrashed.With("crash", crash).In(l))
		}
	}
	if v.Status == cause.StatusUnknown {
		p.Help = in(l, helpdesk)
	}
	if r.Facts.Run.Masked {
		p.Footer = append(p.Footer, textMasked.In(l))
	}
	if opts.Transcript {
		p.Transcripts = transcripts(r.Facts, l)
	}
	if s := symptom(r.Facts, v); !s.Empty() {
		p.Notes = append(p.Notes, s.In(l))
	}
	paths(&p, r, c, l)
	offline(&p, r, l)
	return p
}

// title names the program, the mailbox, and when and how long it was looked at.
func title(r *Report, opts Options) lang.Text {
	zone := opts.Zone
	if zone == nil {
		zone = time.UTC
	}
	parts := []string{"maildiag " + r.Tool.Version}
	if a := r.Facts.Run.Address; a != "" {
		parts = append(parts, a)
	}
	if t := r.Facts.Run.Target; t != "" {
		parts = append(parts, t)
	}
	if !r.Started.IsZero() {
		parts = append(parts, r.Started.In(zone).Format("2006-01-02 15:04:05 -0700"))
	}
	parts = append(parts, took(r.DurationMS))
	return lang.Same(strings.Join(parts, " · "))
}

// took writes a duration short, for tables: "12 ms", "8.0 s".
func took(ms float64) string {
	switch {
	case ms < 1:
		return "<1 ms"
	case ms < 999.5:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f s", ms/1000)
}

// where is host:port, an IPv6 literal in brackets.
func where(s *fact.Service) string {
	host := s.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return fmt.Sprintf("%s:%d", host, s.Port)
}

// usual is the security mode that people expect on a port.
func usual(port int) fact.Security {
	switch port {
	case 993, 995, 465:
		return fact.TLS
	}
	return fact.StartTLS
}

// label is where, and the security mode where it is not the port's usual one.
func label(s *fact.Service) string {
	if s.Security == usual(s.Port) {
		return where(s)
	}
	return where(s) + "/" + string(s.Security)
}

func protocolName(p fact.Protocol) string { return strings.ToUpper(string(p)) }

func serviceName(s *fact.Service) string { return protocolName(s.Protocol) + " " + where(s) }

// notes tells which logins were skipped and why, services of one reason together, and whether time was over.
func notes(c *cause.Case) []lang.Text {
	var order []fact.Skip
	names := map[fact.Skip][]lang.Text{}
	for i := range c.Services {
		s := &c.Services[i]
		if s.Login == nil || s.Login.State != fact.LoginSkipped || skipped[s.Login.Skipped].Empty() {
			continue
		}
		why := s.Login.Skipped
		if !slices.Contains(order, why) {
			order = append(order, why)
		}
		names[why] = append(names[why], lang.Same(serviceName(s)))
	}
	var out []lang.Text
	for _, why := range order {
		if len(names[why]) == len(c.Services) && len(c.Services) > 1 {
			out = append(out, textSkippedAll.With("why", skipped[why]))
			continue
		}
		out = append(out, textSkipped.With("services", lang.Join(comma, names[why]...), "why", skipped[why]))
	}
	out = append(out, found(c)...)
	if c.Run.CutShort {
		out = append(out, textCutShort.With("time", took(c.Run.DurationMS)))
	}
	return out
}

func blocks(v cause.Verdict, l lang.Lang) []Block {
	var out []Block
	for i, f := range v.Findings {
		b := Block{
			Mark:       map[cause.Severity]Mark{cause.Error: MarkBad, cause.Warning: MarkWarn, cause.Info: MarkNone}[f.Severity],
			Root:       i == 0 && (v.Status == cause.StatusBroken || v.Status == cause.StatusDegraded),
			Title:      sure[f.Confidence].With("title", f.Cause.Title).In(l),
			Code:       f.Cause.Code,
			Summary:    f.Summary.In(l),
			StepsHead:  textSteps.In(l),
			Steps:      in(l, f.Fixes),
			ProofHead:  textProof.In(l),
			Proof:      in(l, f.Evidence),
			Occurrence: f.Subject,
		}
		var others []lang.Text
		for _, code := range f.Alternatives {
			others = append(others, alternative(code))
		}
		if len(others) > 0 {
			b.Also = textAlternatives.With("causes", lang.Join(comma, others...)).In(l)
		}
		out = append(out, b)
	}
	return out
}

// alternative names another cause by its title and code.
func alternative(code string) lang.Text {
	if known := cause.ByCode(code); known != nil {
		return textTitled.With("title", known.Title, "code", code)
	}
	return lang.Same(code)
}

func transcripts(set *fact.Set, l lang.Lang) []Transcript {
	var out []Transcript
	for i := range set.Services {
		s := &set.Services[i]
		for _, a := range slices.Concat(s.Attempts, s.Compared) {
			if len(a.Transcript) == 0 {
				continue
			}
			title := textTranscript.With("service", serviceName(s), "addr", a.Addr, "security", string(a.Security))
			out = append(out, Transcript{Title: title.In(l), Lines: a.Transcript})
		}
	}
	return out
}
