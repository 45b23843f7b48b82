package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var settingsWrongPort = &Cause{
	Code:     "settings.wrong-port",
	Stage:    fact.StageSettings,
	Severity: Error,
	Title:    lang.T("The port is set wrongly", "端口设置错误"),
	Means: lang.T(
		"The mail program is set to a port that is neither usual for the protocol nor published by the domain; it fails, and the usual port of the same server works. Usual are 993 and 143 for IMAP, 995 and 110 for POP3, 465 and 587 for sending; port 25 is for servers among themselves, and many networks block it. Where a usual port fails, the setting is right and the failure has a cause of its own. Set the port that works.",
		"邮件客户端里设置的端口，既不是该协议常用的端口，也不是这个域名公布的端口；它用不了，而同一台服务器的常用端口可以用。常用端口：IMAP 是 993 和 143，POP3 是 995 和 110，发信是 465 和 587；25 端口是服务器之间用的，很多网络会封掉它。如果失败的是常用端口，说明设置没有错，问题另有原因。改成能用的端口即可。"),
	Fault:    "plan.imap=imap.example.com:994/tls",
	NearMiss: "imap.tcp@993=refused",
	Find:     findWrongPort,
}

func findWrongPort(c *Case) []Finding {
	var out []Finding
	for _, f := range c.known(fact.StageTCP, fact.StageTLS, fact.StageService) {
		s := f.Service
		if s.Source != fact.SourceUser || usualOn(s.Protocol, s.Port) != "" || c.published(s) {
			continue
		}
		if good := c.worksBeside(s); good != nil && (usualOn(s.Protocol, portOf(good.Addr)) != "" || c.found(s, good) != nil) {
			out = append(out, c.wrongPort(f, good))
		}
	}
	return out
}

func (c *Case) wrongPort(failure *Failure, good *fact.Attempt) Finding {
	s := failure.Service
	f := c.finding([]*Failure{failure})
	f.Summary = lang.T("Your mail program is set to port {port} for the {role}, {host}. That port does not work; port {good} with {security} does.",
		"邮件客户端里{role}{host} 的端口设成了 {port}，这个端口用不了；用 {good} 端口、加密方式 {security} 就可以。").With(
		"port", s.Port, "role", role(s.Protocol), "host", s.Host, "good", portOf(good.Addr), "security", securityName(good.Security))
	f.Fixes = []lang.Text{fixSetting(s, portOf(good.Addr), good.Security), fixWhere(s.Protocol, fieldPort, fieldSecurity)}
	if found := c.found(s, good); found != nil && found.Source != fact.SourceGuess {
		f.Evidence = append(f.Evidence, sourceLine(found))
	}
	if owner := portOwner(s.Port); owner != "" && owner != s.Protocol {
		f.Fixes = append(f.Fixes, lang.T("Port {port} belongs to {other}, not to {protocol}: check that no two fields were mixed up in the account's settings.",
			"{port} 是 {other} 的端口，不是 {protocol} 的：请检查账号设置里是不是把两个栏目填反了。").With(
			"port", s.Port, "other", protocolName(owner), "protocol", protocolName(s.Protocol)))
	}
	if s.Port == 25 {
		f.Evidence = append(f.Evidence, lang.T("port 25 is meant for mail between servers; most networks let no mail program use it",
			"25 端口用于服务器之间传信，大多数网络不允许邮件客户端使用"))
	}
	f.Evidence = append(f.Evidence, c.walkLine(s, good))
	return f
}

// portOwner is the protocol that a port is usual for; "" where there is none.
func portOwner(port int) fact.Protocol {
	for _, p := range []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP} {
		if usualOn(p, port) != "" {
			return p
		}
	}
	return ""
}
