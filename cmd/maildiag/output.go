package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"maildiag/probe/fact"
	"maildiag/report"
	"maildiag/report/lang"
	"maildiag/report/render"
)

// reportFlags mean the same for every command that prints a verdict.
type reportFlags struct {
	format  string
	output  string
	full    bool
	verbose bool
	copy    bool
}

func (a *app) addReportFlags(fs *pflag.FlagSet, f *reportFlags) {
	fs.StringVar(&f.format, "format", "text", a.say(lang.T("`text|json|md|html`: form of the report", "`text|json|md|html`：报告格式")))
	fs.StringVarP(&f.output, "output", "o", "", a.say(lang.T("write the report to this `FILE`", "把报告写到这个文件 `FILE`")))
	fs.BoolVar(&f.full, "full", false, a.say(lang.T("leave your names and this PC's addresses in the report", "报告中保留你的用户名和本机地址")))
	fs.BoolVar(&f.copy, "copy", false, a.say(lang.T("put the report on the clipboard, ready to paste", "把报告复制到剪贴板，可直接粘贴")))
	fs.BoolVarP(&f.verbose, "verbose", "v", false, a.say(lang.T("add the dialogues with the servers, secrets masked", "附上与服务器的对话记录，密码等已隐去")))
}

// sink is where a report goes.
type sink struct {
	flags reportFlags
	file  *os.File // -o; nil: standard output
	keep  bool     // write it into a file of its own, too
}

var (
	textBadFormat = lang.T(
		"--format {value}: there is no such form; use text, json, md or html",
		"--format {value}：没有这种格式，可用 text、json、md、html")
	textBadColor = lang.T(
		"--color {value}: use auto, always or never",
		"--color {value}：可用 auto、always、never")
	textNoOutput = lang.T(
		"-o {file}: the file can't be written ({why}); choose another place",
		"-o {file}：文件写不了（{why}），请换个位置")
	textWritten = lang.T("The report is in {file}", "报告已写到 {file}")
)

// sink checks the report's flags and opens the file, before anything is measured. What the file holds is left alone
// until there is a report.
func (a *app) sink(f reportFlags) (*sink, error) {
	switch f.format {
	case "text", "json", "md", "html":
	default:
		return nil, usage(textBadFormat.With("value", short(f.format)))
	}
	switch a.color {
	case "auto", "always", "never":
	default:
		return nil, usage(textBadColor.With("value", short(a.color)))
	}
	s := &sink{flags: f}
	if f.output == "" || f.output == "-" {
		return s, nil
	}
	file, err := os.OpenFile(f.output, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, usage(textNoOutput.With("file", short(f.output), "why", reason(err)))
	}
	s.file = file
	return s, nil
}

// conclude judges the facts, writes the report and sets the exit status. measuredBy is the version that measured, where
// the facts were read from a file.
func (a *app) conclude(set *fact.Set, s *sink, measuredBy string) error {
	var err error
	if !s.flags.full {
		if set, err = report.Mask(set); err != nil {
			return err
		}
	}
	if !s.flags.verbose {
		set = report.WithoutTranscripts(set)
	}
	verdict := judged(set)
	opts := report.Options{
		Version: version, MeasuredBy: measuredBy, Zone: time.Local, Transcript: s.flags.verbose,
	}
	onScreen := s.file == nil && a.outTTY
	opts.Paste, opts.Hint = !onScreen, onScreen && !s.flags.copy && !s.keep
	r := report.New(set, verdict, a.lang, opts)
	if err := a.write(r, s); err != nil {
		return err
	}
	if s.flags.copy {
		opts.Paste, opts.Hint = true, false
		a.copyReport(report.New(set, verdict, a.lang, opts))
	}
	if s.keep {
		opts.Paste, opts.Hint = true, false
		a.save(report.New(set, verdict, a.lang, opts))
	}
	a.status = exitStatus(verdict.Status)
	return nil
}

func (a *app) write(r *report.Report, s *sink) error {
	if s.file == nil {
		return a.render(a.out, r, s.flags.format, a.textOptions())
	}
	defer s.file.Close()
	err := error(nil)
	if info, statErr := s.file.Stat(); statErr == nil && info.Mode().IsRegular() {
		err = s.file.Truncate(0)
	}
	if err == nil {
		err = a.render(s.file, r, s.flags.format, render.TextOptions{Color: a.color == "always"})
	}
	if err == nil {
		err = s.file.Close()
	}
	if err != nil {
		return usage(textNoOutput.With("file", short(s.flags.output), "why", reason(err)))
	}
	fmt.Fprintln(a.err, render.Escape(a.say(textWritten.With("file", s.flags.output))))
	return nil
}

func (a *app) render(w io.Writer, r *report.Report, format string, opts render.TextOptions) error {
	switch format {
	case "json":
		return render.JSON(w, r)
	case "md":
		return render.Markdown(w, r)
	case "html":
		return render.HTML(w, r)
	}
	return render.Text(w, r, opts)
}

// textOptions fit the text to standard output: a pipe gets neither colours nor broken lines, and UTF-8 whatever the
// locale says.
func (a *app) textOptions() render.TextOptions {
	o := render.TextOptions{
		Color: a.color == "always" || a.color == "auto" && a.outTTY && a.getenv("NO_COLOR") == "" && !a.dumb(),
		ASCII: a.outTTY && !a.utf8(),
	}
	if a.outTTY {
		o.Width = a.width()
	}
	return o
}

// indented writes a paragraph at the width of the terminal, for commands without a report.
func (a *app) indented(b *strings.Builder, prefix, s string) {
	width := 96
	if a.outTTY {
		width = a.width()
	}
	for _, line := range render.Wrap(render.Escape(s), max(width-len(prefix), 30)) {
		b.WriteString(prefix + line + "\n")
		prefix = strings.Repeat(" ", len(prefix))
	}
}
