package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"

	"maildiag/probe/client"
	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/render"
)

var (
	textNoClient = lang.T(
		"--client {value}: this program is not known; use {list}",
		"--client {value}：不认识这个程序，可用 {list}")
	textClientAndFlags = lang.T(
		"--client takes the servers from {program}: leave --imap, --pop3 and --smtp out, or --client",
		"--client 会从 {program} 读取服务器设置：请去掉 --imap、--pop3、--smtp，或者去掉 --client")
	textClientEmpty = lang.T(
		"no mail account of {address} was found in {program} on this PC: name the servers with --imap, --pop3 and --smtp",
		"在本机的 {program} 里没有找到 {address} 的邮箱账号，请用 --imap、--pop3、--smtp 指定服务器")
	textClientMany = lang.T(
		"{program} has several accounts, and none of {address}: name the servers with --imap, --pop3 and --smtp",
		"{program} 里有多个账号，但没有 {address} 的：请用 --imap、--pop3、--smtp 指定服务器")
	textClientUnreadable = lang.T(
		"the settings of {program} can't be read ({why})",
		"{program} 的设置读不了（{why}）")
	textClientAsk = lang.T(
		"May the servers and login names that {program} is set to be read? Passwords are not. [Y/n] ",
		"可以读取 {program} 里设置的服务器和账号名吗？不会读取密码。[Y/n] ")
	textClientOffer = lang.T(
		"Type thunderbird or outlook to test what that program on this PC is set to; Enter alone looks for the servers: ",
		"输入 thunderbird 或 outlook 可以检测本机该程序里的设置；直接回车则自动查找服务器：")
	textClientSet = lang.T(
		"{program} is set to: {list}",
		"{program} 里的设置：{list}")
	textClientNo = lang.T(
		"the settings of {program} were not read: name the servers with --imap, --pop3 and --smtp",
		"没有读取 {program} 的设置：请用 --imap、--pop3、--smtp 指定服务器")
)

// offerClient asks, in the conversation that a call without an argument is, whether a mail program's settings shall be
// read: users seldom know them. Where nothing comes of it the servers are looked for.
func (a *app) offerClient(box address, f *checkFlags) error {
	typed := f.client != ""
	if !typed {
		if !a.interactive() || f.imap.given+f.pop3.given+f.smtp.given > 0 {
			return nil
		}
		answer, err := a.ask(a.say(textClientOffer))
		if err != nil || answer == "" {
			return nil
		}
		f.client = answer
	}
	err := a.fromClient(box, f)
	if err != nil && !typed {
		fmt.Fprintln(a.err, render.Escape(a.explain(err)))
		f.imap, f.pop3, f.smtp = once{}, once{}, once{}
		return nil
	}
	return err
}

// fromClient puts the settings of a mail program on this PC into the flags, after asking where somebody is there. The
// program sends the password to these servers already, and a flag named the program.
func (a *app) fromClient(box address, f *checkFlags) error {
	if f.client == "" {
		return nil
	}
	var names []string
	for _, p := range client.Programs() {
		names = append(names, p.Name)
	}
	i := slices.Index(names, strings.ToLower(f.client))
	if i < 0 {
		return usage(textNoClient.With("value", short(f.client), "list", strings.Join(names, ", ")))
	}
	program := client.Programs()[i]
	if f.imap.given+f.pop3.given+f.smtp.given > 0 {
		return usage(textClientAndFlags.With("program", program.Title))
	}
	if a.interactive() {
		answer, err := a.ask(a.say(textClientAsk.With("program", program.Title)))
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err != nil || slices.Contains([]string{"n", "no", "否", "不"}, strings.ToLower(answer)) {
			return usage(textClientNo.With("program", program.Title))
		}
	}
	list, err := program.Accounts()
	if err != nil {
		return usage(textClientUnreadable.With("program", program.Title, "why", reason(err)))
	}
	account, err := oneAccount(program.Title, client.For(list, box.text), box)
	if err != nil {
		return err
	}
	if err := takeAccount(f, account); err != nil {
		return err
	}
	if a.interactive() {
		var shown []string
		for _, s := range account.Services {
			shown = append(shown, strings.ToUpper(string(s.Protocol))+" "+service(s))
		}
		fmt.Fprintln(a.err, render.Escape(a.say(textClientSet.With("program", program.Title, "list", strings.Join(shown, ", ")))))
	}
	return nil
}

func oneAccount(program string, list []client.Account, box address) (client.Account, error) {
	switch {
	case len(list) == 0:
		return client.Account{}, usage(textClientEmpty.With("program", program, "address", short(box.text)))
	case len(list) > 1 && !strings.EqualFold(list[0].Address, box.text):
		return client.Account{}, usage(textClientMany.With("program", program, "address", short(box.text)))
	case !strings.EqualFold(list[0].Address, box.text):
		return client.Account{}, usage(textClientEmpty.With("program", program, "address", short(box.text)))
	}
	return list[0], nil
}

// takeAccount sets the flags as if the user had typed what the program is set to.
func takeAccount(f *checkFlags, account client.Account) error {
	flags := map[fact.Protocol]*once{fact.IMAP: &f.imap, fact.POP3: &f.pop3, fact.SMTP: &f.smtp}
	for _, s := range account.Services {
		if err := flags[s.Protocol].Set(service(s)); err != nil {
			return err
		}
	}
	if f.login == "" && !strings.EqualFold(account.Login, account.Address) {
		f.login = account.Login
	}
	if f.smtpLogin == "" && account.SMTPLogin != "" && account.SMTPLogin != account.Login {
		f.smtpLogin = account.SMTPLogin
	}
	return nil
}

// service is a setting as --imap, --pop3 and --smtp take it.
func service(s client.Service) string {
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) + "/" + string(s.Security)
}
