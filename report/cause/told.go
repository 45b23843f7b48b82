package cause

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// maxQuote is how many characters of a server's words stand in the evidence.
const maxQuote = 400

// first is the failure that gives the texts their names and values.
func (t *told) first() *Failure { return t.failures[0] }

// loginName is the name that the service was, or would be, logged in with.
func (c *Case) loginName(s *fact.Service) string {
	switch {
	case s.Protocol == fact.SMTP && c.Run.SMTPLogin != "":
		return c.Run.SMTPLogin
	case c.Run.Login != "":
		return c.Run.Login
	}
	return c.Run.Address
}

// sending says whether the trouble is with the outgoing server.
func (t *told) sending() bool { return t.first().Service.Protocol == fact.SMTP }

// fill puts the real names into a text: {service} {host} {port} {protocol} {login} {address} {to}, and of the provider
// {provider} {webmail} {page} {path} {code}.
func (t *told) fill(text lang.Text) lang.Text {
	s := t.first().Service
	p := t.provider
	if p == nil {
		p = &anyProvider
	}
	return text.With("service", endpoint(s), "host", s.Host, "port", s.Port, "protocol", protocolName(s.Protocol),
		"login", orElse(t.loginName(s), lang.T("the login name", "登录名")), "address", orElse(t.Run.Address, lang.T("your address", "你的邮箱地址")),
		"to", orElse(t.Run.SendTo, lang.T("the recipient", "收件人")),
		"provider", p.name, "webmail", p.webmail(), "page", p.page, "path", p.path, "code", p.code)
}

func orElse(value string, text lang.Text) lang.Text {
	if value == "" {
		return text
	}
	return lang.Same(value)
}

// evidence quotes the server on each failure, and names the services that were left alone because of it.
func (t *told) evidence() []lang.Text {
	var out []lang.Text
	for _, f := range t.failures {
		out = append(out, t.line(f))
	}
	if t.first().Stage != fact.StageAuth {
		return out
	}
	for i := range t.Services {
		s := &t.Services[i]
		if s.Login != nil && s.Login.State == fact.LoginSkipped && s.Login.Skipped == fact.SkipRefusedBefore {
			out = append(out, lang.T("{service}: no login was tried there, as the same name and password had just been refused",
				"{service}：同样的账号密码刚被拒绝过，所以没有再去登录").With("service", endpoint(s)))
		}
	}
	return out
}

// line is the evidence of one failure: the command and the server's exact words, or how the connection ended.
func (t *told) line(f *Failure) lang.Text {
	var text lang.Text
	words := quote(f.Reply)
	switch op := f.op(); {
	case t.onlyOAuth(f):
		return t.capsLine(f.Service, t.capsAtLogin(f.Service))
	case f.Class() != fact.Answered:
		return t.silence(f)
	case op == "greeting":
		text = lang.T("{service} greeted with: {words}", "刚连上 {service}，服务器就回答：{words}")
	case op == "capability" || op == "starttls":
		text = lang.T("{service} answered {command} with: {words}", "向 {service} 发送 {command}，服务器回答：{words}")
	case f.Stage == fact.StageAuth:
		text = lang.T("{service} answered the login of {login} with: {words}", "用 {login} 登录 {service}，服务器回答：{words}")
	case f.Stage == fact.StageMailbox:
		text = lang.T("{service} let {login} in, and answered the opening of the inbox with: {words}", "{login} 登录 {service} 成功，但打开收件箱时服务器回答：{words}")
	case op == "MAIL FROM":
		text = lang.T("{service} answered the sender {address} (MAIL FROM) with: {words}", "向 {service} 报出发件人 {address}（MAIL FROM），服务器回答：{words}")
	case op == "RCPT TO":
		text = lang.T("{service} answered the recipient {to} (RCPT TO) with: {words}", "向 {service} 报出收件人 {to}（RCPT TO），服务器回答：{words}")
	default:
		text = lang.T("{service} answered: {words}", "{service} 回答：{words}")
	}
	return t.named(text, f, "words", words)
}

// silence is the evidence of a connection that broke off.
func (t *told) silence(f *Failure) lang.Text {
	text := lang.T("{service}: the connection broke at {command}: {raw}", "{service}：执行“{command}”时连接中断：{raw}")
	switch f.Failure.Class {
	case fact.TimedOut:
		text = lang.T("{service} did not answer {command} within {time}", "{service} 在{time}内没有回应“{command}”")
	case fact.EOF:
		text = lang.T("{service} closed the connection in place of an answer to {command}", "{service} 没有回应“{command}”，直接关闭了连接")
	case fact.Reset:
		text = lang.T("{service} cut the connection (reset) in place of an answer to {command}", "{service} 没有回应“{command}”，直接重置了连接")
	}
	raw := f.Failure.Raw
	if raw == "" {
		raw = string(f.Failure.Class)
	}
	return t.named(text, f, "raw", cut(raw), "time", took(f.Failure.AfterMS))
}

// named fills in a line of evidence, all at once: what comes from outside is then never read as a placeholder.
func (t *told) named(text lang.Text, f *Failure, more ...any) lang.Text {
	return text.With(append(more, "service", endpoint(f.Service), "login", orElse(t.loginName(f.Service), lang.T("the account", "该账号")),
		"command", command(f), "address", orElse(t.Run.Address, lang.T("of this account", "（本账号）")),
		"to", orElse(t.Run.SendTo, lang.T("given", "（指定的收件人）")))...)
}

// command names what was asked of the server, as its protocol calls it.
func command(f *Failure) lang.Text {
	switch op := f.op(); {
	case op == "capability" && f.Service.Protocol == fact.SMTP:
		return lang.Same("EHLO")
	case op == "capability" && f.Service.Protocol == fact.POP3:
		return lang.Same("CAPA")
	case op == "capability":
		return lang.Same("CAPABILITY")
	case op == "starttls" && f.Service.Protocol == fact.POP3:
		return lang.Same("STLS")
	case op == "starttls":
		return lang.Same("STARTTLS")
	case f.Stage == fact.StageAuth:
		return lang.T("the login", "登录")
	case f.Stage == fact.StageMailbox:
		return lang.T("the opening of the inbox", "打开收件箱")
	case op != "":
		return lang.Same(op)
	}
	return lang.T("the last command", "上一条命令")
}

// quote is the server's exact words, on one line and of bounded length.
func quote(r *fact.Reply) string {
	if r == nil {
		return ""
	}
	if words := cut(strings.TrimSpace(r.Text())); words != "" {
		return words
	}
	if r.Code != 0 {
		return strings.TrimSpace(fmt.Sprintf("%d %s", r.Code, r.Enhanced))
	}
	return strings.ToUpper(string(r.Kind))
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxQuote {
		return s
	}
	return string([]rune(s)[:maxQuote]) + "…"
}
