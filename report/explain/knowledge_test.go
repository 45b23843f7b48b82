package explain

import (
	"os"
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/cause"
)

// known is one row of the shared knowledge: a text, and the causes that it may mean; "-": no failure.
type known struct {
	line  int
	text  string
	codes []string
}

var filler = strings.NewReplacer("<address>", "user@example.org", "<host>", "mail.example.org", "<domain>", "example.org",
	"<N>", "10", "<ip>", "192.0.2.1", "<text>", "", "<reason>", "", "<login>", "user@example.org", "<name>", "pc", "<stage>", "sending end of data",
	"<account>", "Work", "<capability>", "STARTTLS", "<url>", "http://example.org/errors", "<date>", "Mon, 2 Nov 2026 10:00:00 +0800", "<group>", "staff",
	"<region>", "EU-WEST-1", "<user>", "user", "<reply>", "502 no", "<forward-path>", "<user@example.net>", "<id>", "a1b2c3d4", "<time>", "1700000000", "<...>", "x")

func rows(t testing.TB, file string, text, codes int) []known {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []known
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		f := strings.Split(line, "\t")
		filled := filler.Replace(f[text])
		want := strings.Split(strings.TrimSuffix(strings.TrimSpace(f[codes]), " or undetermined"), "|")
		if rest, ok := strings.CutPrefix(filled, "X."); ok {
			out = append(out, known{i + 2, "450 4." + rest, want}, known{i + 2, "550 5." + rest, want})
			continue
		}
		out = append(out, known{i + 2, filled, want})
	}
	return out
}

// answer is what a text is judged to be: its first code, "-" where it is no failure, "" where it is not known.
func answer(t testing.TB, text string) string {
	t.Helper()
	v := verdict(t, text)
	switch {
	case len(v.Findings) > 0:
		return v.Findings[0].Cause.Code
	case v.Status == cause.StatusOK:
		return "-"
	}
	return ""
}

func verdict(t testing.TB, text string) cause.Verdict {
	t.Helper()
	said, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return Diagnose(&fact.Set{Said: said})
}

// TestKnowledge: every row gets one of its codes as the best answer.
func TestKnowledge(t *testing.T) {
	for _, file := range []struct {
		name        string
		text, codes int
	}{{"replies.tsv", 2, 3}, {"bounces.tsv", 2, 3}} {
		total, wrong := 0, 0
		for _, r := range rows(t, file.name, file.text, file.codes) {
			total++
			if r.text == "" {
				continue
			}
			got := answer(t, r.text)
			if !slices.Contains(r.codes, got) && !(got == "" && slices.Contains(r.codes, "-")) {
				wrong++
				t.Errorf("%s:%d: %q means %q, want one of %v", file.name, r.line, r.text, got, r.codes)
			}
		}
		t.Logf("%s: %d of %d", file.name, total-wrong, total)
	}
}

// TestSeeds: the problems that words reveal are answered as complaints in plain words.
func TestSeeds(t *testing.T) {
	for _, r := range rows(t, "seeds.tsv", 1, 2) {
		if got := answer(t, r.text); !slices.Contains(r.codes, got) {
			t.Errorf("seeds.tsv:%d: %q means %q, want one of %v", r.line, r.text, got, r.codes)
		}
	}
}

// TestPhrases: what other servers, filters, libraries and programs say.
func TestPhrases(t *testing.T) {
	for _, r := range rows(t, "phrases.tsv", 0, 1) {
		if got := answer(t, r.text); !slices.Contains(r.codes, got) {
			t.Errorf("phrases.tsv:%d: %q means %q, want one of %v", r.line, r.text, got, r.codes)
		}
	}
}
