package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"maildiag/report"
)

// TextOptions are what the text form has to know of where it goes.
type TextOptions struct {
	Color bool
	ASCII bool // no marks and signs beyond ASCII
	Width int  // columns of the terminal; 0: lines are not broken
}

// Text writes the report for a person: first what was tested, a line a service; then, nearest to the prompt, what is
// wrong and what to do.
func Text(w io.Writer, r *report.Report, opts TextOptions) error {
	t := &text{page: &r.Page, opts: opts}
	t.faint, t.bold = paint(opts, color.Faint), paint(opts, color.Bold)
	t.marks = map[report.Mark]mark{
		report.MarkOK:      {"✓", "OK", paint(opts, color.FgGreen)},
		report.MarkWarn:    {"!", "!", paint(opts, color.FgYellow)},
		report.MarkBad:     {"✗", "X", paint(opts, color.FgRed)},
		report.MarkNone:    {"–", "-", t.faint},
		report.MarkUnknown: {"?", "?", paint(opts, color.FgYellow)},
	}
	t.head()
	t.table()
	if len(r.Services) == 0 { // the way is what was asked for
		t.paths()
	}
	t.notes()
	t.verdict()
	if len(r.Services) > 0 { // details behind the verdict, so that it stays on the first screen
		t.paths()
	}
	t.foot()
	_, err := w.Write(t.out.Bytes())
	return err
}

func paint(opts TextOptions, attr color.Attribute) *color.Color {
	c := color.New(attr)
	if opts.Color {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c
}

type mark struct {
	sign, ascii string
	color       *color.Color
}

type text struct {
	page        *report.Page
	opts        TextOptions
	marks       map[report.Mark]mark
	faint, bold *color.Color
	out         bytes.Buffer
}

// sign is a mark without its colour.
func (t *text) sign(m report.Mark) string {
	if t.opts.ASCII {
		return t.marks[m].ascii
	}
	return t.marks[m].sign
}

// safe makes a string ready for the terminal.
func (t *text) safe(s string) string {
	s = Escape(s)
	if t.opts.ASCII {
		s = asciiSigns.Replace(s)
	}
	return s
}

var asciiSigns = strings.NewReplacer("✓", "OK", "✗", "X", "–", "-", "—", "-", "·", "-", "…", "...", "“", `"`, "”", `"`, "‘", "'", "’", "'", "×", "x", "→", "->")

// para writes a paragraph: prefix before its first line, as many blanks before the others.
func (t *text) para(prefix, s string, c *color.Color) {
	indent := displaywidth.String(prefix)
	width := 0
	if t.opts.Width > 0 {
		width = max(t.opts.Width-indent, 20)
	}
	for i, line := range Wrap(t.safe(s), width) {
		if i > 0 {
			prefix = strings.Repeat(" ", indent)
		}
		if c != nil {
			line = c.Sprint(line)
		}
		t.out.WriteString(prefix + line + "\n")
	}
}

// marked writes a paragraph behind a coloured mark.
func (t *text) marked(m report.Mark, s string, c *color.Color) {
	var head text = text{page: t.page, opts: t.opts, marks: t.marks}
	sign := t.sign(m)
	head.para(sign+" ", s, c)
	t.out.WriteString(t.marks[m].color.Sprint(sign) + strings.TrimPrefix(head.out.String(), sign))
}

func (t *text) blank() { t.out.WriteString("\n") }

func (t *text) head() {
	t.para("", t.page.Title, t.faint)
	if t.page.Demo != "" {
		t.para("", t.page.Demo, t.faint)
	}
}

func (t *text) notes() {
	if len(t.page.Notes) > 0 {
		t.blank()
	}
	for _, n := range t.page.Notes {
		t.para("  ", n, nil)
	}
}

func (t *text) verdict() {
	if h := t.page.Headline; h.Text != "" {
		t.blank()
		t.marked(h.Mark, h.Text, t.bold)
	}
	for _, remark := range t.page.Remarks {
		t.para("  ", remark, nil)
	}
	if t.page.Headline.Text != "" {
		t.effect()
	}
	t.unexplained()
	for _, b := range t.page.Causes {
		t.blank()
		t.cause(b)
	}
	if len(t.page.Help) > 0 {
		t.blank()
		t.steps(t.page.Help)
	}
}

func (t *text) effect() {
	if t.page.Effect != "" {
		t.para("  ", t.page.Effect, nil)
	}
}

func (t *text) unexplained() {
	if len(t.page.Unexplained) == 0 {
		return
	}
	t.blank()
	t.para("  ", t.page.Unexplained[0], t.bold)
	for _, line := range t.page.Unexplained[1:] {
		t.para("  - ", line, nil)
	}
}

// cause writes the root cause at length and any other compactly: its proof stands in the JSON report.
func (t *text) cause(b report.Block) {
	t.marked(b.Mark, b.Title+"  ("+b.Code+")", t.bold)
	t.para("  ", b.Summary, nil)
	if !b.Root {
		t.steps(b.Steps)
		return
	}
	t.effect()
	if len(b.Steps) > 0 {
		t.blank()
		t.para("  ", b.StepsHead, t.bold)
		t.steps(b.Steps)
	}
	if len(b.Proof) > 0 {
		t.blank()
		t.para("  ", b.ProofHead, t.bold)
		for _, line := range b.Proof {
			t.para("  - ", line, nil)
		}
	}
	if b.Also != "" {
		t.para("  ", b.Also, nil)
	}
}

func (t *text) steps(steps []string) {
	for i, step := range steps {
		t.para(fmt.Sprintf("  %d. ", i+1), step, nil)
	}
}

func (t *text) foot() {
	for _, tr := range t.page.Transcripts {
		t.blank()
		t.para("", tr.Title, t.bold)
		for _, line := range tr.Lines {
			t.out.WriteString("  " + t.safe(line) + "\n")
		}
	}
	if len(t.page.Footer) > 0 {
		t.blank()
	}
	for _, line := range t.page.Footer {
		t.para("", line, t.faint)
	}
	if len(t.page.Block) > 0 {
		t.out.WriteString("\n" + strings.Join(t.page.Block, "\n") + "\n")
	}
}
