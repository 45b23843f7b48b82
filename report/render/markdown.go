package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"maildiag/report"
)

// Markdown writes the report for a ticket or a chat.
func Markdown(w io.Writer, r *report.Report) error {
	m := &markdown{page: &r.Page}
	m.line("**%s**", m.safe(m.page.Title))
	if m.page.Demo != "" {
		m.line("%s", m.safe(m.page.Demo))
	}
	m.table()
	m.paths()
	m.list("- ", m.page.Notes)
	if h := m.page.Headline; h.Text != "" {
		m.line("## %s %s", signs[h.Mark], m.safe(h.Text))
	}
	for _, remark := range m.page.Remarks {
		m.line("%s", m.safe(remark))
	}
	if m.page.Headline.Text != "" && m.page.Effect != "" {
		m.line("%s", m.safe(m.page.Effect))
	}
	if u := m.page.Unexplained; len(u) > 0 {
		m.line("### %s", m.safe(u[0]))
		m.list("- ", u[1:])
	}
	for _, b := range m.page.Causes {
		m.cause(b)
	}
	m.list("", m.page.Help)
	m.transcripts()
	for _, line := range m.page.Footer {
		m.line("*%s*", m.safe(line))
	}
	if len(m.page.Block) > 0 {
		m.line("```\n%s\n```", strings.Join(m.page.Block, "\n"))
	}
	_, err := w.Write(m.out.Bytes())
	return err
}

var signs = map[report.Mark]string{
	report.MarkOK: "✓", report.MarkWarn: "!", report.MarkBad: "✗", report.MarkNone: "–", report.MarkUnknown: "?",
}

type markdown struct {
	page *report.Page
	out  bytes.Buffer
}

func (m *markdown) line(format string, args ...any) {
	if m.out.Len() > 0 {
		m.out.WriteByte('\n')
	}
	fmt.Fprintf(&m.out, format+"\n", args...)
}

// list writes a list with that bullet; an empty one numbers the points.
func (m *markdown) list(bullet string, points []string) {
	if len(points) > 0 && m.out.Len() > 0 {
		m.out.WriteByte('\n')
	}
	for i, p := range points {
		head := bullet
		if head == "" {
			head = fmt.Sprintf("%d. ", i+1)
		}
		m.out.WriteString(head + m.safe(p) + "\n")
	}
}

func (m *markdown) table() {
	if len(m.page.Rows) == 0 {
		return
	}
	heads := []string{"", ""}
	for _, c := range m.page.Columns {
		heads = append(heads, m.safe(c))
	}
	m.line("| %s |", strings.Join(heads, " | "))
	m.out.WriteString("|" + strings.Repeat(" --- |", len(heads)) + "\n")
	for _, r := range m.page.Rows {
		cells := []string{m.safe(r.Protocol), m.safe(r.Where)}
		for _, c := range r.Cells {
			cells = append(cells, strings.TrimRight(signs[c.Mark]+" "+m.safe(c.Text), " "))
		}
		m.out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
}

func (m *markdown) cause(b report.Block) {
	head := "###"
	if b.Root {
		head = "##"
	}
	m.line("%s %s %s (`%s`)", head, signs[b.Mark], m.safe(b.Title), b.Code)
	m.line("%s", m.safe(b.Summary))
	if b.Root && m.page.Effect != "" {
		m.line("%s", m.safe(m.page.Effect))
	}
	if len(b.Steps) > 0 {
		m.line("**%s**", m.safe(b.StepsHead))
		m.list("", b.Steps)
	}
	if len(b.Proof) > 0 {
		m.line("**%s**", m.safe(b.ProofHead))
		m.list("- ", b.Proof)
	}
	if b.Also != "" {
		m.line("%s", m.safe(b.Also))
	}
}

// transcripts stand in code blocks, by indentation: a server's words can't end these.
func (m *markdown) transcripts() {
	for _, tr := range m.page.Transcripts {
		m.line("**%s**", m.safe(tr.Title))
		m.out.WriteByte('\n')
		for _, line := range tr.Lines {
			m.out.WriteString("    " + Escape(line) + "\n")
		}
	}
}

// safe escapes what Markdown or the HTML in it would take for its own.
func (m *markdown) safe(s string) string { return markdownSigns.Replace(Escape(s)) }

var markdownSigns = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`,
	"<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`, "~", `\~`, "&", "&amp;", "$", `\$`, "@", "&#64;")
