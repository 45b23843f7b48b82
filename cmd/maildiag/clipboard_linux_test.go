package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report"
	"maildiag/report/lang"
)

// TestClipboardOfADesktop: the report goes to the desktop's program, whole; a program that fails is said to.
func TestClipboardOfADesktop(t *testing.T) {
	dir := t.TempDir()
	board := filepath.Join(dir, "board")
	t.Setenv("PATH", dir)
	t.Setenv("DISPLAY", ":0")
	t.Setenv("WAYLAND_DISPLAY", "")
	put := func(script string) {
		if err := os.WriteFile(filepath.Join(dir, "xclip"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put("exec /bin/cat > " + board + "\n")
	if err := toClipboard("报告\n"); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(board); err != nil || string(got) != "报告\n" {
		t.Errorf("%v: the clipboard has %q", err, got)
	}
	put("exit 1\n")
	if err := toClipboard("x"); err == nil || !strings.Contains(err.Error(), "xclip") {
		t.Errorf("a program that failed: %v", err)
	}
	t.Setenv("DISPLAY", "")
	if err := toClipboard("x"); err != errNoClipboard {
		t.Errorf("without a desktop: %v", err)
	}
}

func TestCopyWithoutAClipboard(t *testing.T) {
	f := newFake("", nil)
	f.clipboard = func(string) error { return errNoClipboard }
	f.app().copyReport(document(t))
	if !strings.Contains(f.stderr.String(), "not on the clipboard") || strings.Contains(f.stderr.String(), "\x1b") {
		t.Errorf("%q", f.stderr.String())
	}
	f = newFake("", nil)
	got := ""
	f.clipboard = func(s string) error { got = s; return nil }
	f.app().copyReport(document(t))
	if !strings.Contains(got, "-----END MAILDIAG REPORT-----") || !strings.Contains(f.stderr.String(), "on the clipboard") {
		t.Errorf("copied %q, said %q", got, f.stderr.String())
	}
}

func document(t *testing.T) *report.Report {
	t.Helper()
	set := &fact.Set{Run: fact.Run{Address: "user-1@example.com", Masked: true}}
	return report.New(set, judged(set), lang.EN, report.Options{Version: "1", Paste: true})
}
