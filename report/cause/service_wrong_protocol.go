package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var serviceWrongProtocol = &Cause{
	Code:     "service.wrong-protocol",
	Stage:    fact.StageService,
	Severity: Error,
	Title:    lang.T("Another kind of server answers", "应答的是另一种服务器"),
	Means: lang.T(
		"Something answers on the port, but not what was asked for: a POP3 server where IMAP was expected, a web server, clear text where encryption was due, or encryption where a greeting was due. Its first bytes tell what it is. Mostly the server name or port belongs to another service; on a usual port, the server itself is set up strangely, or a device on the way answers in its place. Where the user's own unusual setting is at fault and another works, settings.wrong-port or settings.wrong-security says so.",
		"端口上有东西应答，但不是要找的那种：该是 IMAP 却来了 POP3、是网页服务器、该加密却来了明文，或者该先打招呼却要求加密。看它的头几个字节就能知道是什么。多数情况是服务器地址或端口填成了别的服务的；如果端口是常用的，那就是服务器配置得很怪，或者途中有设备代为应答。如果是用户自己填了不常用的设置、而换一种就能用，会归为 settings.wrong-port 或 settings.wrong-security。"),
	Fault:    "imap.greeting=pop3",
	NearMiss: "imap.greeting=odd",
	Find:     findWrongProtocol,
}

func findWrongProtocol(c *Case) []Finding {
	var wrong []*Failure
	for _, f := range c.Open(fact.StageTLS, fact.StageService) {
		switch {
		case f.Class() == fact.NotTLS, f.Class() == fact.WrongProtocol:
			wrong = append(wrong, f)
		case f.Failure != nil && f.Failure.Op == "greeting" && f.Attempt.Security != fact.TLS && speaksTLS(f.Service) != nil:
			wrong = append(wrong, f)
		}
	}
	var out []Finding
	for _, group := range grouped(wrong, func(a, b *Failure) bool { return a.Service == b.Service }) {
		out = append(out, c.wrongProtocol(group[0]))
	}
	return out
}

func (c *Case) wrongProtocol(failure *Failure) Finding {
	s := failure.Service
	f := c.finding([]*Failure{failure})
	first := failure.Failure.FirstBytes
	admin := lang.T("which server and port to use for {protocol}, and what answers on port {port}", "确认 {protocol} 该用哪个服务器和端口，以及 {port} 端口上跑的是什么")
	switch {
	case failure.Class() == fact.NotTLS && failure.Attempt.Security == fact.StartTLS:
		f.Summary = lang.T("{where} agreed to STARTTLS and then sent clear text: either the server is out of order, or someone on the way slips text in.",
			"{where} 同意了 STARTTLS，却接着发来明文：要么服务器有毛病，要么途中有人插入了内容。")
		admin = lang.T("to put STARTTLS on port {port} in order", "修好 {port} 端口的 STARTTLS")
	case failure.Class() == fact.NotTLS && speaks(s.Protocol, first):
		f.Summary = lang.T("{where} answers in clear text, although port {port} is meant for SSL/TLS.", "{where} 用明文应答，而 {port} 端口本应使用 SSL/TLS。")
		admin = lang.T("to switch on SSL/TLS on port {port}", "在 {port} 端口启用 SSL/TLS")
	case failure.Class() != fact.NotTLS && failure.Class() != fact.WrongProtocol:
		f.Summary = lang.T("{where} wants encryption from the first byte, although port {port} is meant to begin in clear text (STARTTLS).",
			"{where} 一开始就要求加密，而 {port} 端口本应先用明文打招呼（STARTTLS）。")
		admin = lang.T("to offer STARTTLS on port {port}, or which port to use", "在 {port} 端口提供 STARTTLS，或确认该用哪个端口")
		f.Fixes = append(f.Fixes, fixSetting(s, s.Port, fact.TLS))
	default:
		f.Summary = lang.T("On {where} it is not {protocol} that answers, but {kind}.", "{where} 上应答的不是 {protocol}，而是{kind}。").With("kind", kindOfServer(first))
	}
	f.Summary = f.Summary.With("where", endpoint(s), "port", s.Port, "protocol", protocolName(s.Protocol))
	f.Fixes = append(f.Fixes, c.fixMeanwhile([]*Failure{failure})...)
	if a := otherSecurity(s); a != nil && failure.Class() == fact.NotTLS {
		f.Fixes = append(f.Fixes, lang.T("{step} That way works from here right now.", "{step}刚才实测这样可以用。").With("step", fixSetting(s, portOf(a.Addr), a.Security)))
	}
	f.Fixes = append(f.Fixes,
		lang.T("Check the {role} and its port in your mail program against the provider's instructions: {where}.",
			"对照服务商的说明，核对邮件客户端里的{role}和端口：{where}。").With("role", role(s.Protocol), "where", endpoint(s)),
		fixServerAdmin(s.Host, admin.With("protocol", protocolName(s.Protocol), "port", s.Port)))
	for i := range s.Compared {
		if a := &s.Compared[i]; slices.Contains([]fact.Reason{fact.ReasonSiblingPort, fact.ReasonOtherSecurity}, a.Reason) {
			f.Evidence = append(f.Evidence, c.walkLine(s, a))
		}
	}
	c.doubt(&f)
	return f
}

// kindOfServer names what answers, by its first bytes.
func kindOfServer(first string) lang.Text {
	low := strings.ToLower(first)
	switch {
	case speaks(fact.POP3, first):
		return lang.T("a POP3 server", " POP3 服务器")
	case speaks(fact.IMAP, first):
		return lang.T("an IMAP server", " IMAP 服务器")
	case strings.HasPrefix(low, "http/"), strings.HasPrefix(low, "<!doctype"), strings.HasPrefix(low, "<html"):
		return lang.T("a web server", "网页服务器")
	case strings.HasPrefix(low, "ssh-"):
		return lang.T("an SSH server", " SSH 服务器")
	case strings.HasPrefix(low, "220") && strings.Contains(low, "ftp"):
		return lang.T("an FTP server", " FTP 服务器")
	case speaks(fact.SMTP, first):
		return lang.T("an SMTP server", " SMTP 服务器")
	case strings.HasPrefix(low, "200 ") || strings.HasPrefix(low, "201 "):
		return lang.T("a news server (NNTP)", "新闻组服务器（NNTP）")
	case strings.HasPrefix(low, `\x15\x03`), strings.HasPrefix(low, `\x16\x03`):
		return lang.T("a server that wants TLS", "要求 TLS 加密的服务器")
	}
	return lang.T("something else", "别的东西")
}
