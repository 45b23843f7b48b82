package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"

	"github.com/fatih/color"
	"golang.org/x/term"

	"maildiag/probe"
)

// console is where the program meets its user, and all that it reads of its surroundings.
type console struct {
	in       io.Reader
	out, err io.Writer

	inTTY, outTTY, errTTY bool

	width      func() int             // of the terminal behind out, in columns
	errWidth   func() int             // of the one behind err
	readSecret func() (string, error) // one line from the terminal, not echoed
	getenv     func(string) string    // environment
	uiLanguage func() string          // what the system itself says, where there is no locale variable
	os         string
	profiles   func() []string // where a profile may lie that no flag names
	clipboard  func(string) error
	documents  func() []string // where a report may be saved beside the working folder
	ownWindow  func() bool     // the window closes when the program ends
	machine    func(probe.MachineOptions) *probe.Env
	hideTyping func() (restore func()) // switches the terminal's echo off
	// discardInput throws away what was typed and not read yet.
	discardInput func()
}

// machine is the real console.
func machine() *console {
	c := &console{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		inTTY:      term.IsTerminal(int(os.Stdin.Fd())),
		outTTY:     term.IsTerminal(int(os.Stdout.Fd())),
		errTTY:     term.IsTerminal(int(os.Stderr.Fd())),
		width:      func() int { return columns(os.Stdout) },
		errWidth:   func() int { return columns(os.Stderr) },
		readSecret: readSecret,
		getenv:     os.Getenv,
		uiLanguage: uiLanguage,
		os:         runtime.GOOS,
		profiles:   profilePlaces,
		clipboard:  toClipboard,
		documents:  documentFolders,
		ownWindow:  ownWindow,
		machine:    probe.Machine,

		hideTyping: hideTyping,

		discardInput: discardInput,
	}
	if c.outTTY {
		c.out = color.Output // old Windows consoles have no escape sequences of their own
	}
	if c.errTTY {
		c.err = color.Error
	}
	return c
}

func columns(f *os.File) int {
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil || w < 20 {
		return 80
	}
	return w
}

// readSecret reads a line without echo.
func readSecret() (string, error) {
	line, err := term.ReadPassword(int(os.Stdin.Fd()))
	return string(line), err
}

// leaving lets ^C end the program at a question, the prompt's line finished. It gives what takes that back.
func leaving(restore func()) func() {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt)
	go func() {
		if _, ok := <-caught; ok {
			restore()
			fmt.Fprintln(os.Stderr)
			os.Exit(exitUnknown)
		}
	}()
	return func() {
		signal.Stop(caught)
		close(caught)
	}
}

// ask puts a question and reads one line. It takes one byte at a time, so that what is typed ahead is left for the
// next question.
func (c *console) ask(question string) (string, error) {
	if c.inTTY {
		defer leaving(func() {})()
	}
	fmt.Fprint(c.err, question)
	var line []byte
	buf := make([]byte, 1)
	for len(line) < 1000 {
		n, err := c.in.Read(buf)
		if n > 0 && buf[0] == '\n' {
			break
		}
		line = append(line, buf[:n]...)
		if err != nil {
			if len(line) == 0 {
				return "", err
			}
			break
		}
	}
	return strings.TrimSpace(string(line)), nil
}

// interactive says whether there is somebody to ask.
func (c *console) interactive() bool { return c.inTTY && c.errTTY }

// dumb says whether the terminal can do nothing but print.
func (c *console) dumb() bool { return c.getenv("TERM") == "dumb" }

// utf8 says whether the terminal shows characters beyond ASCII. Windows takes them in any code page.
func (c *console) utf8() bool {
	if c.os == "windows" {
		return true
	}
	charset := strings.ToLower(c.locale("LC_CTYPE"))
	return strings.Contains(charset, "utf-8") || strings.Contains(charset, "utf8")
}

// locale is the value that holds for one category (POSIX: LC_ALL, then the category, then LANG).
func (c *console) locale(category string) string {
	for _, name := range []string{"LC_ALL", category, "LANG"} {
		if v := c.getenv(name); v != "" {
			return v
		}
	}
	return ""
}
