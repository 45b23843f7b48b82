package main

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/probe/lab"
	"maildiag/report"
	"maildiag/report/cause"
	"maildiag/report/lang"
	"maildiag/report/paste"
	"maildiag/report/render"
)

// TestEveryRunOfTheLab measures each fault of the lab once, and holds each report to what every report promises: masked it
// is judged as unmasked, and so is the paste of it; no name is left in it; its JSON is valid by the schema; its forms stay
// small.
func TestEveryRunOfTheLab(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole lab")
	}
	schema := readSchema(t)
	sets := measured(t)
	for _, fault := range worlds() {
		t.Run(fault, func(t *testing.T) {
			set := <-sets[fault]
			if set == nil {
				t.Fatal("there is no such world")
			}
			masked, err := report.Mask(set)
			if err != nil {
				t.Fatal(err)
			}
			want := told(judged(set))
			if got := told(judged(masked)); got != want {
				t.Errorf("masked:\n%s\nwant:\n%s", got, want)
			}
			t.Run("paste", func(t *testing.T) { pasteRound(t, masked, want) })
			for _, l := range []lang.Lang{lang.EN, lang.ZH} {
				r := report.New(masked, judged(masked), l, report.Options{Version: "1.0.0", Paste: true})
				var js, page, text bytes.Buffer
				for _, err := range []error{render.JSON(&js, r), render.HTML(&page, r), render.Text(&text, r, render.TextOptions{})} {
					if err != nil {
						t.Fatal(err)
					}
				}
				if err := schema.valid(js.Bytes()); err != nil {
					t.Errorf("%s: by the schema: %v", l, err)
				}
				if page.Len() > 120<<10 {
					t.Errorf("%s: the page has %d bytes", l, page.Len())
				}
				for _, secret := range []string{"alice@", "bob@", "192.168.1.23", "2001:db8:1::23", lab.Password} {
					for form, out := range map[string]string{"json": js.String(), "html": page.String(), "text": text.String()} {
						if strings.Contains(out, secret) {
							t.Errorf("%s, %s: %s is still there", form, l, secret)
						}
					}
				}
			}
		})
	}
}

// worlds are all faults that the lab lists, and some of those that take a value.
func worlds() []string {
	out := []string{"plan.password=edge-blank", "plan.login=alice", "pc.clock=-3y", "plan.send-to=bob@example.net", "plan.imap=imap.example.com:143/none",
		"imap.tcp=filtered;pop3.tcp=filtered;smtp.tcp=filtered", ""}
	for _, f := range lab.Faults() {
		if !slices.Contains(out, f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

// measured runs the pipeline for every fault. Such a run waits more than it works, so that many go side by side.
func measured(t *testing.T) map[string]chan *fact.Set {
	t.Helper()
	sets := map[string]chan *fact.Set{}
	turn := make(chan bool, 16)
	for _, fault := range worlds() {
		done := make(chan *fact.Set, 1)
		sets[fault] = done
		go func() {
			turn <- true
			defer func() { <-turn }()
			world, err := lab.New(fault)
			if err != nil {
				done <- nil
				return
			}
			defer world.Close()
			plan := world.Plan()
			if plan.Timeout == 0 {
				plan.Timeout = 30 * time.Second
			}
			done <- probe.Run(context.Background(), world.Env(), plan)
		}()
	}
	return sets
}

// pasteRound writes the facts as a block and reads them from a quoted mail.
func pasteRound(t *testing.T, masked *fact.Set, want string) {
	sent := report.WithoutTranscripts(masked)
	lines, err := paste.Encode(sent, "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	block := strings.Join(lines, "\n")
	if len(block) > 6<<10 {
		t.Errorf("the block has %d bytes", len(block))
	}
	back, by, err := report.Decode(strings.NewReader("Hello,\n\n> " + strings.ReplaceAll(block, "\n", "\r\n> ") + "\r\n"))
	if err != nil || by != "1.0.0" {
		t.Fatalf("read by %q: %v", by, err)
	}
	a, _ := json.Marshal(back)
	b, _ := json.Marshal(sent)
	if !bytes.Equal(a, b) {
		t.Errorf("read back as\n%s\nwant\n%s", a, b)
	}
	if got := told(judged(back)); got != want {
		t.Errorf("the paste is judged\n%s\nwant\n%s", got, want)
	}
}

// told is a verdict without its words.
func told(v cause.Verdict) string {
	out := []string{string(v.Status)}
	for _, f := range v.Findings {
		out = append(out, strings.Join([]string{f.Cause.Code, f.Subject, string(f.Severity), string(f.Confidence)}, " "))
	}
	for _, f := range v.Unexplained {
		out = append(out, string(f.Stage)+" "+string(f.Class()))
	}
	return strings.Join(out, "\n")
}
