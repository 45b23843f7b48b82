package explain

import (
	"os"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/cause"
)

// texts reads a file of texts, each behind a line "-- name --".
func texts(t testing.TB, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	name := ""
	for line := range strings.Lines(string(data)) {
		if head, ok := strings.CutPrefix(line, "-- "); ok && strings.HasSuffix(strings.TrimSpace(line), " --") {
			name = strings.TrimSuffix(strings.TrimSpace(head), " --")
			continue
		}
		out[name] += line
	}
	return out
}

// TestHarmless: ordinary mail, newsletters and logs of sessions that went well name no cause.
func TestHarmless(t *testing.T) {
	all := texts(t, "harmless.txt")
	if len(all) < 60 {
		t.Errorf("only %d texts", len(all))
	}
	for name, text := range all {
		said, err := Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		v := Diagnose(&fact.Set{Said: said})
		if v.Status != cause.StatusOK {
			for _, f := range v.Findings {
				t.Errorf("%s: %s, because of %q", name, f.Cause.Code, f.Evidence)
			}
			if len(v.Findings) == 0 {
				t.Errorf("%s: %s: %+v", name, v.Status, said)
			}
		}
	}
	t.Logf("%d texts", len(all))
}
