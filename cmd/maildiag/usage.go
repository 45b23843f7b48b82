package main

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"maildiag/report/lang"
)

// usageError is bad usage or bad input: one line that says what to do.
type usageError struct{ text lang.Text }

func (e *usageError) Error() string { return e.text.In(lang.EN) }

func usage(t lang.Text) error { return &usageError{t} }

// short cuts what the user typed to a length that keeps an error on one line.
func short(s string) string {
	if utf8.RuneCountInString(s) <= 60 {
		return s
	}
	return string([]rune(s)[:59]) + "…"
}

var (
	textUnknownFlag = lang.T(
		"there is no flag {flag}; `{command} --help` lists them",
		"没有 {flag} 这个选项，用 `{command} --help` 可以查看全部选项")
	textUnknownFlagNear = lang.T(
		"there is no flag {flag}; did you mean {near}?",
		"没有 {flag} 这个选项，是不是想用 {near}？")
	textPasswordFlag = lang.T(
		"a password can't be given on the command line, where others on this PC could see it: leave it out to be asked for it, or use --password-stdin, --password-file FILE or MAILDIAG_PASSWORD",
		"密码不能写在命令行里，否则本机上的其他人也能看到；不写密码直接运行会提示输入，也可以用 --password-stdin、--password-file 文件 或环境变量 MAILDIAG_PASSWORD")
	textFlagNeedsValue = lang.T(
		"{flag} needs a value after it; `{command} --help` shows which",
		"{flag} 后面要跟一个值，用 `{command} --help` 查看说明")
	textFlagBadValue = lang.T(
		"{flag} can't take this value; `{command} --help` shows what it means",
		"{flag} 不能用这个值，用 `{command} --help` 查看说明")
	textFlagSyntax = lang.T(
		"{flag} is not a flag; `{command} --help` lists them",
		"{flag} 不是选项，用 `{command} --help` 可以查看全部选项")
)

// flagError turns pflag's errors into ours. It never repeats a value: that may be a password.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	command := helpFor(cmd)
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &missing):
		return usage(textFlagNeedsValue.With("flag", flagName(missing.GetFlag()), "command", command))
	case errors.As(err, &bad):
		return usage(textFlagBadValue.With("flag", flagName(bad.GetFlag()), "command", command))
	case errors.As(err, &syntax):
		name, _, _ := strings.Cut(syntax.GetSpecifiedFlag(), "=")
		return usage(textFlagSyntax.With("flag", short(name), "command", command))
	}
	return err
}

// helpFor is the command whose help lists the flags: those of a bare `maildiag ADDRESS` stand with check.
func helpFor(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return cmd.CommandPath() + " check"
	}
	return cmd.CommandPath()
}

func flagName(f *pflag.Flag) string { return "--" + f.Name }

func unknownFlag(cmd *cobra.Command, e *pflag.NotExistError) error {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	name := e.GetSpecifiedName()
	typed := "--" + name
	if group := e.GetSpecifiedShortnames(); group != "" {
		// "-imap host": a long name with one dash. Anything else may be a value glued to a letter.
		word, _, _ := strings.Cut(group, "=")
		if !slices.Contains(names, word) {
			if strings.HasPrefix(word, "p") {
				return usage(textPasswordFlag)
			}
			return usage(textUnknownFlag.With("flag", "-"+name, "command", helpFor(cmd)))
		}
		name, typed = word, "-"+word
	}
	switch strings.ToLower(name) {
	case "password", "pass", "passwd", "pwd", "smtp-password", "auth":
		return usage(textPasswordFlag)
	}
	if near := nearest(name, names); near != "" {
		return usage(textUnknownFlagNear.With("flag", short(typed), "near", "--"+near))
	}
	return usage(textUnknownFlag.With("flag", short(typed), "command", helpFor(cmd)))
}

// nearest finds the candidate that the word was most likely meant to be, or "".
func nearest(word string, candidates []string) string {
	best, bestDistance := "", 3
	word = strings.ToLower(word)
	for _, c := range candidates {
		d := distance(word, strings.ToLower(c))
		if d < bestDistance && d < max(len(word), len(c))/2+1 {
			best, bestDistance = c, d
		}
	}
	if best != "" || len(word) < 3 {
		return best
	}
	for _, c := range candidates {
		if strings.HasPrefix(c, word) {
			return c
		}
	}
	return ""
}

// distance counts the letters to change, add, drop or swap with the next one to make b of a.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
