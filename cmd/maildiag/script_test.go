package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"maildiag/probe/lab"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"maildiag": main, "maildiag-lab": labMain})
}

// TestScripts runs the program as a user would: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "bad": bad, "field": field, "nosecret": nosecret,
		},
	})
}

// start runs a program and gives its exit status.
func start(ts *testscript.TestScript, args []string) int {
	err := ts.Exec(args[0], args[1:]...)
	var failed *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &failed):
		return failed.ExitCode()
	}
	ts.Fatalf("%v", err)
	return -1
}

// exits STATUS PROGRAM ARGS... wants exactly this exit status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM ARGS...")
	}
	if got := start(ts, args[1:]); got != want {
		ts.Fatalf("exit status %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// bad WORDS PROGRAM ARGS... wants the program to refuse its input: exit status 2, nothing on standard output, and on
// standard error one line with these words.
func bad(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bad WORDS PROGRAM ARGS...")
	}
	status := start(ts, args[1:])
	out, err := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	if status != exitUsage || out != "" || strings.Count(err, "\n") != 1 || !strings.HasPrefix(err, "maildiag: ") || !strings.Contains(err, args[0]) {
		ts.Fatalf("exit status %d, standard output %q, standard error %q; want 2, nothing, and one line with %q", status, out, err, args[0])
	}
}

// field FILE PATH VALUE wants FILE to be exactly one JSON object, and the value at the path ("verdict.causes.0.code")
// to be this; a value of * means that there is one.
func field(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: field FILE PATH VALUE")
	}
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	dec.UseNumber()
	var at any = map[string]any{}
	if err := dec.Decode(&at); err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("%s: something stands behind the object", args[0])
	}
	for _, key := range strings.Split(args[1], ".") {
		switch v := at.(type) {
		case map[string]any:
			at = v[key]
		case []any:
			if i, err := strconv.Atoi(key); err == nil && i < len(v) {
				at = v[i]
			} else {
				at = nil
			}
		default:
			at = nil
		}
	}
	got := ""
	if s, ok := at.(string); ok {
		got = s
	} else if at != nil {
		data, err := json.Marshal(at)
		ts.Check(err)
		got = string(data)
	}
	if match := got == args[2] || args[2] == "*" && at != nil; match == neg {
		ts.Fatalf("%s is %s, want %s (negated: %v)", args[1], got, args[2], neg)
	}
}

// nosecret FILE... wants no form of the demo's password, nor of the planted one, in the files.
func nosecret(ts *testscript.TestScript, neg bool, args []string) {
	for _, password := range []string{lab.Password, "planted-Pa55w0rd"} {
		for _, form := range []string{password, base64.StdEncoding.EncodeToString([]byte(password)),
			base64.StdEncoding.EncodeToString([]byte("\x00" + lab.Address + "\x00" + password))} {
			for _, file := range args {
				if strings.Contains(ts.ReadFile(file), form) {
					ts.Fatalf("the password stands in %s as %q", file, form)
				}
			}
		}
	}
}
