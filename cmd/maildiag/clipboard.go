package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"maildiag/report"
	"maildiag/report/lang"
	"maildiag/report/render"
)

var (
	textCopied      = lang.T("The report is on the clipboard: paste it into a ticket, a mail or a chat.", "报告已复制到剪贴板，可以直接粘贴到工单、邮件或聊天里。")
	textCopyMaybe   = lang.T("The terminal was asked to take the report to its clipboard. Not every terminal does: where nothing can be pasted, use -o report.txt.", "已请终端把报告放到剪贴板，但不是每种终端都支持：如果粘贴不出来，请改用 -o report.txt。")
	textCopyFailed  = lang.T("The report is not on the clipboard: {why}. Use -o report.txt in its place.", "报告没有复制到剪贴板：{why}。请改用 -o report.txt。")
	textNoClipboard = lang.T("there is no program here that could put it there (wl-copy, xclip or xsel)", "这里没有可用的剪贴板程序（wl-copy、xclip 或 xsel）")
)

// errNoClipboard says that this system has no door to a clipboard.
var errNoClipboard = errors.New("no clipboard")

// copyReport puts the text form on the clipboard, and says whether that worked. It changes nothing about the verdict.
func (a *app) copyReport(r *report.Report) {
	var b bytes.Buffer
	if err := render.Text(&b, r, render.TextOptions{}); err != nil {
		a.tell(textCopyFailed.With("why", err))
		return
	}
	switch err := a.clipboard(b.String()); {
	case err == nil:
		a.tell(textCopied)
	case !errors.Is(err, errNoClipboard):
		a.tell(textCopyFailed.With("why", err))
	case a.errTTY && !a.dumb() && a.os != "windows":
		// OSC 52: over ssh, the terminal's own clipboard is the one wanted.
		fmt.Fprintf(a.err, "\x1b]52;c;%s\a", base64.StdEncoding.EncodeToString(b.Bytes()))
		a.tell(textCopyMaybe)
	default:
		a.tell(textCopyFailed.With("why", textNoClipboard))
	}
}

// tell writes one line to standard error.
func (a *app) tell(t lang.Text) { fmt.Fprintln(a.err, render.Escape(a.say(t))) }

// feed gives a text to a program's standard input. Clipboard programs stay behind as servers: nothing of ours is left
// open in them.
func feed(text []byte, env []string, name string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin, cmd.Env = bytes.NewReader(text), env
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
