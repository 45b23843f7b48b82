package render

import (
	"strings"

	"github.com/clipperhouse/displaywidth"

	"maildiag/report"
)

// barWidth is the length of the bar of a part that takes all the time.
const barWidth = 24

// paths writes the ways to servers: a line a hop, then a bar for each part of the network.
func (t *text) paths() {
	for i := range t.page.Paths {
		p := &t.page.Paths[i]
		t.blank()
		t.para("", p.Title, t.bold)
		t.hops(p)
		for _, n := range p.Notes {
			t.para("  ", n, nil)
		}
		if len(p.Bars) > 1 {
			t.blank()
			t.bars(p.Bars)
		}
	}
}

// hops writes the table. What is longer than the terminal is wide loses the column of the routers' names first.
func (t *text) hops(p *report.PathPage) {
	if len(p.Rows) == 0 {
		return
	}
	rows := [][]string{p.Columns}
	for _, r := range p.Rows {
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, t.safe(c))
		}
		rows = append(rows, cells)
	}
	widths := make([]int, len(p.Columns))
	for _, cells := range rows {
		for k, c := range cells {
			widths[k] = max(widths[k], displaywidth.String(c))
		}
	}
	const router = 1
	total := 2 * gap
	for _, w := range widths {
		total += w + gap
	}
	if over := total - t.opts.Width; t.opts.Width > 0 && over > 0 {
		widths[router] = max(widths[router]-over, min(widths[router], 15))
	}
	for i, cells := range rows {
		sign, mark := " ", report.MarkNone
		if i > 0 && p.Rows[i-1].Mark != report.MarkNone {
			mark = p.Rows[i-1].Mark
			sign = t.sign(mark)
		}
		line := ""
		for k, c := range cells {
			if k == router || k == len(cells)-1 {
				line += pad(cut(c, widths[k]), widths[k]+gap)
			} else {
				line += blanks(widths[k]-displaywidth.String(c)) + c + blanks(gap)
			}
		}
		line = strings.TrimRight(line, " ")
		if i == 0 {
			t.out.WriteString(t.faint.Sprint(strings.TrimRight("  "+line, " ")) + "\n")
			continue
		}
		t.out.WriteString(t.marks[mark].color.Sprint(pad(sign, gap)) + line + "\n")
	}
}

// cut shortens what is too wide for its column.
func cut(s string, width int) string {
	if displaywidth.String(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && displaywidth.String(string(r)) > width-1 {
		r = r[:len(r)-1]
	}
	return string(r) + "~"
}

// bars writes what each part of the network adds.
func (t *text) bars(bars []report.Bar) {
	name, time := 0, 0
	for _, b := range bars {
		name, time = max(name, displaywidth.String(t.safe(b.Name))), max(time, displaywidth.String(b.Time))
	}
	block := "█"
	if t.opts.ASCII {
		block = "#"
	}
	for _, b := range bars {
		line := "  " + pad(t.safe(b.Name), name+gap) + blanks(time-displaywidth.String(b.Time)) + b.Time + blanks(gap) +
			strings.Repeat(block, int(b.Share*barWidth+0.5))
		if b.Loss != "" {
			line += "  " + t.safe(b.Loss)
		}
		t.out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// paths writes the ways to servers for a ticket.
func (m *markdown) paths() {
	for i := range m.page.Paths {
		p := &m.page.Paths[i]
		m.line("**%s**", m.safe(p.Title))
		if len(p.Rows) > 0 {
			m.hops(p)
		}
		m.list("- ", p.Notes)
		var parts []string
		for _, b := range p.Bars {
			parts = append(parts, strings.TrimRight(b.Name+": "+b.Time+" "+b.Loss, " "))
		}
		m.list("- ", parts)
	}
}

func (m *markdown) hops(p *report.PathPage) {
	row := func(cells []string) {
		m.out.WriteString("|")
		for _, c := range cells {
			m.out.WriteString(" " + m.safe(c) + " |")
		}
		m.out.WriteString("\n")
	}
	m.out.WriteString("\n")
	row(p.Columns)
	m.out.WriteString("|" + strings.Repeat(" --- |", len(p.Columns)) + "\n")
	for _, r := range p.Rows {
		row(r.Cells)
	}
}
