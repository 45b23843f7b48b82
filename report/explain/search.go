package explain

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"maildiag/report/cause"
	"maildiag/report/lang"
)

// Hit is one cause that words were found in.
type Hit struct {
	Cause *cause.Cause
	Says  []cause.Says // the sentences with the words in them, the best first
	score float64
}

// entry is a cause as the search sees it.
type entry struct {
	cause *cause.Cause
	words map[string]bool
	title map[string]bool
}

// index is made when somebody searches, and never changes.
var index = sync.OnceValues(func() ([]entry, map[string]int) {
	var list []entry
	frequency := map[string]int{}
	for _, c := range cause.Known() {
		e := entry{c, map[string]bool{}, map[string]bool{}}
		a := adviceFor(c.Code)
		for _, l := range []lang.Lang{lang.EN, lang.ZH} {
			for _, w := range tokens(c.Title.In(l) + " " + strings.NewReplacer(".", " ", "-", " ").Replace(c.Code)) {
				e.title[w], e.words[w] = true, true
			}
			for _, w := range tokens(c.Means.In(l) + " " + a.summary.In(l)) {
				e.words[w] = true
			}
		}
		for _, s := range cause.Sentences(c.Code) {
			for _, w := range tokens(strings.Join(s.Words, " ") + " " + s.Product + " " + s.RespCode) {
				e.words[w] = true
			}
		}
		for w := range e.words {
			frequency[w]++
		}
		list = append(list, e)
	}
	return list, frequency
})

// tokens are the words of a text: Latin ones as they are, Chinese as pairs of characters.
func tokens(s string) []string {
	var out []string
	var latin strings.Builder
	var last rune
	flush := func() {
		if latin.Len() > 1 {
			out = append(out, latin.String())
		}
		latin.Reset()
	}
	for _, r := range cause.Fold(s) {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			if unicode.Is(unicode.Han, last) {
				out = append(out, string([]rune{last, r}))
			}
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '\'', r == '_':
			latin.WriteRune(r)
		default:
			flush()
		}
		last = r
	}
	flush()
	return out
}

// Search finds the causes that speak of the words, in either language, best first; at most n.
func Search(words string, n int) []Hit {
	list, frequency := index()
	want := tokens(simplified(halfWidth(words)))
	var hits []Hit
	for _, e := range list {
		h := Hit{Cause: e.cause}
		for _, w := range want {
			if !e.words[w] {
				continue
			}
			weight := 1 / float64(frequency[w])
			if e.title[w] {
				weight *= 3
			}
			h.score += weight
		}
		if e.cause.Code == strings.TrimSpace(strings.ToLower(words)) {
			h.score += 100
		}
		if h.score > 0 {
			h.Says = spoken(e.cause.Code, want)
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	return hits[:min(n, len(hits))]
}

// spoken are the sentences of a cause with one of the words in them.
func spoken(code string, want []string) []cause.Says {
	var out []cause.Says
	for _, s := range cause.Sentences(code) {
		for _, w := range tokens(strings.Join(s.Words, " ")) {
			if slices.Contains(want, w) && len(out) < 3 {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

// common are words that most texts of the knowledge share, so that they bring no text nearer to one cause.
var common = map[string]bool{"the": true, "and": true, "mail": true, "server": true, "message": true, "to": true, "of": true, "is": true, "for": true, "error": true, "not": true, "邮件": true, "服务": true, "务器": true, "错误": true}

// Nearest are the three causes whose words are nearest to a text that is not known.
func Nearest(text string) []*cause.Cause {
	var kept []string
	for _, w := range strings.Fields(text) {
		if !common[strings.ToLower(w)] && len(kept) < 60 {
			kept = append(kept, w)
		}
	}
	var out []*cause.Cause
	for _, h := range Search(strings.Join(kept, " "), 3) {
		out = append(out, h.Cause)
	}
	for _, code := range []string{"service.temporary", "send.policy-rejected", "auth.rejected"} {
		if c := cause.ByCode(code); len(out) < 3 && c != nil && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
