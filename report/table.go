package report

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// column is one stage of the table: its heading, and how one service did there.
type column struct {
	head   lang.Text
	stages []fact.Stage // the stages whose failures and warnings belong here
	cell   func(*walk) Cell
	always bool // shown even where no service came so far
}

var columns = []column{
	{textDNS, []fact.Stage{fact.StageDNS}, (*walk).dns, true},
	{textTCP, []fact.Stage{fact.StageTCP, fact.StagePath, fact.StageClient}, (*walk).tcp, true},
	{textTLS, []fact.Stage{fact.StageTLS}, (*walk).tls, true},
	{textGreeting, []fact.Stage{fact.StageService}, (*walk).greeting, true},
	{textLogin, []fact.Stage{fact.StageAuth}, (*walk).login, true},
	{textMailbox, []fact.Stage{fact.StageMailbox}, (*walk).mailbox, false},
	{textSend, []fact.Stage{fact.StageSend}, (*walk).send, false},
}

// walk is what the table shows of one service: its name, and the connection that worked or went farthest.
type walk struct {
	service  *fact.Service
	name     *fact.Name
	attempt  *fact.Attempt // nil: there was none
	failures []*cause.Failure
	partial  []*cause.Failure
}

func newWalk(c *cause.Case, s *fact.Service) *walk {
	w := &walk{service: s, name: c.Name(s.Host), attempt: c.Working(s)}
	mine := func(f *cause.Failure) bool { return f.Service != s }
	w.failures = slices.DeleteFunc(c.Open(), mine)
	w.partial = slices.DeleteFunc(c.Partial(), mine)
	for _, f := range w.failures {
		if w.attempt == nil {
			w.attempt = f.Attempt
		}
	}
	return w
}

// table shows each stage of each service, columns that no service has anything in left out.
func table(c *cause.Case, v cause.Verdict, l lang.Lang) (heads []string, rows []Row) {
	for i := range c.Services {
		s := &c.Services[i]
		w := newWalk(c, s)
		row := Row{Protocol: protocolName(s.Protocol), Where: label(s)}
		for _, col := range columns {
			row.Cells = append(row.Cells, w.show(col, v))
		}
		row.Spans = w.spans(l)
		rows = append(rows, row)
	}
	for k := len(columns) - 1; k >= 0; k-- {
		if columns[k].always || slices.ContainsFunc(rows, func(r Row) bool { return r.Cells[k] != Cell{} }) {
			heads = slices.Insert(heads, 0, columns[k].head.In(l))
			continue
		}
		for i := range rows {
			rows[i].Cells = slices.Delete(rows[i].Cells, k, k+1)
		}
	}
	return heads, rows
}

// show is one cell: a failure of the stage beats what was measured, and a warning takes the shine off a good mark.
func (w *walk) show(col column, v cause.Verdict) Cell {
	for _, f := range w.failures {
		if slices.Contains(col.stages, f.Stage) {
			return failed(f)
		}
	}
	cell := col.cell(w)
	if cell.Mark == MarkOK && (w.hurt(col) || w.warned(col, v)) {
		cell.Mark = MarkWarn
	}
	return cell
}

func failed(f *cause.Failure) Cell {
	mark := MarkBad
	if f.Class() == fact.Cut {
		mark = MarkUnknown
	}
	switch {
	case f.Certificate && f.Attempt.TLS != nil:
		return Cell{mark, took(f.Attempt.TLS.MS)}
	case f.Reply != nil && f.Reply.MS > 0:
		return Cell{mark, took(f.Reply.MS)}
	case f.Failure != nil && f.Failure.AfterMS > 0:
		return Cell{mark, took(f.Failure.AfterMS)}
	}
	return Cell{mark, ""}
}

// hurt says whether another walk of the service, beside the one that worked, failed at this stage.
func (w *walk) hurt(col column) bool {
	return slices.ContainsFunc(w.partial, func(f *cause.Failure) bool { return slices.Contains(col.stages, f.Stage) })
}

// warned says whether a warning is about this stage of this service or its host.
func (w *walk) warned(col column, v cause.Verdict) bool {
	return slices.ContainsFunc(v.Findings, func(f cause.Finding) bool {
		return f.Severity == cause.Warning && slices.Contains(col.stages, f.Cause.Stage) &&
			(f.Subject == w.service.Host || f.Subject == where(w.service))
	})
}

func (w *walk) dns() Cell {
	if w.name == nil || w.name.OS == nil || len(w.name.OS.Addrs) == 0 {
		return Cell{}
	}
	return Cell{MarkOK, took(w.name.OS.MS)}
}

func (w *walk) tcp() Cell {
	if w.attempt == nil || w.attempt.Dial == nil {
		return Cell{}
	}
	return Cell{MarkOK, took(w.attempt.Dial.MS)}
}

func (w *walk) tls() Cell {
	if w.attempt == nil || w.attempt.TLS == nil || w.attempt.TLS.Version == "" {
		return Cell{}
	}
	return Cell{MarkOK, took(w.attempt.TLS.MS)}
}

func (w *walk) greeting() Cell {
	if w.attempt == nil || w.attempt.Talk.Greeting == nil {
		return Cell{}
	}
	return Cell{MarkOK, took(w.attempt.Talk.Greeting.MS)}
}

func (w *walk) login() Cell {
	if l := w.service.Login; l != nil && l.State == fact.LoginOK {
		return Cell{MarkOK, took(l.MS)}
	} else if l != nil && l.State == fact.LoginSkipped && l.Skipped == fact.SkipPreauth {
		return Cell{MarkOK, ""}
	}
	return Cell{}
}

func (w *walk) mailbox() Cell {
	if l := w.service.Login; l != nil && l.Mailbox != nil {
		return Cell{MarkOK, took(l.Mailbox.MS)}
	}
	return Cell{}
}

func (w *walk) send() Cell {
	switch l := w.service.Login; {
	case l != nil && l.Rcpt != nil:
		return Cell{MarkOK, took(l.Rcpt.MS)}
	case l != nil && l.Mail != nil:
		return Cell{MarkOK, took(l.Mail.MS)}
	}
	return Cell{}
}
