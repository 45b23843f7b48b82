package main

import (
	"errors"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/received"
)

var (
	textHeadersWhat = lang.T(
		"say which message to read: `maildiag headers message.eml`, or `maildiag headers -` for standard input",
		"请写上要读的邮件：`maildiag headers message.eml`，从标准输入读则写 `maildiag headers -`")
	textFileFailed = lang.T(
		"{file} can't be read ({why}): check its name and place",
		"{file} 读不了（{why}），请检查文件名和位置")
	textNoHeader = lang.T(
		"{file} holds no header of a message: save the message as .eml, or copy the lines of “show original” from the first to the last",
		"{file} 里没有邮件头：请把邮件另存为 .eml，或者从“显示原文/查看信头”里完整复制")
)

func (a *app) headersCommand() *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "headers FILE|-",
		Short: a.say(lang.T("Show where a received message was delayed", "查看一封收到的邮件在哪里被耽搁了")),
		Long: a.say(lang.T(
			`Reads the header of a message (a whole .eml, or the pasted lines) and shows the way that it took: each server, its time
and delay, whether the step was encrypted; what the receiving side found of SPF, DKIM and DMARC; and which filter took
it for spam. Nothing is asked over the network, and the text of the message is never shown.`,
			`读取一封邮件的邮件头（整个 .eml 或复制出来的几行），显示它经过的每台服务器、时间、延迟、是否加密，
收件方对 SPF、DKIM、DMARC 的检查结果，以及哪个过滤器把它当成了垃圾邮件。不访问网络，不显示邮件正文。`)),
		Example: `  maildiag headers message.eml
  maildiag headers - < headers.txt`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(textHeadersWhat)
			}
			return atMostOne(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.headers(args[0], flags) },
	}
	cmd.Flags().SortFlags = false
	a.addReportFlags(cmd.Flags(), &flags)
	return cmd
}

func (a *app) headers(name string, flags reportFlags) error {
	in, shown := a.in, lang.T("standard input", "标准输入")
	if name != "-" {
		file, err := openPlain(name)
		if err != nil {
			return usage(textFileFailed.With("file", short(name), "why", reason(err)))
		}
		defer file.Close()
		in, shown = file, lang.Same(short(name))
	}
	start := time.Now()
	message, err := received.Parse(in)
	switch {
	case errors.Is(err, received.ErrNoHeader):
		return usage(textNoHeader.With("file", shown))
	case err != nil:
		return usage(textFileFailed.With("file", shown, "why", reason(err)))
	}
	if closer, ok := in.(io.Closer); ok && name != "-" {
		closer.Close() // the file that is read may be the one to be written
	}
	out, err := a.sink(flags)
	if err != nil {
		return err
	}
	set := &fact.Set{Run: fact.Run{Started: start, DurationMS: milliseconds(time.Since(start))}, Message: message}
	return a.conclude(set, out, version)
}

// openPlain opens a file to read. A folder is no file, and says so before it is read.
func openPlain(name string) (*os.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, &os.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	}
	return file, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
