package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// protocolVersion is the TLS alert of a server that has no version in common (RFC 8446 section 6).
const protocolVersion = 70

var tlsVersionTooOld = &Cause{
	Code:     "tls.version-too-old",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The server's encryption is too old", "服务器的加密版本太旧"),
	Means: lang.T(
		"The server speaks only TLS 1.0 or 1.1, which today's mail programs and systems have switched off because they can be broken. An old PC or phone may still connect, which makes it look like a fault of the new one. If the server speaks TLS 1.2 but wants outdated ciphers, that is another cause. The server has to be updated; switching the old versions on again on the PC is no remedy.",
		"服务器只支持 TLS 1.0 或 1.1，这些版本已能被破解，如今的邮件客户端和系统都已停用。旧电脑、旧手机可能还能连上，于是看起来像是新设备的问题。如果服务器支持 TLS 1.2，只是要用过时的算法，那是另一种原因。要由服务器升级；在电脑上重新打开旧版本不是办法。"),
	Fault:    "imap.tls=1.0-only",
	NearMiss: "imap.tls=rsa-only",
	Find:     findVersionTooOld,
}

func findVersionTooOld(c *Case) []Finding {
	var old []*Failure
	for _, f := range c.handshakes() {
		legacy := secondTry(f.Service, fact.ReasonLegacyTLS)
		if (legacy != nil && oldVersion(legacy.TLS.Version)) || (legacy == nil && f.Failure.Alert == protocolVersion) {
			old = append(old, f)
		}
	}
	var out []Finding
	for _, group := range grouped(old, sameHost) {
		out = append(out, c.versionTooOld(group))
	}
	return out
}

func (c *Case) versionTooOld(group []*Failure) Finding {
	f := c.finding(group)
	version := lang.T("none of the TLS versions of today", "任何现行的 TLS 版本都不支持")
	if legacy := secondTry(group[0].Service, fact.ReasonLegacyTLS); legacy != nil {
		version = lang.T("only {version}", "只支持 {version}").With("version", legacy.TLS.Version)
	} else {
		f.Confidence = Likely
	}
	f.Summary = lang.T("{services} speaks {version}, and today's mail programs do not accept that.", "{services} {version}，如今的邮件客户端不再接受。").With(
		"services", services(group), "version", version)
	f.Fixes = append([]lang.Text{
		fixServerAdmin(hosts(group), lang.T("to switch on TLS 1.2 and TLS 1.3 for the mail service (an update of the server is mostly needed)", "为邮件服务启用 TLS 1.2 和 TLS 1.3（多半需要升级服务器）")),
	}, c.fixMeanwhile(group)...)
	f.Fixes = append(f.Fixes, lang.T("Until then use the provider's webmail. Do not switch TLS 1.0 on in this PC: it would weaken all other connections too.",
		"在那之前先用网页邮箱。不要在电脑上重新启用 TLS 1.0：那会让其他所有连接都不安全。"))
	c.tryLines(&f)
	return f
}
