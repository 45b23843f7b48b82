// Command count reads the output of go test -json, prints what a person wants to see of it (a line for each
// package, the whole output of what failed, the reason of each skip) and ends in a line "passed failed skipped".
//
// A test that has subtests is not counted beside them, only its subtests are; where it fails and none
// of them did, it counts. A package that does not build, or crashes outside of its tests, is one failure.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is one line of test2json (go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output
	Test       string
	Elapsed    float64
	Output     string
}

type result struct {
	action   string
	output   []string
	seen     bool // it ran: a slash in a subtest's name makes it look like a subtest of one that never did
	parent   bool // has subtests
	badChild bool // a subtest of it failed
}

type tally struct {
	passed, failed, skipped int
	tests                   map[[2]string]*result
	order                   [][2]string
	build                   map[string][]string // output of failed builds, by package
}

func main() {
	t := &tally{tests: map[[2]string]*result{}, build: map[string][]string{}}
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			t.line(line)
		}
		if err != nil {
			if err != io.EOF {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(2)
			}
			break
		}
	}
	for _, key := range t.order {
		t.finish(key)
	}
	fmt.Println(t.passed, t.failed, t.skipped)
}

func (t *tally) line(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil {
		os.Stdout.Write(line) // the go command's own words: a download, a broken go.mod
		return
	}
	switch {
	case e.Action == "build-output":
		t.build[e.ImportPath] = append(t.build[e.ImportPath], e.Output)
	case e.Action == "build-fail":
		fmt.Printf("FAIL  %s does not build\n%s", e.ImportPath, strings.Join(t.build[e.ImportPath], ""))
	case e.Test == "":
		t.pkg(e)
	default:
		t.test(e)
	}
}

func (t *tally) get(key [2]string) *result {
	r := t.tests[key]
	if r == nil {
		r = &result{}
		t.tests[key] = r
		t.order = append(t.order, key)
	}
	return r
}

func (t *tally) test(e event) {
	r := t.get([2]string{e.Package, e.Test})
	r.seen = true
	switch e.Action {
	case "output":
		r.output = append(r.output, e.Output)
	case "pass", "fail", "skip":
		r.action = e.Action
	}
	for name := e.Test; ; {
		cut := strings.LastIndexByte(name, '/')
		if cut < 0 {
			return
		}
		name = name[:cut]
		parent := t.get([2]string{e.Package, name})
		parent.parent = true
		parent.badChild = parent.badChild || e.Action == "fail"
	}
}

// pkg handles what go test says of a package as a whole.
func (t *tally) pkg(e event) {
	key := [2]string{e.Package, ""}
	switch e.Action {
	case "output":
		if t.tests[key] == nil {
			t.tests[key] = &result{}
		}
		t.tests[key].output = append(t.tests[key].output, e.Output)
	case "pass":
		fmt.Printf("ok    %s (%.1f s)\n", e.Package, e.Elapsed)
	case "fail":
		fmt.Printf("FAIL  %s (%.1f s)\n", e.Package, e.Elapsed)
		if !t.anyFailed(e.Package) {
			t.failed++
			if r := t.tests[key]; r != nil {
				fmt.Print(strings.Join(r.output, ""))
			}
		}
	}
}

// anyFailed says whether a test of the package failed or never ended: then the package's own failure is counted there.
func (t *tally) anyFailed(pkg string) bool {
	for key, r := range t.tests {
		if key[0] == pkg && key[1] != "" && r.seen && (r.action == "fail" || r.action == "") {
			return true
		}
	}
	return false
}

func (t *tally) finish(key [2]string) {
	r := t.tests[key]
	if !r.seen {
		return
	}
	switch {
	case r.action == "pass" && r.parent, r.action == "fail" && r.badChild:
		// Its subtests are counted. What it said itself when one of them failed (a panic is written here) is shown.
		if r.action == "pass" || len(said(r.output)) == 0 {
			return
		}
	case r.action == "pass":
		t.passed++
		return
	case r.action == "skip":
		t.skipped++
		fmt.Printf("skip  %s %s: %s\n", key[0], key[1], cmp.Or(strings.Join(said(r.output), " "), "no reason given"))
		return
	default: // failed, or never ended: a panic, a time-out
		t.failed++
	}
	fmt.Printf("FAIL  %s %s\n%s", key[0], key[1], strings.Join(r.output, ""))
}

// said is what the test wrote itself: the lines that are not test2json's frame.
func said(output []string) []string {
	var lines []string
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "--- ") {
			lines = append(lines, line)
		}
	}
	return lines
}
