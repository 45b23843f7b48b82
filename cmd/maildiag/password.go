package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"unicode/utf16"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
	"maildiag/report/render"
)

// maxPassword is longer than any password, and shorter than most files that are given by mistake.
const maxPassword = 4 << 10

var (
	textPasswordNoFile = lang.T(
		"the password file {file} is not there: check --password-file",
		"找不到密码文件 {file}，请检查 --password-file")
	textPasswordUnreadable = lang.T(
		"the password file {file} can't be read ({why}): check --password-file and who may read the file",
		"密码文件 {file} 读不了（{why}），请检查 --password-file 和文件权限")
	textPasswordEmpty = lang.T(
		"there is no password in {from}: write it there in one line, or leave the flag out to be asked",
		"{from}里没有密码：请写成一行，或者去掉这个选项，运行时会提示输入")
	textPasswordLong = lang.T(
		"there is more than a password in {from}: it must be one line",
		"{from}里不只是密码：必须只有一行")
	textTokenNoFile = lang.T(
		"the token file {file} is not there: check --oauth-token-file",
		"找不到令牌文件 {file}，请检查 --oauth-token-file")
	textTokenUnreadable = lang.T(
		"the token file {file} can't be read ({why}): check --oauth-token-file and who may read the file",
		"令牌文件 {file} 读不了（{why}），请检查 --oauth-token-file 和文件权限")
	textTokenFile = lang.T("the file of --oauth-token-file", "--oauth-token-file 指定的文件")

	textStdin = lang.T("standard input (--password-stdin)", "标准输入（--password-stdin）")
	textFile  = lang.T("the file of --password-file", "--password-file 指定的文件")

	textAskPassword = lang.T(
		"Password for {login} (not shown; Enter alone skips the login): ",
		"{login} 的密码（输入时不显示，直接回车则不登录）：")
)

// passwords puts the passwords into a plan: from the flag that names them, else the environment.
func (a *app) passwords(plan *probe.Plan, f *checkFlags) error {
	if plan.NoAuth {
		return nil
	}
	password, err := a.password(f)
	if err != nil {
		return err
	}
	plan.Password = probe.NewSecret(password)
	plan.SMTPPassword = probe.NewSecret(a.getenv("MAILDIAG_SMTP_PASSWORD"))
	token := ""
	switch {
	case f.tokenFile != "":
		if token, err = passwordIn(f.tokenFile, textTokenUnreadable, textTokenFile); err != nil {
			return err
		}
	case password == "":
		token = a.getenv("MAILDIAG_OAUTH_TOKEN")
	}
	plan.Token = probe.NewSecret(token)
	return nil
}

// askPassword asks for the password where none was given and somebody is there, and tells first what the provider wants
// in its place.
func (a *app) askPassword(plan *probe.Plan) (asked bool, err error) {
	if plan.NoAuth || !plan.Password.Empty() || !plan.Token.Empty() || len(plan.Services) == 0 || !a.interactive() {
		return false, nil
	}
	login := plan.Login
	if login == "" {
		login = plan.Address
	}
	var known *fact.Provider
	if plan.Discovered != nil {
		known = plan.Discovered.Provider
	}
	if hint := cause.PasswordHint(plan.Services[0].Host, known); !hint.Empty() {
		fmt.Fprintln(a.err, render.Escape(a.say(hint)))
	}
	password, err := a.askSecret(textAskPassword.With("login", login))
	plan.Password = probe.NewSecret(password)
	return true, err
}

func (a *app) password(f *checkFlags) (string, error) {
	switch {
	case f.passwordStdin:
		return onePassword(a.in, textStdin)
	case f.passwordFile != "":
		return passwordIn(f.passwordFile, textPasswordUnreadable, textFile)
	}
	return a.getenv("MAILDIAG_PASSWORD"), nil
}

// passwordIn reads the one line of a file.
func passwordIn(name string, unreadable, from lang.Text) (string, error) {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		if unreadable == textTokenUnreadable {
			return "", usage(textTokenNoFile.With("file", short(name)))
		}
		return "", usage(textPasswordNoFile.With("file", short(name)))
	}
	if err != nil {
		return "", usage(unreadable.With("file", short(name), "why", reason(err)))
	}
	defer file.Close()
	password, err := onePassword(file, from)
	var usageErr *usageError
	if err != nil && !errors.As(err, &usageErr) {
		return "", usage(unreadable.With("file", short(name), "why", reason(err)))
	}
	return password, err
}

// reason is a system's error in plain words, without the path in front.
func reason(err error) lang.Text {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return lang.T("there is no such file or folder", "没有这个文件或文件夹")
	case errors.Is(err, fs.ErrPermission):
		return lang.T("you have no permission", "没有权限")
	case errors.Is(err, syscall.EISDIR):
		return lang.T("it is a folder", "这是一个文件夹")
	case errors.As(err, &path):
		return lang.Same(path.Err.Error())
	}
	return lang.Same(err.Error())
}

// onePassword reads one line. Windows' Notepad and PowerShell put a byte order mark before it and may write UTF-16.
func onePassword(r io.Reader, from lang.Text) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxPassword+1))
	if err != nil {
		return "", err
	}
	if len(data) > maxPassword {
		return "", usage(textPasswordLong.With("from", from))
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		data = fromUTF16(data[2:], binary.BigEndian)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.TrimSuffix(bytes.TrimSuffix(data, []byte("\n")), []byte("\r"))
	switch {
	case len(data) == 0:
		return "", usage(textPasswordEmpty.With("from", from))
	case bytes.ContainsAny(data, "\r\n\x00"):
		return "", usage(textPasswordLong.With("from", from))
	}
	return string(data), nil
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}
