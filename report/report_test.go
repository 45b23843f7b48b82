package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// refused is a run in which IMAP refuses the connection, POP3 was never tested, and SMTP works without a login.
func refused() *fact.Set {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tls := &fact.TLSInfo{Version: "TLS 1.3", Chain: []fact.Cert{{NotBefore: at.Add(-time.Hour), NotAfter: at.Add(time.Hour)}},
		Trust: &fact.Trust{System: fact.Yes, Name: fact.Yes}}
	return &fact.Set{
		Run: fact.Run{Address: "alice@example.com", Domain: "example.com", Started: at, DurationMS: 30000, CutShort: true},
		Services: []fact.Service{
			{Protocol: fact.IMAP, Host: "192.0.2.10", Port: 993, Security: fact.TLS, Source: fact.SourceUser, Attempts: []fact.Attempt{
				{Addr: "192.0.2.10:993", Security: fact.TLS, Failure: &fact.Failure{Stage: fact.StageTCP, Class: fact.Refused, Op: "connect", AfterMS: 40}}}},
			{Protocol: fact.POP3, Host: "192.0.2.11", Port: 995, Security: fact.TLS, Source: fact.SourceUser, Attempts: []fact.Attempt{
				{Addr: "192.0.2.11:995", Security: fact.TLS, Failure: &fact.Failure{Stage: fact.StageTCP, Class: fact.Cut, Op: "connect"}}}},
			{Protocol: fact.SMTP, Host: "2001:db8::12", Port: 587, Security: fact.TLS, Source: fact.SourceUser, Attempts: []fact.Attempt{
				{Addr: "[2001:db8::12]:587", Security: fact.TLS, Dial: &fact.Dial{MS: 1}, TLS: tls, Talk: fact.Talk{Caps: &fact.Caps{}}}},
				Login: &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNoPassword}},
		},
	}
}

func TestServiceStatus(t *testing.T) {
	set := refused()
	r := New(set, cause.Diagnose(set), lang.EN, Options{Version: "1"})
	want := []struct {
		status Status
		stage  fact.Stage
	}{{ServiceFailed, fact.StageTCP}, {ServiceSkipped, ""}, {ServiceOK, ""}}
	for i, w := range want {
		if got := r.Services[i]; got.Status != w.status || got.FailedStage != w.stage {
			t.Errorf("%s: %s at %q, want %s at %q", got.Protocol, got.Status, got.FailedStage, w.status, w.stage)
		}
	}
	marks := []Mark{MarkBad, MarkUnknown, MarkOK}
	for i, row := range r.Page.Rows {
		if got := row.Cells[1].Mark; got != marks[i] {
			t.Errorf("%s: mark %d, want %d", row.Where, got, marks[i])
		}
	}
	if got := r.Page.Rows[2].Where; got != "[2001:db8::12]:587/tls" {
		t.Errorf("the service is called %q", got)
	}
}

func TestNotesSayWhyThereWasNoLogin(t *testing.T) {
	set := refused()
	for skip, text := range skipped {
		set.Services[2].Login.Skipped = skip
		for _, l := range []lang.Lang{lang.EN, lang.ZH} {
			notes := New(set, cause.Verdict{Status: cause.StatusOK}, l, Options{}).Page.Notes
			if len(notes) != 2 || !strings.Contains(notes[0], text.In(l)) || !strings.Contains(notes[0], "[2001:db8::12]:587") {
				t.Errorf("%s: notes are %q", skip, notes)
			}
		}
	}
}

func TestEveryFailureHasItsSentence(t *testing.T) {
	s := &fact.Service{Protocol: fact.IMAP, Host: "imap.example.com", Port: 993}
	for _, stage := range fact.Stages {
		for class := range ended {
			f := &cause.Failure{Service: s, Stage: stage, Failure: &fact.Failure{Stage: stage, Class: class, Raw: "raw words", AfterMS: 1500}}
			for _, l := range []lang.Lang{lang.EN, lang.ZH} {
				got := failureSentence(f).In(l)
				if strings.ContainsAny(got, "{}") || !strings.Contains(got, "imap.example.com:993") {
					t.Errorf("%s %s: %q", stage, class, got)
				}
			}
		}
	}
}

func TestJSONHasTheContractsFields(t *testing.T) {
	set := refused()
	data, err := json.Marshal(New(set, cause.Diagnose(set), lang.EN, Options{Version: "1.2.3"}))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Schema     string  `json:"schema"`
		Tool       Tool    `json:"tool"`
		Started    string  `json:"started"`
		DurationMS float64 `json:"duration_ms"`
		Verdict    struct {
			Status string            `json:"status"`
			Causes []json.RawMessage `json:"causes"`
		} `json:"verdict"`
		Services []map[string]any `json:"services"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Schema != "maildiag.report/1" || doc.Tool.Version != "1.2.3" || doc.Started != "2026-01-02T03:04:05Z" || doc.DurationMS != 30000 {
		t.Errorf("the head is %+v", doc)
	}
	if doc.Verdict.Causes == nil || doc.Verdict.Status == "" {
		t.Errorf("the verdict is %+v", doc.Verdict)
	}
	if s := doc.Services[0]; s["protocol"] != "imap" || s["port"] != 993.0 || s["status"] != "failed" || s["failed_stage"] != "tcp" || s["source"] != "user" {
		t.Errorf("the first service is %v", s)
	}
}

func TestDecodeGivesBackEveryMeasurement(t *testing.T) {
	for _, set := range []*fact.Set{refused(), personal()} {
		data, err := json.Marshal(New(set, cause.Diagnose(set), lang.ZH, Options{Version: "1.2.3"}))
		if err != nil {
			t.Fatal(err)
		}
		got, by, err := Decode(bytes.NewReader(append([]byte("\xef\xbb\xbf"), data...)))
		if err != nil {
			t.Fatal(err)
		}
		want, _ := json.Marshal(set)
		back, _ := json.Marshal(got)
		if !bytes.Equal(want, back) || by != "1.2.3" {
			t.Errorf("decoded, by %s:\n%s\nwant\n%s", by, back, want)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", "empty"},
		{" \n", "empty"},
		{"hello", "no report of maildiag"},
		{`[{"schema":"maildiag.report/1"}]`, "no report of maildiag"},
		{`{"schema":"maildiag.report/1","facts":{`, "cut off"},
		{`{"schema":"maildiag.report/1"}`, "no measurements"},
		{`{"schema":"maildiag.report/2","facts":{}}`, "newer maildiag"},
		{`{"schema":"other","facts":{}}`, "no report of maildiag"},
		{`{}`, "no report of maildiag"},
		{`{"schema":"maildiag.report/1","facts":{}} {}`, "behind the report"},
		{`{"schema":"maildiag.report/1","facts":{}} x`, "behind the report"},
		{`{"schema":"maildiag.report/1","facts":{"services":"x"}}`, "services"},
		{`{"schema":}`, "byte 11"},
		{`{"a":[` + strings.Repeat("{},", maxObjects) + `{}]}`, "more entries"},
		{`{"a":[` + strings.Repeat("0,", maxValues+1) + `0]}`, "more entries"},
		{"{" + strings.Repeat(" ", MaxSize), "16 MiB"},
		{strings.Repeat("{\"a\":", 20000) + "1" + strings.Repeat("}", 20000), "damaged"},
	}
	for _, test := range tests {
		_, _, err := Decode(strings.NewReader(test.in))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.40q: error %v, want one line with %q", test.in, err, test.want)
		}
		if bad, ok := err.(*InputError); ok && bad.Text.In(lang.ZH) == bad.Text.In(lang.EN) {
			t.Errorf("%.40q: no Chinese error", test.in)
		}
	}
}

func TestDecodeReadsNoMoreThanItsLimit(t *testing.T) {
	endless := &counter{}
	if _, _, err := Decode(endless); err == nil {
		t.Error("an endless report was taken")
	}
	if endless.n > MaxSize+1<<20 {
		t.Errorf("%d bytes were read", endless.n)
	}
}

type counter struct{ n int }

func (c *counter) Read(p []byte) (int, error) {
	c.n += len(p)
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

var _ io.Reader = (*counter)(nil)

func FuzzDecode(f *testing.F) {
	set := personal()
	data, err := json.Marshal(New(set, cause.Diagnose(set), lang.EN, Options{Version: "1"}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"schema":"maildiag.report/1","facts":{"services":[{"attempts":[{}],"login":{"state":"refused"}}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, _, err := Decode(bytes.NewReader(data))
		if err != nil {
			return
		}
		m, err := Mask(set)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*fact.Set{set, m} {
			v := cause.Diagnose(s)
			r := New(s, v, lang.ZH, Options{Transcript: true})
			if len(r.Page.Rows) != len(s.Services) {
				t.Fatalf("%d rows for %d services", len(r.Page.Rows), len(s.Services))
			}
		}
	})
}
