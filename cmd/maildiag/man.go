package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"maildiag/report/lang"
)

// manCommand writes the manual page, in roff. It is for who packages the program, so help does not list it. The generator
// that cobra brings needs a Markdown library.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man",
		Short:   a.say(lang.T("Write the manual page (roff)", "生成手册页（roff 格式）")),
		Example: "  maildiag man > maildiag.1",
		Hidden:  true,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(a.out, a.manPage(cmd.Root()))
			return err
		},
	}
}

// roff escapes what troff would take for its own: a backslash, and a point or quote at a line's beginning.
func roff(s string) string {
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\e`), "-", `\-`), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

func (a *app) manPage(root *cobra.Command) string {
	var b strings.Builder
	section := func(t lang.Text) { b.WriteString(".SH " + strings.ToUpper(a.say(t)) + "\n") }
	fmt.Fprintf(&b, ".TH MAILDIAG 1 \"\" \"maildiag %s\"\n", roff(version))
	section(lang.T("Name", "名称"))
	fmt.Fprintf(&b, "maildiag \\- %s\n", roff(root.Short))
	section(lang.T("Synopsis", "用法"))
	fmt.Fprintf(&b, ".B maildiag\n.I ADDRESS\n[flags]\n.br\n.B maildiag\n.I COMMAND\n[arguments] [flags]\n")
	section(lang.T("Description", "说明"))
	paragraphs(&b, root.Long)
	section(lang.T("Commands", "命令"))
	for _, c := range root.Commands() {
		if c.Hidden {
			continue
		}
		about := c.Long
		if about == "" {
			about = c.Short
		}
		fmt.Fprintf(&b, ".SS maildiag %s\n", roff(c.Use))
		paragraphs(&b, about)
		a.manFlags(&b, c, root)
		if c.Example != "" {
			fmt.Fprintf(&b, ".PP\n%s\n.nf\n%s\n.fi\n", roff(a.say(textExamples)+":"), roff(c.Example))
		}
	}
	section(lang.T("Exit status", "退出状态"))
	paragraphs(&b, a.say(textExits))
	section(lang.T("Environment", "环境变量"))
	for _, v := range [][2]string{
		{"MAILDIAG_PASSWORD", a.say(lang.T("the password", "密码"))},
		{"MAILDIAG_SMTP_PASSWORD", a.say(lang.T("the password for sending, where it is another one", "发信用的密码（与收信不同时）"))},
		{"NO_COLOR", a.say(lang.T("if set: no colours", "设置后不使用颜色"))},
		{"LC_ALL, LC_MESSAGES, LANG", a.say(lang.T("language of the output", "输出语言"))},
		{"SSL_CERT_FILE", a.say(lang.T("CA certificates (Linux)", "CA 证书（Linux）"))},
	} {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", roff(v[0]), roff(v[1]))
	}
	return b.String()
}

func paragraphs(b *strings.Builder, s string) {
	for _, line := range strings.Split(s, "\n") {
		b.WriteString(".PP\n" + roff(line) + "\n")
	}
}

// manFlags lists a command's own flags; those of every command stand with check, which is the first to have them.
func (a *app) manFlags(b *strings.Builder, cmd, root *cobra.Command) {
	for _, row := range flagRows(cmd) {
		name := strings.TrimSuffix(strings.TrimPrefix(strings.Fields(row[0])[len(strings.Fields(row[0]))-1], "--"), ",")
		if cmd.Name() != "check" && root.PersistentFlags().Lookup(name) != nil {
			continue
		}
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(row[0]), roff(row[1]))
	}
}
