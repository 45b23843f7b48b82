package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	xhtml "golang.org/x/net/html"

	"maildiag/report"
)

func page1(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// elements calls f for each element of a page.
func elements(t *testing.T, page string, f func(*xhtml.Node)) {
	t.Helper()
	root, err := xhtml.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == xhtml.ElementNode {
			f(n)
		}
	}
}

// TestThePageAsksNobody: no script, nothing loaded, nothing sent, and a policy that would refuse it.
func TestThePageAsksNobody(t *testing.T) {
	reports := cases()
	reports["hostile"] = hostile()
	allowed := []string{"html", "head", "meta", "title", "style", "body", "header", "footer", "main", "section", "article", "div", "p", "h1", "h2", "h3", "ol", "ul", "li",
		"table", "thead", "tbody", "tr", "th", "td", "colgroup", "col", "span", "code", "pre", "details", "summary", "svg", "rect", "line", "circle", "text"}
	for name, r := range reports {
		page := page1(t, r)
		policies := 0
		elements(t, page, func(n *xhtml.Node) {
			if !slices.Contains(allowed, n.Data) {
				t.Errorf("%s: <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || slices.Contains([]string{"src", "href", "style", "srcset", "action", "xlink:href"}, a.Key) {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
				if a.Key == "content" && strings.HasPrefix(a.Val, "default-src 'none'; style-src 'sha256-") {
					policies++
				}
			}
			if n.DataAtom == atom.Style {
				sum := sha256.Sum256([]byte(n.FirstChild.Data))
				if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(html.UnescapeString(page), want) {
					t.Errorf("%s: the policy does not let the style in: %s", name, want)
				}
			}
		})
		if policies != 1 || regexp.MustCompile(`(?i)url\(|@import|https?://`).MatchString(page) {
			t.Errorf("%s: %d policies, or an address in the page", name, policies)
		}
	}
}

// TestThePageIsLabelled for those who listen to it: language, one first heading, names of tables and pictures, words
// beside signs.
func TestThePageIsLabelled(t *testing.T) {
	for name, r := range cases() {
		page := page1(t, r)
		_, language, _ := strings.Cut(name, ".")
		first, ids, named := 0, map[string]bool{}, []string{}
		elements(t, page, func(n *xhtml.Node) {
			attr := map[string]string{}
			for _, a := range n.Attr {
				attr[a.Key] = a.Val
			}
			switch {
			case n.Data == "html" && !strings.HasPrefix(attr["lang"], language):
				t.Errorf("%s: lang=%q", name, attr["lang"])
			case n.Data == "h1":
				first++
			case n.Data == "svg" && attr["aria-hidden"] == "" && (attr["role"] != "img" || attr["aria-label"] == ""):
				t.Errorf("%s: a picture without a name", name)
			case n.Data == "th" && attr["scope"] == "":
				t.Errorf("%s: a heading of nothing", name)
			}
			ids[attr["id"]] = true
			if by := attr["aria-labelledby"]; by != "" {
				named = append(named, by)
			}
		})
		if first != 1 {
			t.Errorf("%s: %d first headings", name, first)
		}
		for _, id := range named {
			if !ids[id] {
				t.Errorf("%s: there is no %q to be named by", name, id)
			}
		}
		for mark, sign := range signs {
			if word := r.Page.Heads.Marks[mark]; strings.Count(page, `aria-hidden="true">`+sign+"<") != strings.Count(page, `class="hidden">`+word+"<") {
				t.Errorf("%s: %s stands without its word %q", name, sign, word)
			}
		}
	}
}

// TestAHostileBannerStaysText in the page.
func TestAHostileBannerStaysText(t *testing.T) {
	evil := `</title></style></pre><script>alert(1)</script><img src=x onerror=alert(1)>"'{{.}}&lt;`
	r := cases()["filtered.en"]
	p := &r.Page
	p.Title, p.Demo, p.Effect = evil, evil, evil
	p.Rows[0].Where, p.Rows[0].Cells[0].Text, p.Rows[0].Spans[0].Stage = evil, evil, evil
	p.Causes[0].Title, p.Causes[0].Summary, p.Causes[0].Steps, p.Causes[0].Proof = evil, evil, []string{evil}, []string{evil}
	p.Notes, p.Footer, p.Block, p.Help = []string{evil}, []string{evil}, []string{evil}, []string{evil}
	p.Transcripts = []report.Transcript{{Title: evil, Lines: []string{evil}}}
	p.Paths = []report.PathPage{{Title: evil, From: evil, To: evil, Notes: []string{evil}, Columns: []string{evil}, Rows: []report.HopLine{{Cells: []string{evil}}},
		Bars: []report.Bar{{Name: evil, Time: evil, Loss: evil, Share: 0.5}}}}
	page := page1(t, r)
	for _, bad := range []string{"<script", "<img", "onerror=alert(1)>\""} {
		if strings.Contains(page, bad) {
			t.Errorf("%s got out", bad)
		}
	}
	if n := strings.Count(html.UnescapeString(page), "alert(1)"); n < 30 {
		t.Errorf("the text itself is shown %d times only", n)
	}
	elements(t, page, func(n *xhtml.Node) {
		if n.Data == "script" || n.Data == "img" {
			t.Errorf("<%s>", n.Data)
		}
	})
}

func TestTimelineKeepsToItsScale(t *testing.T) {
	for name, r := range cases() {
		for _, s := range timeline(r.Page.Rows) {
			for _, b := range s.Bars {
				if b.X < 0 || b.W < 4 || b.X+b.W > 1000.01 {
					t.Errorf("%s: %s: %+v", name, s.Name, b)
				}
			}
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	r := cases()["filtered.zh"]
	for b.Loop() {
		if err := HTML(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
