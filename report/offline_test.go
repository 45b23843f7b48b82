package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report"
	"maildiag/report/cause"
	"maildiag/report/explain"
	"maildiag/report/lang"
	"maildiag/report/received"
	"maildiag/report/render"
)

var updateOffline = flag.Bool("update-offline", false, "write the golden pages of explain and headers anew")

// offline judges a set as the commands do, and gives its text.
func offlinePage(t *testing.T, set *fact.Set, l lang.Lang) (string, cause.Verdict) {
	t.Helper()
	set, err := report.Mask(set)
	if err != nil {
		t.Fatal(err)
	}
	v := cause.Diagnose(set)
	if len(set.Said) > 0 {
		v = explain.Diagnose(set)
	}
	r := report.New(set, v, l, report.Options{Version: "1.0.0"})
	var page, again bytes.Buffer
	if err := render.Text(&page, r, render.TextOptions{Width: 100}); err != nil {
		t.Fatal(err)
	}
	// What is saved is judged again to the same verdict.
	if err := render.JSON(&again, r); err != nil {
		t.Fatal(err)
	}
	var saved struct{ Facts *fact.Set }
	if err := json.Unmarshal(again.Bytes(), &saved); err != nil {
		t.Fatal(err)
	}
	second := cause.Diagnose(saved.Facts)
	if len(saved.Facts.Said) > 0 {
		second = explain.Diagnose(saved.Facts)
	}
	if second.Status != v.Status || len(second.Findings) != len(v.Findings) {
		t.Errorf("read again: %v with %d findings, it was %v with %d", second.Status, len(second.Findings), v.Status, len(v.Findings))
	}
	text, _, _ := strings.Cut(page.String(), "-----BEGIN")
	return text, v
}

func TestOfflinePages(t *testing.T) {
	header := func(name string) *fact.Set {
		file, err := os.Open(filepath.Join("testdata", "offline", name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		m, err := received.Parse(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return &fact.Set{Message: m}
	}
	text := func(s string) *fact.Set {
		said, err := explain.Read(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		return &fact.Set{Said: said}
	}
	bounce, err := os.ReadFile(filepath.Join("explain", "testdata", "bounces", "postfix-three-recipients.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		set    *fact.Set
		codes  string // in order
		status cause.Status
	}{
		{"hop", header("hop.eml"), "delay.hop", cause.StatusDegraded},
		{"sender", header("sender.eml"), "delay.sender", cause.StatusDegraded},
		{"greylist", header("greylist.eml"), "delay.greylist", cause.StatusDegraded},
		{"skew", header("skew.eml"), "delay.clock-skew", cause.StatusOK},
		{"junk", header("junk.eml"), "receive.filtered-as-spam", cause.StatusDegraded},
		{"forged", header("forged.eml"), "send.domain-auth-failed", cause.StatusDegraded},
		{"winmail", header("winmail.eml"), "message.attachment-lost", cause.StatusDegraded},
		{"well", header("well.eml"), "", cause.StatusOK},
		{"code", text("0x800CCCOE, 套接字错误: 10061"), "tcp.refused", cause.StatusBroken},
		{"bounce", text(string(bounce)), "send.recipient-rejected send.mailbox-full send.remote-unreachable", cause.StatusBroken},
		{"unknown", text("frobnicate zork error 77"), "", cause.StatusUnknown},
		{"harmless", text("Please find attached the invoice for November."), "", cause.StatusOK},
	} {
		for _, l := range []lang.Lang{lang.EN, lang.ZH} {
			page, v := offlinePage(t, c.set, l)
			var codes []string
			for _, f := range v.Findings {
				codes = append(codes, f.Cause.Code)
			}
			if strings.Join(codes, " ") != c.codes || v.Status != c.status {
				t.Errorf("%s: %v, %s; want %s, %s", c.name, codes, v.Status, c.codes, c.status)
			}
			if strings.Contains(page, "secret body") {
				t.Errorf("%s: the body is shown", c.name)
			}
			golden := filepath.Join("testdata", "offline", c.name+"."+string(l)+".txt")
			if *updateOffline {
				if err := os.WriteFile(golden, []byte(page), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if page != string(want) {
				t.Errorf("%s (-update-offline writes it anew):\n%s\nwant\n%s", golden, page, want)
			}
		}
	}
}

// TestOfflineMask: no name of a person, and not the PC that a message came from, stands on a masked page.
func TestOfflineMask(t *testing.T) {
	said, err := explain.Read(strings.NewReader("550 5.1.1 <li.hua@example.com>: Recipient address rejected: User unknown"))
	if err != nil {
		t.Fatal(err)
	}
	page, _ := offlinePage(t, &fact.Set{Said: said}, lang.EN)
	if strings.Contains(page, "li.hua") || !strings.Contains(page, "@example.com") {
		t.Errorf("%s", page)
	}
	m, err := received.Parse(strings.NewReader("Received: from PC-LIHUA ([198.51.100.77]) by mx.example.com with ESMTPSA for <li.hua@example.com>; Mon, 2 Nov 2026 10:00:00 +0800\nFrom: li.hua@example.com\nReturn-Path: <li.hua@example.com>\n"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := report.Mask(&fact.Set{Message: m})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := json.Marshal(set)
	for _, secret := range []string{"li.hua", "PC-LIHUA", "pc-lihua", "198.51.100.77"} {
		if strings.Contains(string(data), secret) {
			t.Errorf("%s stands in %s", secret, data)
		}
	}
	if set.Message.Hops[0].By != "mx.example.com" {
		t.Errorf("the server is masked: %+v", set.Message.Hops[0])
	}
}
