package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"maildiag/report"
	"maildiag/report/lang"
	"maildiag/report/render"
)

var (
	textSaved = lang.T(
		"The report is in {file}. It can be sent to your helpdesk as it is: {what}.",
		"报告保存在 {file}，可以直接发给邮箱客服或网管：{what}。")
	textSavedMasked = lang.T("your names and this PC's addresses are replaced in it, and no password is", "其中的用户名和本机地址已换成代号，不含密码")
	textSavedFull   = lang.T("it holds your names and this PC's addresses, and no password", "其中有你的用户名和本机地址，不含密码")
	textNotSaved    = lang.T("The report could not be saved ({why}).", "报告没能保存（{why}）。")
	textPressEnter  = lang.T("Press Enter to close this window.", "按回车键关闭窗口。")
)

// save writes the text form into a file of its own: here, or where that is not allowed, among the user's documents.
func (a *app) save(r *report.Report) {
	var last error = fs.ErrNotExist
	for _, dir := range append([]string{"."}, a.documents()...) {
		file, err := newFile(dir, r.Started.In(time.Local))
		if err != nil {
			last = err
			continue
		}
		err = render.Text(file, r, render.TextOptions{})
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil {
			os.Remove(file.Name())
			last = err
			continue
		}
		what := textSavedFull
		if r.Facts.Run.Masked {
			what = textSavedMasked
		}
		name := file.Name()
		if full, err := filepath.Abs(name); err == nil {
			name = full
		}
		a.tell(textSaved.With("file", name, "what", what))
		return
	}
	a.tell(textNotSaved.With("why", reason(last)))
}

// newFile is maildiag-2026-01-31-1530.txt, or with -2 behind it where that is there already.
func newFile(dir string, at time.Time) (*os.File, error) {
	stem := filepath.Join(dir, "maildiag-"+at.Format("2006-01-02-1504"))
	name := stem + ".txt"
	for n := 2; ; n++ {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) || n > 20 {
			return file, err
		}
		name = fmt.Sprintf("%s-%d.txt", stem, n)
	}
}
