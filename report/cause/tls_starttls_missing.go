package cause

import (
	"regexp"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsStartTLSMissing = &Cause{
	Code:     "tls.starttls-missing",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("STARTTLS is not offered", "服务器不提供 STARTTLS"),
	Means: lang.T(
		"The mail program wants to encrypt by STARTTLS, and the server does not offer it on this port, or refuses it when asked. Either the server has no encryption there (or its certificate is out of order), or a firewall on the way removes the offer to be able to read along; that one often leaves a greeting of asterisks or an “XXXXXXXA” in the list. A server that turns everybody away at the greeting is another case. Use the port with SSL/TLS; never go on in clear text.",
		"邮件客户端要用 STARTTLS 加密，但服务器在这个端口上不提供，或者一请求就被拒绝。要么服务器在这里没有启用加密（或证书出了问题），要么途中的防火墙为了能偷看内容而把这一项抹掉了，后者常会留下满是星号的问候语或列表里的“XXXXXXXA”。服务器一上来就拒绝所有人，属于另一种情况。请改用 SSL/TLS 的端口；千万不要改成不加密。"),
	Fault:    "smtp.starttls=missing",
	NearMiss: "smtp.tls=drop",
	Find:     findStartTLSMissing,
}

func findStartTLSMissing(c *Case) []Finding {
	var out []Finding
	for _, f := range c.known(fact.StageTLS) {
		if f.Failure == nil || f.Failure.Op != "starttls" {
			continue
		}
		switch {
		case f.Class() == fact.NotOffered:
			out = append(out, c.startTLSMissing(f))
		case f.Class() == fact.Answered && f.Reply != nil && f.Reply.Kind != fact.ReplyBye:
			out = append(out, c.startTLSRefused(f))
		}
	}
	return out
}

func (c *Case) startTLSMissing(failure *Failure) Finding {
	s := failure.Service
	f := c.finding([]*Failure{failure})
	f.Summary = lang.T("{where} does not offer STARTTLS, so the connection can't be encrypted.", "{where} 不提供 STARTTLS，无法加密连接。").With("where", endpoint(s))
	admin := fixServerAdmin(s.Host, lang.T("to switch on STARTTLS on port {port}", "在 {port} 端口启用 STARTTLS").With("port", s.Port))
	if stripped(failure.Attempt) {
		f.Summary = lang.T("A firewall between this PC and {where} removes STARTTLS from what the server offers, so the connection can't be encrypted.",
			"本机和 {where} 之间的防火墙把服务器提供的 STARTTLS 抹掉了，无法加密连接。").With("where", endpoint(s))
		admin = lang.T("Ask the administrator of the network that you are in to switch off the inspection of mail connections (on a Cisco ASA: “inspect esmtp”) for {host}, port {port}.",
			"请你所在网络的管理员对 {host} 的 {port} 端口关闭邮件检查功能（思科 ASA 上是 inspect esmtp）。").With("host", s.Host, "port", s.Port)
		if g := failure.Attempt.Talk.Greeting; g != nil {
			f.Evidence = append(f.Evidence, lang.T("the greeting was {words}", "问候语是{words}").With("words", quoted(g.Text())))
		}
	}
	c.startTLSFixes(&f, failure, admin)
	return f
}

func (c *Case) startTLSRefused(failure *Failure) Finding {
	s := failure.Service
	f := c.finding([]*Failure{failure})
	f.Summary = lang.T("{where} offers STARTTLS and refuses it when asked: {words}", "{where} 声称支持 STARTTLS，真正请求时又拒绝：{words}").With(
		"where", endpoint(s), "words", quoted(failure.Reply.Text()))
	if failure.Reply.Kind == fact.ReplyLater {
		f.alternative("service.temporary")
	}
	c.startTLSFixes(&f, failure, fixServerAdmin(s.Host, lang.T("to put the encryption of port {port} in order (mostly its certificate or key is missing)", "修好 {port} 端口的加密（多半是证书或私钥有问题）").With("port", s.Port)))
	return f
}

func (c *Case) startTLSFixes(f *Finding, failure *Failure, admin lang.Text) {
	s := failure.Service
	f.Fixes = c.fixMeanwhile([]*Failure{failure})
	if best := best(s.Protocol); len(f.Fixes) == 0 && best.port != s.Port && best.port != 0 {
		f.Fixes = []lang.Text{lang.T("{step} Most providers offer that.", "{step}多数服务商都支持。").With("step", fixSetting(s, best.port, best.security))}
	}
	f.Fixes = append(f.Fixes, admin,
		lang.T("Do not choose “no encryption” instead: your password could be read on the way.", "不要因此改成“不加密”：密码会在途中被人看到。"))
	for i := range s.Compared {
		if a := &s.Compared[i]; a.Reason == fact.ReasonSiblingPort {
			f.Evidence = append(f.Evidence, c.walkLine(s, a))
		}
	}
}

var masked = regexp.MustCompile(`X{6,}`)

// stripped says whether a firewall left its marks: a greeting that is masked, or a capability that is crossed out.
func stripped(a *fact.Attempt) bool {
	if g := a.Talk.Greeting; g != nil && strings.Contains(g.Text(), "****") {
		return true
	}
	return a.Talk.Before != nil && masked.MatchString(strings.Join(a.Talk.Before.List, " "))
}
