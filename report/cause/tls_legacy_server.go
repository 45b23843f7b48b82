package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsLegacyServer = &Cause{
	Code:     "tls.legacy-server",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The server's encryption is outdated", "服务器的加密方式过时"),
	Means: lang.T(
		"The server can be used only with what today's programs no longer offer by default: the RSA key exchange or old ciphers, or a certificate that has the server's name in its CN alone and not as an alternative name. A handshake that fails for every program of today is an error; a name in the CN alone, which some programs still accept, is a warning. A server that speaks only TLS 1.0 or 1.1 is a worse case of its own. The server should be updated.",
		"只有使用如今的程序默认不再提供的老方式，才能用这台服务器：RSA 密钥交换、旧的加密算法，或者证书只在 CN 里写了名称而没有备用名称（SAN）。如今的程序握手都会失败的，算错误；证书只在 CN 里写名称的，有的程序还能接受，算提醒。只支持 TLS 1.0 或 1.1 的服务器更严重，属于另一种原因。服务器应当升级。"),
	Fault:    "imap.tls=rsa-only",
	NearMiss: "imap.tls=1.0-only",
	Find:     findLegacyServer,
}

func findLegacyServer(c *Case) []Finding {
	var out []Finding
	for _, group := range c.certificates(hasNameInCNOnly) {
		out = append(out, c.cnOnly(group))
	}
	var old []*Failure
	for _, f := range c.handshakes() {
		if legacy := secondTry(f.Service, fact.ReasonLegacyTLS); legacy != nil && !oldVersion(legacy.TLS.Version) {
			old = append(old, f)
		}
	}
	for _, group := range grouped(old, sameHost) {
		out = append(out, c.legacyServer(group))
	}
	return out
}

func (c *Case) legacyServer(group []*Failure) Finding {
	legacy := secondTry(group[0].Service, fact.ReasonLegacyTLS)
	f := c.finding(group)
	f.Summary = lang.T("{services} can be reached only with outdated encryption ({version}, {cipher}); new mail programs refuse it.",
		"{services} 只能用过时的加密方式连接（{version}，{cipher}），新的邮件客户端会拒绝。").With(
		"services", services(group), "version", legacy.TLS.Version, "cipher", legacy.TLS.Cipher)
	f.Fixes = append([]lang.Text{
		fixServerAdmin(hosts(group), lang.T("to switch on current ciphers (ECDHE) for the mail service, or to update the server", "为邮件服务启用现行的加密算法（ECDHE），或升级服务器")),
	}, c.fixMeanwhile(group)...)
	f.Fixes = append(f.Fixes, lang.T("Until then, if your mail program can't connect, use the provider's webmail.", "在那之前，如果邮件客户端连不上，先用网页邮箱。"))
	c.tryLines(&f)
	return f
}

func (c *Case) cnOnly(group []*Failure) Finding {
	f := c.certFinding(group, hasNameInCNOnly)
	f.Severity = Warning
	f.Summary = lang.T("The certificate of {services} names the server only in its CN, in the old way; newer mail programs refuse it.",
		"{services} 的证书只按旧方式在 CN 里写了服务器名称，较新的邮件客户端会拒绝。").With("services", services(group))
	f.Fixes = []lang.Text{
		fixServerAdmin(hosts(group), lang.T("to install a certificate that lists {host} as a subject alternative name (SAN)", "换上一张在备用名称（SAN）里写有 {host} 的证书").With("host", hosts(group))),
	}
	return f
}
