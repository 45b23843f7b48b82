package render

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
	"maildiag/report"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// traceReport is a trace of four hops, one of which is silent, with a name that wants to be obeyed.
func traceReport(l lang.Lang) *report.Report {
	set := &fact.Set{
		Run: fact.Run{Trace: true, Target: "imap.example.com:993", Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), DurationMS: 130},
		Paths: []fact.Path{{Target: "192.0.2.10:993", Host: "imap.example.com", Why: fact.PathAsked, Method: fact.PathTCP,
			Routers: []fact.Router{{Addr: "203.0.113.2", Name: "r1\x1b[31m.isp.example", AS: "AS64496", Country: "CN"}},
			Rounds: []fact.Round{{Probes: []fact.Hop{
				{TTL: 1, Answer: fact.HopICMP, Addr: "192.168.1.1", MS: 0.4, Type: 11, ReplyTTL: 64},
				{TTL: 2, Answer: fact.HopICMP, Addr: "203.0.113.2", MS: 10, Type: 11, ReplyTTL: 245},
				{TTL: 3},
				{TTL: 4, Answer: fact.HopOpen, Addr: "192.0.2.10", MS: 40},
			}}}}},
	}
	return report.New(set, cause.Diagnose(set), l, report.Options{Version: "1.2.3"})
}

func TestPathText(t *testing.T) {
	for l, want := range map[lang.Lang][]string{
		lang.EN: {"imap.example.com:993", "your router", "internet provider", "mail provider", "* does not answer", "AS64496 CN", "4 hops",
			"hop 2 seem to come back over 11 hops", "30 ms  ██"},
		lang.ZH: {"你的路由器", "宽带运营商", "邮箱服务商", "* 不回应", "网络畅通"},
	} {
		var b bytes.Buffer
		if err := Text(&b, traceReport(l), TextOptions{}); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(b.String(), w) {
				t.Errorf("%s: no %q in\n%s", l, w, b.String())
			}
		}
		if strings.ContainsRune(b.String(), 0x1b) {
			t.Errorf("%s: a router's name reached the terminal as such", l)
		}
	}
}

func TestPathNarrow(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, traceReport(lang.EN), TextOptions{Width: 60, ASCII: true}); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.String() {
		if r > 0x7e {
			t.Fatalf("%q in\n%s", r, b.String())
		}
	}
	if !strings.Contains(b.String(), "203.0.113.2") || !strings.Contains(b.String(), "###") {
		t.Errorf("the address or the bar is lost:\n%s", b.String())
	}
}

func TestPathMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := Markdown(&b, traceReport(lang.EN)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "| 4 | 192.0.2.10 |") || strings.ContainsRune(b.String(), 0x1b) {
		t.Errorf("no row of the server, or a control character:\n%s", b.String())
	}
}
