package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"maildiag/probe"
	"maildiag/report/lang"
	"maildiag/report/render"
)

// Questions go to standard error, so that standard output holds the report alone. They are asked only where
// somebody can answer: standard input and standard error are both a terminal.

var (
	textAskAddress = lang.T(
		"Which mailbox shall be checked? Type its address and press Enter: ",
		"要检测哪个邮箱？请输入邮箱地址后按回车：")
	textAskHosts = lang.T(
		"These mail servers were found by a look-up, and lie outside {domain}: {hosts}\nShall the password be sent to them, encrypted? [y/N] ",
		"自动查到的以下邮件服务器不在 {domain} 之内：{hosts}\n要把密码（加密）发给它们吗？[y/N] ")
)

// mailbox is the address to check: the argument, or what is typed where there is none and somebody to ask.
func (a *app) mailbox(args []string) (address, error) {
	if len(args) > 0 {
		return parseAddress(args[0])
	}
	if !a.interactive() {
		return address{}, usage(textNoAddress)
	}
	for tries := 1; ; tries++ {
		line, err := a.ask(a.say(textAskAddress))
		if err != nil || line == "" {
			if err != nil {
				fmt.Fprintln(a.err)
			}
			return address{}, usage(textNoAddress)
		}
		box, err := parseAddress(line)
		if err == nil || tries == 3 {
			return box, err
		}
		fmt.Fprintln(a.err, render.Escape(a.explain(err)))
	}
}

// askSecret reads a password from the terminal. An empty answer, or the end of the input, means none.
func (a *app) askSecret(question lang.Text) (string, error) {
	// What is typed the moment the question is there must not show, so the echo goes first.
	restore := func() {}
	if a.hideTyping != nil {
		restore = a.hideTyping()
	}
	defer restore()
	defer leaving(restore)()
	fmt.Fprint(a.err, render.Escape(a.say(question)))
	line, err := a.readSecret()
	fmt.Fprintln(a.err)
	if errors.Is(err, io.EOF) {
		return "", nil
	}
	return line, err
}

// confirmHosts shows the hosts that came from a look-up and lie outside the address's domain, and lets the password go
// there if the user says yes.
func (a *app) confirmHosts(plan *probe.Plan) (asked bool, err error) {
	if plan.NoAuth || plan.Password.Empty() && plan.SMTPPassword.Empty() && plan.Token.Empty() || !a.interactive() {
		return false, nil
	}
	var hosts []string
	for _, s := range plan.Services {
		if !s.MayLogin && !slices.Contains(hosts, s.Host) {
			hosts = append(hosts, s.Host)
		}
	}
	if len(hosts) == 0 {
		return false, nil
	}
	question := textAskHosts.With("domain", plan.Domain, "hosts", strings.Join(hosts, ", "))
	lines := strings.Split(a.say(question), "\n")
	for i := range lines {
		lines[i] = render.Escape(lines[i])
	}
	answer, err := a.ask(strings.Join(lines, "\n"))
	if err != nil && !errors.Is(err, io.EOF) {
		return true, err
	}
	if !slices.Contains([]string{"y", "yes", "是", "好", "可以"}, strings.ToLower(answer)) {
		return true, nil
	}
	for i := range plan.Services {
		plan.Services[i].MayLogin = true
	}
	return true, nil
}
