package explain

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
)

// endless repeats a text up to a size.
type endless struct {
	head, text string
	left, at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && e.left > 0 {
		var c int
		if e.head != "" {
			c = copy(p[n:], e.head)
			e.head = e.head[c:]
		} else {
			c = copy(p[n:min(len(p), n+e.left)], e.text[e.at:])
			e.at = (e.at + c) % len(e.text)
		}
		n, e.left = n+c, e.left-c
	}
	return n, nil
}

// TestHugeInput: a large input of any kind is read in bounded memory and time, and what it says is still found.
func TestHugeInput(t *testing.T) {
	if testing.Short() {
		t.Skip("large inputs take seconds")
	}
	const size = 8 << 20
	nested := "MIME-Version: 1.0\nFrom: a@example.com\nContent-Type: multipart/mixed; boundary=x\n\n"
	for i := range 3000 {
		nested += fmt.Sprintf("--x\nContent-Type: multipart/mixed; boundary=x%d\n\n--x%d\n", i, i)
	}
	for name, in := range map[string]*endless{
		"a log without errors":    {text: "Nov  2 10:00:01 mx postfix/smtp[1]: A: to=<a@example.com>, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"},
		"a log with errors":       {text: "Nov  2 10:00:01 mx postfix/smtp[1]: A: to=<a@example.com>, status=bounced (host b said: 550 5.1.1 User unknown)\n"},
		"one endless line":        {text: "abcdefgh 550 "},
		"nothing but line ends":   {text: "\n"},
		"nothing but zero bytes":  {text: "\x00"},
		"a header without an end": {head: "From: a@example.com\nSubject: x\n", text: "X-Field: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n"},
		"one endless field":       {head: "From: a@example.com\nSubject: ", text: "yyyy "},
		"a message with a body":   {head: "From: a@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain\n\n", text: "550 5.1.1 hello\n"},
		"many parts":              {head: "MIME-Version: 1.0\nFrom: a@example.com\nContent-Type: multipart/mixed; boundary=x\n\n", text: "--x\nContent-Type: text/plain\n\nhello\n"},
		"deep nesting":            {head: nested, text: "--x9\nContent-Type: text/plain\n\nhello\n"},
		"a report of a million":   {head: "MIME-Version: 1.0\nFrom: mailer-daemon@example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n", text: "Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.1\n\n"},
		"quoted-printable":        {text: "=E8=AF=B7=\n"},
		"brackets":                {text: "<<<<((((["},
		"Chinese":                 {text: "错误 "},
	} {
		in.left = size
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		peak := watchHeap(t, func() {
			start := time.Now()
			said, err := Read(in)
			if err != nil && !(err == ErrBinary && name == "nothing but zero bytes") {
				t.Errorf("%s: %v", name, err)
			}
			Diagnose(&fact.Set{Said: said})
			if name == "a log with errors" && (len(said) == 0 || said[0].Kind != fact.SaidError) {
				t.Errorf("%s: %+v", name, said)
			}
			t.Logf("%-24s %8s, %d pieces", name, time.Since(start).Round(time.Millisecond), len(said))
		})
		runtime.ReadMemStats(&after)
		if peak > before.HeapInuse+48<<20 {
			t.Errorf("%s: %d MiB of heap", name, (peak-before.HeapInuse)>>20)
		}
	}
}

// watchHeap is the largest heap that was seen while do ran.
func watchHeap(t *testing.T, do func()) uint64 {
	t.Helper()
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var m runtime.MemStats
		most := uint64(0)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	do()
	close(done)
	return <-peak
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/bounces/*.eml")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, r := range rows(f, "replies.tsv", 2, 3) {
		f.Add([]byte(r.text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		said, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if len(said) == 0 {
			t.Fatal("no piece")
		}
		v := Diagnose(&fact.Set{Said: said})
		for _, finding := range v.Findings {
			if finding.Cause == nil || finding.Summary.Empty() || len(finding.Fixes) == 0 {
				t.Fatalf("%+v", finding)
			}
		}
		for _, s := range said {
			if len(s.Text) > 64<<10 || len(s.Line) > 8*lineLength || strings.ContainsRune(s.Recipient, '\n') {
				t.Fatalf("unbounded: %d %d %q", len(s.Text), len(s.Line), s.Recipient)
			}
		}
	})
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{"ÇëÊ¹ÓÃÊÚÈ¨Âë", "璇蜂娇鐢ㄦ巿鏉冪爜", "0x800CCCOF", `\xc7\xeb`, "=E8=AF=B7", "<p>a&nbsp;b</p>", "> a\n> b", "錯(cuò)誤", "=?gbk?B?x+s=?="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if out := repair(s); len(out) > 16*len(s)+64 {
			t.Fatalf("%d bytes became %d", len(s), len(out))
		}
	})
}

// BenchmarkBounces is how many bounces are read and judged in a second.
func BenchmarkBounces(b *testing.B) {
	files, _ := filepath.Glob("testdata/bounces/*.eml")
	var all [][]byte
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, data)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		said, err := Read(bytes.NewReader(all[n%len(all)]))
		if err != nil {
			b.Fatal(err)
		}
		Diagnose(&fact.Set{Said: said})
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "bounces/s")
}
