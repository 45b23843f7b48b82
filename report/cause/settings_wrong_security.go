package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var settingsWrongSecurity = &Cause{
	Code:     "settings.wrong-security",
	Stage:    fact.StageSettings,
	Severity: Error,
	Title:    lang.T("The encryption is set wrongly", "加密方式设置错误"),
	Means: lang.T(
		"The encryption mode set in the mail program does not fit the port. Ports 993, 995 and 465 want SSL/TLS from the first byte; 143, 110 and 587 begin in clear text and want STARTTLS. The wrong one shows as silence, as “not TLS”, or as a login that the server rules out without encryption, while the other mode works on the same port. Nothing is broken: choose the right mode.",
		"邮件客户端里选的加密方式和端口不配套。993、995、465 端口要一开始就用 SSL/TLS；143、110、587 端口先是明文，要选 STARTTLS。选错了会表现为：一直没有反应、收到的不是 TLS、或者服务器不允许不加密就登录；而同一端口换另一种方式就能用。什么都没坏，选对加密方式即可。"),
	Fault:    "plan.imap=imap.example.com:143/tls",
	NearMiss: "imap.tls=plain",
	Find:     findWrongSecurity,
}

func findWrongSecurity(c *Case) []Finding {
	var out []Finding
	for _, f := range c.Open(fact.StageTLS, fact.StageService, fact.StageAuth) {
		s := f.Service
		if s.Source != fact.SourceUser || isUsual(s.Protocol, s.Port, s.Security) || c.published(s) || f.Certificate {
			continue
		}
		if f.Stage == fact.StageAuth {
			if (barredInClear(s) != nil || s.Security == fact.None && f.wantsEncryption()) && offersTLS(s) {
				out = append(out, c.wrongSecurity(f, setting{s.Port, fact.StartTLS}, nil))
			}
			continue
		}
		switch good := c.rightMode(f); {
		case good != nil:
			out = append(out, c.wrongSecurity(f, setting{portOf(good.Addr), good.Security}, good))
		case f.Class() == fact.NotTLS && s.Security == fact.TLS && speaks(s.Protocol, f.Failure.FirstBytes) && usualOn(s.Protocol, s.Port) == fact.StartTLS:
			// Nothing else could be tried, and the server's own clear-text greeting says it all.
			out = append(out, c.wrongSecurity(f, setting{s.Port, fact.StartTLS}, nil))
		}
	}
	return out
}

// wantsEncryption says whether a server refuses what was asked for the want of encryption, in its own words or codes.
func (f *Failure) wantsEncryption() bool {
	if f.Class() != fact.Answered || f.Reply == nil {
		return false
	}
	ms := hear("", f.Reply, f.Stage, f.op(), f.Service.Protocol, "").meanings()
	return len(ms) > 0 && ms[0].Code == "settings.wrong-security"
}

// rightMode is the connection that shows which mode the port wants: the other mode on the same port; else, on one of the
// protocol's usual ports, the sibling that works.
func (c *Case) rightMode(f *Failure) *fact.Attempt {
	if a := otherSecurity(f.Service); a != nil {
		return a
	}
	if usualOn(f.Service.Protocol, f.Service.Port) != "" && f.Class() != fact.Cut && f.Class() != fact.Answered {
		return c.worksBeside(f.Service)
	}
	return nil
}

func (c *Case) wrongSecurity(failure *Failure, want setting, good *fact.Attempt) Finding {
	s := failure.Service
	f := c.finding([]*Failure{failure})
	f.Summary = lang.T("Your mail program is set to {mode} on port {port} for the {role}, {host}. That does not fit this port: it wants {want}.",
		"邮件客户端里{role}{host} 的 {port} 端口选了“{mode}”，和这个端口不配套：应该用“{want}”。")
	switch {
	case want.port != s.Port:
		f.Summary = lang.T("Your mail program is set to {mode} on port {port} for the {role}, {host}. That does not work; port {good} with {want} does.",
			"邮件客户端里{role}{host} 设的是 {port} 端口加“{mode}”，这样用不了；用 {good} 端口加“{want}”就可以。")
	case failure.Stage == fact.StageAuth:
		f.Summary = lang.T("Your mail program is set to {mode} on port {port} for the {role}, {host}, and the server takes no login without encryption. It offers {want}.",
			"邮件客户端里{role}{host} 的 {port} 端口选了“{mode}”，而服务器不允许不加密就登录。它支持“{want}”。")
		if caps := barredInClear(s); caps != nil {
			f.Evidence = []lang.Text{c.capsLine(s, caps)}
		} else {
			f.Evidence = []lang.Text{(&told{Case: c, failures: []*Failure{failure}}).line(failure)}
		}
	}
	f.Summary = f.Summary.With("mode", securityName(s.Security), "port", s.Port, "role", role(s.Protocol), "host", s.Host,
		"want", securityName(want.security), "good", want.port)
	f.Fixes = []lang.Text{fixSetting(s, want.port, want.security), fixWhere(s.Protocol, fieldSecurity, fieldPort)}
	if better := c.worksBeside(s); want != best(s.Protocol) && good != nil && better != nil && better != good {
		f.Fixes = append(f.Fixes, lang.T("Or, as most providers recommend today: port {port} with {security}, which works from here too.",
			"或者按现在多数服务商的推荐：用 {port} 端口加 {security}，从这里实测也能用。").With("port", portOf(better.Addr), "security", securityName(better.Security)))
	}
	if good != nil {
		f.Evidence = append(f.Evidence, c.walkLine(s, good))
		if !c.Acceptable(good) {
			f.Evidence = append(f.Evidence, certLine(s, good))
		}
	}
	return f
}

// capsLine lists what a server can do.
func (c *Case) capsLine(s *fact.Service, caps *fact.Caps) lang.Text {
	if caps == nil {
		return lang.T("{where}: the server listed nothing that it can do", "{where}：服务器没有列出任何功能").With("where", endpoint(s))
	}
	return lang.T("{where}: the server lists {list}", "{where}：服务器列出的功能是 {list}").With("where", endpoint(s), "list", few(20, caps.List))
}
