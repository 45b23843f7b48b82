package report

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Span is one stage of one service on the run's clock.
type Span struct {
	Stage  string
	Start  float64 // milliseconds since the run began
	Length float64
	Time   string // in words
	Mark   Mark
}

// Heads are the headings and labels of a page that has sections (HTML).
type Heads struct {
	Lang     string // BCP 47
	Verdict  string
	Stages   string
	Timeline string
	Path     string
	Details  string
	Block    string
	Marks    map[Mark]string // what a mark means, for those who don't see it
}

func heads(l lang.Lang) Heads {
	out := Heads{
		Lang:     map[lang.Lang]string{lang.EN: "en", lang.ZH: "zh-CN"}[l],
		Verdict:  lang.T("What is wrong and what to do", "问题和处理办法").In(l),
		Stages:   lang.T("What was tested", "检测项目").In(l),
		Timeline: lang.T("When each step was made", "各步骤的时间").In(l),
		Path:     lang.T("The way to the server", "到服务器的网络路径").In(l),
		Details:  lang.T("Details", "详细信息").In(l),
		Block:    lang.T("Measurements for the helpdesk", "给技术支持的测量数据").In(l),
		Marks:    map[Mark]string{},
	}
	for mark, text := range map[Mark]lang.Text{
		MarkNone:    lang.T("not tested", "未测试"),
		MarkOK:      lang.T("works", "正常"),
		MarkWarn:    lang.T("works, with a warning", "可用，但有警告"),
		MarkBad:     lang.T("does not work", "不能用"),
		MarkUnknown: lang.T("not known", "尚不清楚"),
	} {
		out.Marks[mark] = text.In(l)
	}
	return out
}

var (
	textThisPC   = lang.T("this PC", "本机")
	textCapsSpan = lang.T("Abilities", "功能查询")
)

// spans puts the steps of the walk that the table shows on the run's clock. A login has no moment of its own in the facts:
// it is put behind the walk that it was made on.
func (w *walk) spans(l lang.Lang) []Span {
	if w.attempt == nil {
		return nil
	}
	a := w.attempt
	var out []Span
	at := a.StartMS
	if cell := w.dns(); cell.Text != "" {
		ms := w.name.OS.MS
		out = append(out, Span{textDNS.In(l), max(at-ms, 0), ms, cell.Text, MarkOK})
	}
	add := func(stage lang.Text, ms float64, mark Mark) {
		out = append(out, Span{stage.In(l), at, ms, took(ms), mark})
		at += ms
	}
	if a.Dial != nil {
		add(textTCP, a.Dial.MS, MarkOK)
	}
	greeting := func() {
		if g := a.Talk.Greeting; g != nil {
			add(textGreeting, g.MS, MarkOK)
		}
	}
	if a.Security == fact.StartTLS {
		greeting() // comes before the encryption
	}
	if a.TLS != nil && a.TLS.Version != "" {
		mark := MarkOK
		for _, f := range w.failures {
			if f.Certificate && f.Attempt == a {
				mark = MarkBad
			}
		}
		add(textTLS, a.TLS.MS, mark)
	}
	if a.Security != fact.StartTLS {
		greeting()
	}
	if c := a.Talk.Caps; c != nil && c.MS > 0 {
		add(textCapsSpan, c.MS, MarkOK)
	}
	if f := a.Failure; f != nil {
		mark := MarkBad
		if f.Class == fact.Cut {
			mark = MarkUnknown
		}
		add(stageHead(f.Stage), f.AfterMS, mark)
	}
	return append(out, w.later(l, at)...)
}

// later are the steps behind the walk.
func (w *walk) later(l lang.Lang, at float64) []Span {
	login := w.service.Login
	if login == nil || login.MS == 0 {
		return nil
	}
	mark := MarkBad
	if login.State == fact.LoginOK {
		mark = MarkOK
	}
	out := []Span{{textLogin.In(l), at, login.MS, took(login.MS), mark}}
	at += login.MS
	for _, s := range []struct {
		head lang.Text
		step *fact.Step
	}{{textMailbox, login.Mailbox}, {textSend, login.Mail}, {textSend, login.Rcpt}} {
		if s.step == nil {
			continue
		}
		mark := MarkOK
		if s.step.Failure != nil || s.step.Refused() {
			mark = MarkBad
		}
		out = append(out, Span{s.head.In(l), at, s.step.MS, took(s.step.MS), mark})
		at += s.step.MS
	}
	return out
}

// stageHead is the heading of the column that a failure belongs to.
func stageHead(stage fact.Stage) lang.Text {
	for _, col := range columns {
		if slices.Contains(col.stages, stage) {
			return col.head
		}
	}
	return lang.Same(string(stage))
}
