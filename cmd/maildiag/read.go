package main

import (
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"maildiag/report"
	"maildiag/report/lang"
)

var (
	textReadWhat = lang.T(
		"say which report to read: `maildiag read report.json`, or `maildiag read -` for standard input",
		"请写上要读的报告：`maildiag read report.json`，从标准输入读则写 `maildiag read -`")
	textReadFailed = lang.T(
		"the report {file} can't be read ({why}): check its name and place",
		"报告 {file} 读不了（{why}），请检查文件名和位置")
)

func (a *app) readCommand() *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "read FILE|-",
		Short: a.say(lang.T("Judge a saved or pasted report again, with today's rules", "重新判断一份保存或粘贴的报告")),
		Long: a.say(lang.T(
			`Reads a report, the text that somebody pasted into a mail or ticket or the JSON, and judges its measurements again with the rules of this version, in your language. The whole mail may be given: quoting and new line breaks do no harm, as long as the lines from -----BEGIN MAILDIAG REPORT----- on are in it. Nothing is asked over the network. FILE may be - for standard input.`,
			`读取别人粘贴在邮件或工单里的报告文字，或 JSON 报告，用本版本的规则重新判断其中的测量数据，并以你的语言显示。
可以直接给出整封邮件：加了引用符号、重新换行都没关系，只要包含从 -----BEGIN MAILDIAG REPORT----- 开始的几行。
不访问网络。FILE 写 - 表示从标准输入读。`)),
		Example: `  maildiag read mail.txt
  maildiag read report.json
  maildiag read --lang zh - < report.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(textReadWhat)
			}
			return atMostOne(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.read(args[0], flags) },
	}
	cmd.Flags().SortFlags = false
	a.addReportFlags(cmd.Flags(), &flags)
	return cmd
}

func (a *app) read(name string, flags reportFlags) error {
	in := a.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return usage(textReadFailed.With("file", short(name), "why", reason(err)))
		}
		defer file.Close()
		in = file
	}
	set, measuredBy, err := report.Decode(in)
	var bad *report.InputError
	if err != nil && !errors.As(err, &bad) {
		return usage(textReadFailed.With("file", short(name), "why", reason(err)))
	}
	if err != nil {
		return err
	}
	// The file that is read may be the one to be written.
	if closer, ok := in.(io.Closer); ok && name != "-" {
		closer.Close()
	}
	out, err := a.sink(flags)
	if err != nil {
		return err
	}
	return a.conclude(set, out, measuredBy)
}
