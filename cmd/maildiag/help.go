package main

import (
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"maildiag/report/lang"
	"maildiag/report/render"
)

var (
	textUsage    = lang.T("Usage", "用法")
	textCommands = lang.T("Commands", "命令")
	textFlags    = lang.T("Flags", "选项")
	textExamples = lang.T("Examples", "示例")
	textMoreHelp = lang.T(
		"`maildiag COMMAND --help` tells more about one of them; `maildiag check --help` lists all flags.",
		"`maildiag 命令 --help` 查看某个命令的说明，`maildiag check --help` 列出全部选项。")
	textExits = lang.T(
		"Exit status: 0 all is well, 1 something is wrong, 2 wrong usage, 3 it could not be determined.",
		"退出状态：0 一切正常，1 有问题，2 用法不对，3 没能确定。")
)

// help writes the help of a command in the user's language.
func (a *app) help(cmd *cobra.Command, _ []string) {
	var b strings.Builder
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	for _, line := range strings.Split(about, "\n") {
		b.WriteString(strings.Join(render.Wrap(line, a.helpWidth()), "\n") + "\n")
	}
	b.WriteString("\n" + a.say(textUsage) + ":\n")
	use := cmd.UseLine()
	if cmd.HasParent() {
		use = strings.TrimSpace(cmd.Parent().Name() + " " + cmd.Use)
	} else {
		b.WriteString("  maildiag COMMAND …\n")
	}
	b.WriteString("  " + strings.TrimSuffix(use, " [flags]") + " [flags]\n")
	if cmd.Example != "" {
		b.WriteString("\n" + a.say(textExamples) + ":\n" + cmd.Example + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n" + a.say(textCommands) + ":\n")
		var rows [][2]string
		for _, c := range cmd.Commands() {
			if c.Hidden {
				continue
			}
			rows = append(rows, [2]string{c.Name(), c.Short})
		}
		a.rows(&b, rows)
		b.WriteString("\n" + a.say(textMoreHelp) + "\n")
	} else {
		b.WriteString("\n" + a.say(textFlags) + ":\n")
		a.rows(&b, flagRows(cmd))
	}
	b.WriteString("\n" + a.say(textExits) + "\n")
	fmt.Fprint(a.out, b.String())
}

// flagRows lists a command's flags, its own first, each with its value's name.
func flagRows(cmd *cobra.Command) [][2]string {
	var rows [][2]string
	list := func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		for _, colon := range []string{": ", "："} { // "`FILE`: text" names the value and nothing else
			text = strings.TrimPrefix(text, value+colon)
		}
		name := "--" + f.Name
		switch {
		case f.Shorthand != "" && len(f.Name) == 1:
			name = "-" + f.Shorthand
		case f.Shorthand != "":
			name = "-" + f.Shorthand + ", " + name
		}
		rows = append(rows, [2]string{strings.TrimSpace(name + " " + value), text})
	}
	cmd.NonInheritedFlags().VisitAll(list)
	cmd.InheritedFlags().VisitAll(list)
	return rows
}

// helpWidth is where lines of help are broken.
func (a *app) helpWidth() int {
	if a.outTTY {
		return a.width()
	}
	return 100
}

// widest is how wide the first of two columns may get; what is wider has its text in the next line.
const widest = 34

// rows writes two columns; the second is broken to the width of the terminal.
func (a *app) rows(b *strings.Builder, rows [][2]string) {
	first := 0
	for _, r := range rows {
		if w := displaywidth.String(r[0]); w <= widest {
			first = max(first, w)
		}
	}
	width := a.helpWidth()
	for _, r := range rows {
		head := "  " + r[0]
		if blanks := first - displaywidth.String(r[0]); blanks >= 0 {
			head += strings.Repeat(" ", blanks+2)
		} else {
			b.WriteString(head + "\n")
			head = strings.Repeat(" ", first+4)
		}
		for _, line := range render.Wrap(r[1], max(width-first-4, 30)) {
			b.WriteString(strings.TrimRight(head+line, " ") + "\n")
			head = strings.Repeat(" ", first+4)
		}
	}
}

// helpCommand is `maildiag help [COMMAND]`.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: a.say(lang.T("Help about a command", "查看命令的说明")),
		RunE: func(cmd *cobra.Command, args []string) error {
			target, rest, err := cmd.Root().Find(args)
			if err != nil || target == nil || len(rest) > 0 {
				return addressOrCommand(cmd.Root(), append(args, "help"))
			}
			a.help(target, nil)
			return nil
		},
	}
}
