package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var writeLicenses = flag.Bool("write-licenses", false, "write licenses.txt anew")

// TestLicenses: licenses.txt has the licence of everything that the binary contains, on any system, and no more.
func TestLicenses(t *testing.T) {
	want := licenses(t)
	if *writeLicenses {
		if err := os.WriteFile("licenses.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile("licenses.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Error("licenses.txt is not what the linked modules say: `make licenses` writes it anew")
	}
}

func licenses(t *testing.T) string {
	t.Helper()
	dirs := map[string]string{}
	for _, goos := range []string{"linux", "windows", "darwin"} {
		for _, p := range goList(t, goos, "-deps", "./cmd/maildiag") {
			if p.Module != nil && p.Module.Path != "maildiag" {
				dirs[p.Module.Path+" "+p.Module.Version] = p.Module.Dir
			}
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("maildiag is under the licence in LICENSE. Its binary contains the work of others, under these licences.\n")
	add := func(name, dir string) {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s", strings.Repeat("=", 80), name, licenseTexts(t, name, dir))
	}
	add("The Go standard library", strings.TrimSpace(string(root)))
	for _, name := range slices.Sorted(maps.Keys(dirs)) {
		add(name, dirs[name])
	}
	return b.String()
}

// licenseTexts are the licence files at the top of a module. One whose licence stands in the module that it is
// developed in brings a copy, so one without any is an error.
func licenseTexts(t *testing.T, name, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var b strings.Builder
	for _, e := range entries {
		upper := strings.ToUpper(e.Name())
		if e.IsDir() || !(strings.HasPrefix(upper, "LICEN") || strings.HasPrefix(upper, "COPYING") || strings.HasPrefix(upper, "NOTICE")) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(strings.ReplaceAll(strings.TrimRight(string(text), "\n"), "\r\n", "\n") + "\n")
	}
	if b.Len() == 0 {
		t.Errorf("%s has no licence file", name)
	}
	return b.String()
}
