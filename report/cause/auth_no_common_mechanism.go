package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authNoCommonMechanism = &Cause{
	Code:     "auth.no-common-mechanism",
	Stage:    fact.StageAuth,
	Severity: Error,
	Title:    lang.T("No usable way to log in is offered", "服务器没有提供可用的登录方式"),
	Means: lang.T(
		"The server is reached and encrypted, but the list of what it can do has no login method that can be used safely: none at all, only ones that give whoever listens material for guessing the password (CRAM-MD5, APOP, NTLM), or logins are switched off on this port. Name and password play no part: none were sent. Often it is the wrong port (25 in place of 465 or 587), or the provider wants a sign-in in the browser (OAuth).",
		"服务器能连上、也加密了，但它列出的功能里没有可以安全使用的登录方式：要么一种都没有，要么只有会给窃听者留下猜密码材料的方式（CRAM-MD5、APOP、NTLM），要么在这个端口上关闭了登录。这与用户名和密码无关：根本没有发送。常见原因是端口不对（用了 25 而不是 465 或 587），或者服务商要求在浏览器里登录（OAuth）。"),
	Fault:    "imap.caps=cram-only",
	NearMiss: "imap.caps=login-only",
	Find:     findNoCommonMechanism,
}

func findNoCommonMechanism(c *Case) []Finding {
	var out []Finding
	for _, f := range c.known(fact.StageAuth) {
		if f.Class() == fact.NotOffered && !c.onlyOAuth(f) {
			out = append(out, c.noCommonMechanism(f))
		}
	}
	return out
}

func (c *Case) noCommonMechanism(failure *Failure) Finding {
	s := failure.Service
	f := c.finding([]*Failure{failure})
	f.Evidence = nil
	caps := c.capsAtLogin(s)
	var offered []string
	if caps != nil {
		offered = unique(caps.Auth)
	}
	f.Summary = lang.T("{where} offers no login at all on this port.", "{where} 在这个端口上不提供登录。")
	switch {
	case len(offered) > 0:
		f.Summary = lang.T("{where} offers only login methods that can't be used safely: {list}.", "{where} 只提供不安全的登录方式：{list}。")
	case caps.Has("LOGINDISABLED"):
		f.Summary = lang.T("{where} has logins switched off (LOGINDISABLED).", "{where} 关闭了登录（LOGINDISABLED）。")
	}
	f.Summary = f.Summary.With("where", endpoint(s), "list", strings.Join(offered, ", "))
	if best := best(s.Protocol); s.Port != best.port && best.port != 0 && len(f.Fixes) == 0 {
		f.Fixes = append(f.Fixes, fixSetting(s, best.port, best.security))
	}
	f.Fixes = append(f.Fixes, fixServerAdmin(s.Host, lang.T("which port and which login method mail programs are meant to use, or to allow PLAIN or LOGIN inside TLS on port {port}",
		"确认邮件客户端该用哪个端口和登录方式，或在 {port} 端口允许 TLS 内的 PLAIN 或 LOGIN").With("port", s.Port)))
	f.Evidence = append(f.Evidence, c.capsLine(s, caps))
	return f
}

// onlyOAuth says whether the login failed because a sign-in in the browser is all that the server offers.
func (c *Case) onlyOAuth(f *Failure) bool {
	if f.Stage != fact.StageAuth || f.Class() != fact.NotOffered {
		return false
	}
	caps := c.capsAtLogin(f.Service)
	return caps != nil && len(caps.Auth) > 0 && !slices.ContainsFunc(caps.Auth, func(m string) bool { return m != "XOAUTH2" && m != "OAUTHBEARER" })
}

// capsAtLogin are the capabilities that held when the login was to be made.
func (c *Case) capsAtLogin(s *fact.Service) *fact.Caps {
	if caps := barredInClear(s); caps != nil {
		return caps
	}
	if a := c.Working(s); a != nil {
		return a.Talk.Caps
	}
	return nil
}
