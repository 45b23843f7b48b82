package render

import (
	"strings"

	"github.com/clipperhouse/displaywidth"

	"maildiag/report"
)

const gap = 2 // blanks between columns

// table writes a line a service. Where that is wider than the terminal, a service's name gets a line of its own.
func (t *text) table() {
	if len(t.page.Rows) == 0 {
		return
	}
	t.blank()
	protocol, name := 0, 0
	for _, r := range t.page.Rows {
		protocol = max(protocol, displaywidth.String(t.safe(r.Protocol)))
		name = max(name, displaywidth.String(t.safe(r.Where)))
	}
	widths, total := t.widths()
	label := protocol + gap + name + gap
	stacked := t.opts.Width > 0 && label+total > t.opts.Width
	if stacked {
		label = protocol + gap
	}
	t.out.WriteString(t.faint.Sprint(strings.TrimRight(blanks(label)+t.headings(widths), " ")) + "\n")
	for _, r := range t.page.Rows {
		head := pad(t.safe(r.Protocol), protocol+gap)
		if stacked {
			t.out.WriteString(t.bold.Sprint(head+t.safe(r.Where)) + "\n" + blanks(label))
		} else {
			t.out.WriteString(t.bold.Sprint(head) + pad(t.safe(r.Where), name+gap))
		}
		t.out.WriteString(t.cells(r, widths) + "\n")
	}
}

// widths is what each column needs, and all of them together.
func (t *text) widths() (widths []int, total int) {
	for k, heading := range t.page.Columns {
		w := displaywidth.String(heading)
		for _, r := range t.page.Rows {
			w = max(w, displaywidth.String(t.cell(r.Cells[k])))
		}
		widths = append(widths, w)
		total += w + gap
	}
	return widths, total - gap
}

func (t *text) headings(widths []int) string {
	var b strings.Builder
	for k, heading := range t.page.Columns {
		b.WriteString(pad(heading, widths[k]+gap))
	}
	return b.String()
}

func (t *text) cell(c report.Cell) string {
	return strings.TrimRight(t.sign(c.Mark)+" "+t.safe(c.Text), " ")
}

// cells writes the stages of one service; the colour covers the mark alone.
func (t *text) cells(r report.Row, widths []int) string {
	var b strings.Builder
	for k, c := range r.Cells {
		plain := t.cell(c)
		if k < len(r.Cells)-1 {
			plain = pad(plain, widths[k]+gap)
		}
		sign := t.sign(c.Mark)
		b.WriteString(t.marks[c.Mark].color.Sprint(sign) + strings.TrimPrefix(plain, sign))
	}
	return b.String()
}

func pad(s string, width int) string { return s + blanks(width-displaywidth.String(s)) }

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }
