package render

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"math"
	"strings"

	"maildiag/report"
)

// The HTML form is one file that asks nothing of anybody: no script, no font, no picture from outside, and a Content
// Security Policy that would refuse them. Its own style is let in by its hash, so no attribute may hold any style.

//go:embed page.css
var pageCSS string

//go:embed page.html.tmpl
var pageTemplate string

var (
	page = template.Must(template.New("page").Funcs(template.FuncMap{
		"safe": Escape, "sign": func(m report.Mark) string { return signs[m] },
		"marked": func(m report.Mark, p htmlPage) markedPage { return markedPage{m, p.Heads} },
		"rest":   func(s []string) []string { return s[1:] },
	}).Parse(pageTemplate))

	pageStyle     = template.CSS(strings.TrimSpace(pageCSS))
	pageStyleHash = func() string {
		sum := sha256.Sum256([]byte(pageStyle))
		return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	}()
)

type markedPage struct {
	Mark  report.Mark
	Heads report.Heads
}

// htmlPage is the page with what is drawn.
type htmlPage struct {
	*report.Page
	Style     template.CSS
	StyleHash string
	Timeline  []htmlService
	Ways      []htmlWay
}

// htmlService is the timeline of one service, a bar a step; 1000 units are the longest service's end.
type htmlService struct {
	Name string
	Bars []htmlBar
}

type htmlBar struct {
	report.Span
	X, W float64
}

// htmlWay is the picture of a path, from top to bottom so that it fits a phone.
type htmlWay struct {
	*report.PathPage
	Label                  string
	Steps                  []htmlStep
	Height, Last, LastText int
}

type htmlStep struct {
	report.Bar
	Y, TextY, BarY int
	W              float64
}

// HTML writes the report as a page for a browser.
func HTML(w io.Writer, r *report.Report) error {
	p := htmlPage{Page: &r.Page, Style: pageStyle, StyleHash: pageStyleHash, Timeline: timeline(r.Page.Rows)}
	for i := range r.Page.Paths {
		p.Ways = append(p.Ways, way(&r.Page.Paths[i]))
	}
	var out bytes.Buffer
	if err := page.Execute(&out, p); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

func timeline(rows []report.Row) []htmlService {
	end := 0.0
	for _, r := range rows {
		for _, s := range r.Spans {
			end = max(end, s.Start+s.Length)
		}
	}
	var out []htmlService
	for _, r := range rows {
		if len(r.Spans) == 0 {
			continue
		}
		service := htmlService{Name: r.Protocol + " " + r.Where}
		for _, s := range r.Spans {
			const least = 4 // what is shorter could not be seen
			width := max(units(s.Length, end), least)
			service.Bars = append(service.Bars, htmlBar{s, min(units(s.Start, end), 1000-width), width})
		}
		out = append(out, service)
	}
	return out
}

// units is a moment as a part of the whole, of 1000, one decimal.
func units(ms, end float64) float64 {
	if end <= 0 || ms <= 0 || math.IsNaN(ms) {
		return 0
	}
	return min(math.Round(ms/end*10000)/10, 1000)
}

func way(p *report.PathPage) htmlWay {
	const row, top = 44, 20
	out := htmlWay{PathPage: p}
	if len(p.Bars) == 0 {
		return out
	}
	parts := []string{p.From}
	for i, b := range p.Bars {
		y := top + (i+1)*row
		out.Steps = append(out.Steps, htmlStep{b, y, y + 5, y + 11, max(math.Round(b.Share*3600)/10, 1)})
		parts = append(parts, strings.TrimRight(b.Name+" "+b.Time+" "+b.Loss, " "))
	}
	out.Last = top + (len(p.Bars)+1)*row
	out.LastText, out.Height = out.Last+5, out.Last+top
	out.Label = Escape(strings.Join(append(parts, p.To), " → "))
	return out
}
