package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/render"
)

// The conversation is what somebody gets who starts the program without any words: by a double-click, or by its bare name
// on a terminal. It asks what a check has to know, a question a line, Enter for whoever does not know. What is asked is put
// into the flags, so that from there on a check is a check.

var (
	textWelcome = lang.T(
		"This finds out why a mailbox does not work. A few questions; where you don't know the answer, press Enter. Ctrl+C leaves.",
		"本程序帮你找出邮箱用不了的原因。先问几个问题，不知道的直接按回车即可，按 Ctrl+C 退出。")
	textAskTrouble = lang.T(
		"What goes wrong?  1 receiving mail   2 sending mail   3 both, or I don't know\nType 1, 2 or 3 and press Enter [3]: ",
		"出了什么问题？  1 收不到信   2 发不出信   3 都有，或说不清\n请输入 1、2 或 3 后按回车 [3]：")
	textTroubleWrong = lang.T("Please type 1, 2 or 3.", "请输入 1、2 或 3。")
	textAskMessage   = lang.T(
		"Is there an error message? Paste it here, then press Enter on an empty line (Enter alone: there is none):",
		"有报错信息吗？请粘贴到这里，再在空行上按一次回车（没有就直接按回车）：")
	textAskRecipient = lang.T(
		"To which address does sending fail? The server is asked whether it would take a message for it; none is sent (Enter: any): ",
		"发给哪个地址失败？只询问服务器是否接受，不会真的发信（不限定就按回车）：")
	textAskSettings = lang.T(
		"Which servers is your mail program set to?\n  Enter  I don't know: look for them\n  r      read them from the mail program on this PC (no passwords)\n  t      type them\n: ",
		"你的邮件客户端里设置的是哪些服务器？\n  直接回车  不知道，请自动查找\n  r        从本机的邮件客户端里读取（不读密码）\n  t        自己输入\n：")
	textSettingsWrong = lang.T("Please press Enter, or type r or t.", "请直接按回车，或输入 r、t。")
	textAskIncoming   = lang.T(
		"Incoming server (IMAP or POP3), as it stands there, like imap.example.com:993 (Enter: none): ",
		"收件服务器（IMAP 或 POP3），照原样填写，例如 imap.example.com:993（没有就按回车）：")
	textAskOutgoing = lang.T(
		"Outgoing server (SMTP), like smtp.example.com:465 (Enter: none): ",
		"发件服务器（SMTP），例如 smtp.example.com:465（没有就按回车）：")
)

// converse asks for all that a check may want to know.
func (a *app) converse(f *checkFlags) (address, error) {
	a.tell(textWelcome)
	box, err := a.mailbox(nil)
	if err != nil {
		return box, err
	}
	err = a.troubles(f)
	switch {
	case err != nil:
	case f.client != "":
		err = a.fromClient(box, f)
	case f.imap.given+f.pop3.given+f.smtp.given == 0:
		err = a.settings(box, f)
	}
	if errors.Is(err, io.EOF) { // no more answers: the rest is as if Enter had been pressed
		fmt.Fprintln(a.err)
		err = nil
	}
	return box, err
}

// troubles asks what goes wrong.
func (a *app) troubles(f *checkFlags) error {
	trouble, err := a.choose(textAskTrouble, textTroubleWrong, "", "1", "2", "3")
	if err != nil {
		return err
	}
	if f.symptom == "" {
		if f.symptom, err = a.pasted(textAskMessage); err != nil {
			return err
		}
	}
	if trouble == "1" || f.sendTo != "" || f.noAuth {
		return nil
	}
	return a.valid(textAskRecipient, func(line string) error {
		_, err := parseAddress(line)
		f.sendTo = line
		return err
	})
}

// settings asks for the servers.
func (a *app) settings(box address, f *checkFlags) error {
	how, err := a.choose(textAskSettings, textSettingsWrong, "", "r", "t")
	switch {
	case err != nil:
		return err
	case how == "r":
		return a.offerClient(box, f)
	case how != "t":
		return nil
	}
	err = a.valid(textAskIncoming, func(line string) error {
		p := incoming(line)
		if _, err := parseService(p, line); err != nil {
			return err
		}
		return map[fact.Protocol]*once{fact.IMAP: &f.imap, fact.POP3: &f.pop3}[p].Set(line)
	})
	if err != nil {
		return err
	}
	return a.valid(textAskOutgoing, func(line string) error {
		if _, err := parseService(fact.SMTP, line); err != nil {
			return err
		}
		return f.smtp.Set(line)
	})
}

// incoming tells POP3 from IMAP by what people type: the port, else the name.
func incoming(line string) fact.Protocol {
	rest, _, _ := strings.Cut(line, "/")
	host, port, err := splitPort(rest)
	if n, bad := strconv.Atoi(port); err == nil && bad == nil {
		switch {
		case slices.Contains(usualPorts[fact.POP3], n):
			return fact.POP3
		case slices.Contains(usualPorts[fact.IMAP], n):
			return fact.IMAP
		}
	}
	if strings.HasPrefix(strings.ToLower(host), "pop") {
		return fact.POP3
	}
	return fact.IMAP
}

// choose asks until the answer is one of these.
func (a *app) choose(question, wrong lang.Text, answers ...string) (string, error) {
	for {
		line, err := a.ask(a.lines(question))
		if err != nil {
			return "", err
		}
		line = strings.ToLower(narrow(line))
		if slices.Contains(answers, line) {
			return line, nil
		}
		a.tell(wrong)
	}
}

// narrow makes the full-width letters and digits of a Chinese input method plain ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// valid asks until the answer can be used, or is empty.
func (a *app) valid(question lang.Text, use func(string) error) error {
	for {
		line, err := a.ask(a.lines(question))
		if err != nil || line == "" {
			return err
		}
		if err = use(narrow(line)); err == nil {
			return nil
		}
		fmt.Fprintln(a.err, render.Escape(a.explain(err)))
	}
}

// pasted reads lines up to an empty one. What is left of the paste after that is thrown away: it must not answer the next
// question, least of all that for the password.
func (a *app) pasted(question lang.Text) (string, error) {
	fmt.Fprintln(a.err, a.lines(question))
	var out []string
	for size := 0; size < maxSymptom; {
		line, err := a.ask("")
		if errors.Is(err, io.EOF) || err == nil && line == "" {
			break
		}
		if err != nil {
			return "", err
		}
		size += len(line)
		out = append(out, line)
	}
	if len(out) > 0 && a.discardInput != nil {
		a.discardInput()
	}
	return strings.Join(out, "\n"), nil
}

// lines is a question of several lines, ready for the terminal.
func (a *app) lines(t lang.Text) string {
	lines := strings.Split(a.say(t), "\n")
	for i := range lines {
		lines[i] = render.Escape(lines[i])
	}
	return strings.Join(lines, "\n")
}
