// Command maildiag checks a mailbox from the name look-up to the login, and says what is wrong and
// what to do.
//
// It owns the command line, the questions to the user, where output goes, and the exit status: one
// file a command.
//
// Not here: measuring (package probe), judging (report/cause), the words and the layout of a verdict
// (report, report/render).
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"maildiag/report"
	"maildiag/report/lang"
	"maildiag/report/render"
)

func main() {
	c := machine()
	status := run(os.Args[1:], c)
	if c.interactive() && c.ownWindow() { // who started it by a double-click would see nothing else of it
		a := &app{console: c, lang: localeLanguage(c)}
		_, _ = a.ask("\n" + a.say(textPressEnter))
	}
	os.Exit(status)
}

// app is one call of the program.
type app struct {
	*console
	lang   lang.Lang
	color  string // --color
	status int    // what the command that ran makes of its verdict
}

// run is the whole program, from arguments to exit status.
func run(args []string, c *console) int {
	cobra.MousetrapHelpText = "" // a double-click on Windows is how many users start it
	a := &app{console: c}
	l, err := language(args, c)
	a.lang = l
	if err == nil {
		root := a.root()
		root.SetArgs(textLast(args))
		err = root.ExecuteContext(context.Background())
	}
	if err != nil {
		fmt.Fprintln(c.err, "maildiag: "+render.Escape(a.explain(err)))
		return exitUsage
	}
	return a.status
}

// explain puts an error into the user's language.
func (a *app) explain(err error) string {
	var usage *usageError
	var input *report.InputError
	switch {
	case errors.As(err, &usage):
		return usage.text.In(a.lang)
	case errors.As(err, &input):
		return input.Text.In(a.lang)
	}
	return err.Error()
}

// say gives a text in the user's language.
func (a *app) say(t lang.Text) string { return t.In(a.lang) }
