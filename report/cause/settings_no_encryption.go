package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var settingsNoEncryption = &Cause{
	Code:     "settings.no-encryption",
	Stage:    fact.StageSettings,
	Severity: Warning,
	Title:    lang.T("The connection is not encrypted", "连接没有加密"),
	Means: lang.T(
		"The mail program is set to clear text, although the server offers encryption: everybody on the way (a Wi-Fi hotspot, the network's operator) can read the password and the mail. It works, so it is only a warning; we make no login in clear text. A server that has no encryption at all is not reported here. Choose STARTTLS on the same port, or SSL/TLS on its own port.",
		"邮件客户端设成了不加密，而服务器是支持加密的：途中的任何人（公共 Wi-Fi、网络运营者）都能看到密码和邮件内容。能用，所以只是提醒；我们不会在明文连接上登录。完全不支持加密的服务器不在此列。请在同一端口选 STARTTLS，或改用 SSL/TLS 的端口。"),
	Fault:    "plan.smtp=smtp.example.com:587/none",
	NearMiss: "plan.smtp=smtp.example.com:587/starttls",
	Find:     findNoEncryption,
}

func findNoEncryption(c *Case) []Finding {
	var out []Finding
	for i := range c.Services {
		s := &c.Services[i]
		if s.Security != fact.None || c.Working(s) == nil || barredInClear(s) != nil {
			continue
		}
		switch beside := c.encryptedBeside(s); {
		case offersTLS(s):
			out = append(out, c.noEncryption(s, setting{s.Port, fact.StartTLS}))
		case c.worksBeside(s) != nil && c.worksBeside(s).Security != fact.None:
			good := c.worksBeside(s)
			f := c.noEncryption(s, setting{portOf(good.Addr), good.Security})
			f.Evidence = append(f.Evidence, c.walkLine(s, good))
			out = append(out, f)
		case beside != nil:
			out = append(out, c.noEncryption(s, setting{beside.Port, beside.Security}))
		}
	}
	return out
}

// encryptedBeside is another service of the same host and protocol that works encrypted, or nil.
func (c *Case) encryptedBeside(s *fact.Service) *fact.Service {
	for i := range c.Services {
		if o := &c.Services[i]; o.Host == s.Host && o.Protocol == s.Protocol && o.Security != fact.None && c.Working(o) != nil {
			return o
		}
	}
	return nil
}

func (c *Case) noEncryption(s *fact.Service, want setting) Finding {
	f := Finding{
		Subject: endpoint(s),
		Summary: lang.T("Your mail program is set to clear text for the {role}, {host}, port {port}: others on the way can read your password and your mail. The server offers encryption.",
			"邮件客户端里{role}{host}（{port} 端口）设成了不加密：途中的人可以看到你的密码和邮件。服务器本身是支持加密的。").With(
			"role", role(s.Protocol), "host", s.Host, "port", s.Port),
		Fixes: []lang.Text{fixSetting(s, want.port, want.security), fixWhere(s.Protocol, fieldSecurity, fieldPort)},
	}
	if best := best(s.Protocol); want != best && best.port != 0 {
		f.Fixes = append(f.Fixes, lang.T("Where the provider offers it, port {port} with {security} is better still.",
			"如果服务商支持，用 {port} 端口加 {security} 更好。").With("port", best.port, "security", securityName(best.security)))
	}
	if a := c.Working(s); a != nil && a.Talk.Caps != nil {
		f.Evidence = append(f.Evidence, c.capsLine(s, a.Talk.Caps))
	}
	return f
}
