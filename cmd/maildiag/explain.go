package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/explain"
	"maildiag/report/lang"
)

var (
	textExplainWhat = lang.T(
		"say what to explain: `maildiag explain \"the error text\"`, `maildiag explain bounce.eml`, or `maildiag explain -` for standard input",
		"请写上要解释的内容：`maildiag explain \"错误文字\"`、`maildiag explain 退信.eml`，从标准输入读则写 `maildiag explain -`")
	textExplainEmpty = lang.T(
		"{file} is empty: give the whole error text or message",
		"{file} 是空的：请提供完整的错误文字或邮件")
	textExplainNoFile = lang.T(
		"there is no file {file}: check its name, or put the error text itself in quotes",
		"没有文件 {file}：请检查文件名，或者直接把错误文字放在引号里")
	textExplainBinary = lang.T(
		"{file} is no text (a picture, a program?): save a message as .eml, and copy the words of an error",
		"{file} 不是文字（是图片或程序吗？）：邮件请另存为 .eml，错误信息请复制文字")
	textNothingFound = lang.T("Nothing in the knowledge has these words: {words}", "知识库里没有包含这些词的内容：{words}")
	textSearchWhat   = lang.T("say what to search for: `maildiag explain --search \"relay denied\"`", "请写上要查找的词：`maildiag explain --search \"授权码\"`")
)

func (a *app) explainCommand() *cobra.Command {
	var flags reportFlags
	var search bool
	cmd := &cobra.Command{
		Use:   "explain TEXT|FILE|-",
		Short: a.say(lang.T("Tell what an error text or a bounced message means", "解释错误信息或退信是什么意思")),
		Long: a.say(lang.T(
			`Reads an error code, an error text, a dialogue with a server, a log, or a bounced message (.eml), and says what it means,
what to do first and who has to act. Nothing is asked over the network.`,
			`读取错误代码、报错文字、与服务器的对话、日志或退信（.eml），说明是什么意思、先做什么、该谁处理。不访问网络。`)),
		Example: `  maildiag explain "535 Error: authentication failed"
  maildiag explain 0x800CCC0E
  maildiag explain bounce.eml
  maildiag explain --search "relay denied"`,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case search && len(args) == 0:
				return usage(textSearchWhat)
			case search:
				return a.search(strings.Join(args, " "))
			case len(args) == 0:
				return usage(textExplainWhat)
			}
			return a.explainText(args, flags)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().BoolVar(&search, "search", false, a.say(lang.T("find what the knowledge says about these words", "在知识库里按词查找")))
	a.addReportFlags(cmd.Flags(), &flags)
	return cmd
}

// explainText explains a text, or what a file or standard input holds. Words that were not put in quotes are one text.
func (a *app) explainText(args []string, flags reportFlags) error {
	in, shown := io.Reader(strings.NewReader(strings.Join(args, " "))), lang.T("the text", "文字")
	if len(args) == 1 {
		switch file, err := openPlain(args[0]); {
		case args[0] == "-":
			in, shown = a.in, lang.T("standard input", "标准输入")
		case err == nil:
			defer file.Close()
			in, shown = file, lang.Same(short(args[0]))
		case looksLikeFile(args[0]) && errors.Is(err, os.ErrNotExist):
			return usage(textExplainNoFile.With("file", short(args[0])))
		case !errors.Is(err, os.ErrNotExist) && looksLikeFile(args[0]):
			return usage(textFileFailed.With("file", short(args[0]), "why", reason(err)))
		}
	}
	start := time.Now()
	said, err := explain.Read(in)
	switch {
	case errors.Is(err, explain.ErrEmpty):
		return usage(textExplainEmpty.With("file", shown))
	case errors.Is(err, explain.ErrBinary):
		return usage(textExplainBinary.With("file", shown))
	case err != nil:
		return usage(textFileFailed.With("file", shown, "why", reason(err)))
	}
	out, err := a.sink(flags)
	if err != nil {
		return err
	}
	return a.conclude(&fact.Set{Run: fact.Run{Started: start, DurationMS: milliseconds(time.Since(start))}, Said: said}, out, version)
}

// looksLikeFile says whether an argument was meant as the name of a file: one word, with a folder or a usual ending.
func looksLikeFile(arg string) bool {
	if strings.ContainsAny(arg, "\n\t") || utf8.RuneCountInString(arg) > 200 {
		return false
	}
	lower := strings.ToLower(arg)
	for _, ending := range []string{".eml", ".msg", ".txt", ".log", ".mbox", ".html", ".htm", ".mht"} {
		if strings.HasSuffix(lower, ending) && !strings.Contains(arg, ": ") {
			return true
		}
	}
	info, err := os.Stat(arg)
	return err == nil && info != nil || strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../") || strings.HasPrefix(arg, "/") && !strings.Contains(arg, " ")
}

// search lists what the knowledge says about some words.
func (a *app) search(words string) error {
	hits := explain.Search(words, 8)
	if len(hits) == 0 {
		fmt.Fprintln(a.out, a.say(textNothingFound.With("words", short(words))))
		a.status = exitUnknown
		return nil
	}
	var b strings.Builder
	for i, h := range hits {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n", h.Cause.Code)
		a.indented(&b, "  ", a.say(h.Cause.Title))
		for _, s := range h.Says {
			a.indented(&b, "  - ", cutTo(quote(s), 240))
		}
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

// cutTo shortens a text to n characters.
func cutTo(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// judged is the verdict on a set of facts: what was measured or read from a header, or what a text says.
func judged(set *fact.Set) cause.Verdict {
	if len(set.Said) > 0 {
		return explain.Diagnose(set)
	}
	return cause.Diagnose(set)
}

// textLast puts what explain is to explain behind "--", where it would be taken for a flag: a server's "-ERR …", or a line
// that begins with a dash.
func textLast(args []string) []string {
	at := slices.Index(args, "explain")
	if at < 0 || slices.Contains(args, "--") {
		return args
	}
	flags, texts := slices.Clone(args[:at+1]), []string(nil)
	for i, arg := range args[at+1:] {
		if strings.HasPrefix(arg, "-ERR") {
			texts = append(texts, args[at+1+i:]...)
			break
		}
		if strings.HasPrefix(arg, "-") && strings.ContainsAny(arg, " \t\n") {
			texts = append(texts, arg)
		} else {
			flags = append(flags, arg)
		}
	}
	if texts == nil {
		return args
	}
	// Flags of ours that stand behind the text are still flags.
	var words []string
	for i := 0; i < len(texts); i++ {
		switch name, _, inline := strings.Cut(texts[i], "="); {
		case name == "--lang" || name == "--format" || name == "-o" || name == "--output" || name == "--color":
			flags = append(flags, texts[i])
			if !inline && i+1 < len(texts) {
				i++
				flags = append(flags, texts[i])
			}
		case texts[i] == "--full" || texts[i] == "-v":
			flags = append(flags, texts[i])
		default:
			words = append(words, texts[i])
		}
	}
	return append(append(flags, "--"), words...)
}
