package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"maildiag/probe/fact"
	"maildiag/report"
	"maildiag/report/lang"
	"maildiag/report/paste"
	"maildiag/report/render"
)

// TestRandomFacts: whatever the facts are, and however hostile their texts, every form of the report is whole: no control
// character gets out, no name of the user, no table breaks, and the paste gives every measurement back.
func TestRandomFacts(t *testing.T) {
	const sets = 500
	for seed := range uint64(sets) {
		r := rand.New(rand.NewPCG(seed, 42))
		set := &fact.Set{}
		scatter(reflect.ValueOf(set).Elem(), r, 0, "")
		set.Run.Masked, set.Run.Address, set.Run.Login = false, "mallory.secret@example.com", "mallory.secret"
		masked, err := report.Mask(set)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		l := []lang.Lang{lang.EN, lang.ZH}[seed%2]
		doc := report.New(masked, judged(masked), l, report.Options{Version: "1.0.0", Transcript: seed%3 == 0, Paste: true})
		forms := map[string]*bytes.Buffer{"text": {}, "narrow": {}, "md": {}, "html": {}, "json": {}}
		for _, err := range []error{render.Text(forms["text"], doc, render.TextOptions{}), render.Text(forms["narrow"], doc, render.TextOptions{Width: 60, ASCII: true}),
			render.Markdown(forms["md"], doc), render.HTML(forms["html"], doc), render.JSON(forms["json"], doc)} {
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		for form, out := range forms {
			if c := strings.IndexFunc(out.String(), func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }); c >= 0 {
				t.Errorf("seed %d, %s: %q got out", seed, form, out.String()[c:c+4])
			}
			if strings.Contains(strings.ToLower(out.String()), "mallory") {
				t.Errorf("seed %d, %s: the user's name is there", seed, form)
			}
		}
		if err := wholeTables(forms["md"].String(), forms["html"].String()); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if !json.Valid(forms["json"].Bytes()) {
			t.Errorf("seed %d: no JSON", seed)
		}
		lines, err := paste.Encode(masked, "1.0.0")
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		back, err := paste.Decode(strings.Join(lines, "\n"))
		if err != nil || len(back.Lost) > 0 {
			t.Fatalf("seed %d: %v", seed, err)
		}
		a, _ := json.Marshal(masked)
		b, _ := json.Marshal(back.Set)
		if !bytes.Equal(a, b) {
			t.Errorf("seed %d: the paste gives back\n%s\nwant\n%s", seed, b, a)
		}
	}
}

// wholeTables: every row of a table is as long as its first.
func wholeTables(md, page string) error {
	columns := 0
	for _, line := range strings.Split(md, "\n") {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\|`, ""), "|")
		if columns != 0 && n != columns {
			return fmt.Errorf("Markdown: %d bars where the table has %d: %s", n, columns, line)
		}
		columns = n
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return err
	}
	for table := range root.Descendants() {
		if table.Data != "table" {
			continue
		}
		first := 0
		for row := range table.Descendants() {
			if row.Data != "tr" {
				continue
			}
			cells := 0
			for cell := range row.ChildNodes() {
				if cell.Type != html.ElementNode {
					continue
				}
				cells++
				for _, a := range cell.Attr {
					if a.Key == "colspan" && a.Val == "3" {
						cells += 2
					}
				}
			}
			if first == 0 {
				first = cells
			} else if cells != first {
				return fmt.Errorf("HTML: %d cells where the table has %d", cells, first)
			}
		}
	}
	return nil
}

var hostileTexts = []string{"", "imap.example.com", "192.0.2.10:993", "[2001:db8::1]:993", "\x1b[31mred\x07", "a|b|c\n| d", "<script>alert(1)</script>", "</pre></table>", "服务器忙，请稍后再试", "\u202eabc\u2066",
	"`*_[x](y)_*`", "{{.}} {host}", "-----END MAILDIAG REPORT-----", strings.Repeat("长", 200), "\x00\x9b\u2028"}

// echoes are what servers and users say with the user's name in it. Where a server's own name stands it is not looked for.
var echoes = []string{"535 5.7.8 Error: authentication failed: mallory.secret", "mallory.secret@example.com rejected", "用户mallory.secret不存在"}

// scatter puts anything into a value, but keeps to what JSON can carry.
func scatter(v reflect.Value, r *rand.Rand, depth int, field string) {
	switch v.Kind() {
	case reflect.Pointer:
		if depth < 9 && r.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			scatter(v.Elem(), r, depth+1, field)
		}
	case reflect.Slice:
		if n := r.IntN(3); depth < 9 && n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				scatter(v.Index(i), r, depth+1, field)
			}
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2000+r.IntN(60), 1, 1+r.IntN(300), 0, 0, r.IntN(100), r.IntN(1e9), time.UTC)))
			return
		}
		for i := range v.NumField() {
			scatter(v.Field(i), r, depth+1, v.Type().Field(i).Name)
		}
	case reflect.String:
		v.SetString(hostileTexts[r.IntN(len(hostileTexts))])
		if words := knownWords[v.Type()]; words != nil && r.IntN(10) > 0 {
			v.SetString(words[r.IntN(len(words))])
		}
		if slices.Contains([]string{"Lines", "Raw", "FirstBytes", "Transcript", "Errors", "Text", "Line", "Hints", "Symptom"}, field) && r.IntN(2) == 0 {
			v.SetString(echoes[r.IntN(len(echoes))])
		}
		if field == "Addr" || field == "Target" {
			v.SetString(fmt.Sprintf("192.0.2.%d:%d", r.IntN(256), r.IntN(65536)))
		}
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(int64(r.IntN(1000)) - 1)
	case reflect.Float64:
		v.SetFloat(float64(r.IntN(20_000_000)) / 1000)
	}
}

var knownWords = map[reflect.Type][]string{
	reflect.TypeFor[fact.Protocol]():   {"imap", "pop3", "smtp"},
	reflect.TypeFor[fact.Security]():   {"tls", "starttls", "none"},
	reflect.TypeFor[fact.Stage]():      words(fact.Stages),
	reflect.TypeFor[fact.Class]():      {"refused", "timed-out", "reset", "eof", "answered", "alert", "not-tls", "cut", "host-unreachable"},
	reflect.TypeFor[fact.Kind]():       {"ok", "later", "no", "bye", "garbage"},
	reflect.TypeFor[fact.LoginState](): {"ok", "refused", "failed", "skipped"},
	reflect.TypeFor[fact.Skip]():       {"no-auth", "no-password", "imap-worked", "refused-before", "not-reached"},
	reflect.TypeFor[fact.Reason]():     {"check", "sibling-port", "neutral-port", "other-security", "small-hello"},
	reflect.TypeFor[fact.Answer]():     {"", "yes", "no"},
	reflect.TypeFor[fact.PathMethod](): {"tcp", "udp", "icmp"},
	reflect.TypeFor[fact.HopAnswer]():  {"", "icmp", "open", "reset"},
}
