package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsUntrustedIssuer = &Cause{
	Code:     "tls.untrusted-issuer",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The certificate's issuer is not trusted", "证书的签发机构不受信任"),
	Means: lang.T(
		"An authority signed the server's certificate, but this PC does not know that authority. Three cases: a company's own authority, whose root has to be installed on each PC; a public root that this PC's old system lacks, which we tell by our own list of public roots; or an authority that nobody trusts. A server that forgets to send the certificates in between, and a program that puts its own certificate in place of the server's, are causes of their own.",
		"服务器的证书是由某个机构签发的，但这台电脑不认识这个机构。有三种情况：公司自己的 CA，需要在每台电脑上安装它的根证书；本机系统太旧，缺少某个公共根证书（我们会用自带的公共根证书列表来判断）；或者是谁都不信任的机构。服务器忘了发送中间证书、或有软件用自己的证书替换了服务器的证书，都属于另外的原因。"),
	Fault:    "imap.cert=unknown-issuer",
	NearMiss: "imap.cert=no-intermediate",
	Find:     findUntrustedIssuer,
}

func findUntrustedIssuer(c *Case) []Finding {
	var out []Finding
	for _, group := range c.certificates(hasUnknownIssuer) {
		if t := group[0].Attempt.TLS; t.Trust.Public == fact.Yes {
			out = append(out, c.rootMissing(group))
		} else {
			out = append(out, c.issuerUnknown(group))
		}
	}
	return out
}

// rootMissing: the public knows the root, this PC does not.
func (c *Case) rootMissing(group []*Failure) Finding {
	t := group[0].Attempt.TLS
	f := c.certFinding(group, hasUnknownIssuer)
	f.Summary = lang.T("The certificate of {services} is good, but this PC lacks the root certificate that it builds on: {root}.",
		"{services} 的证书没有问题，但这台电脑缺少它所依赖的根证书：{root}。").With("services", services(group), "root", plainName(t.Trust.Root))
	f.Fixes = []lang.Text{
		onOS(c.PC.OS,
			lang.T("Install all Windows updates; they bring new root certificates. In a company, ask IT whether automatic root updates are switched off.",
				"安装所有 Windows 更新，根证书会随之更新。公司电脑请问 IT 是否关闭了根证书自动更新。"),
			lang.T("Install all macOS updates; they bring new root certificates.", "安装所有 macOS 更新，根证书会随之更新。"),
			lang.T("Update the system's root certificates (package ca-certificates).", "更新系统的根证书（ca-certificates 软件包）。")),
		lang.T("A mail program with root certificates of its own (Thunderbird) may work meanwhile.", "在那之前，自带根证书的邮件客户端（如 Thunderbird）可能可以用。"),
	}
	f.Evidence = append(f.Evidence, c.systemLine(t),
		lang.T("the list of public roots that maildiag brings along knows {root}", "maildiag 自带的公共根证书列表里有 {root}").With("root", plainName(t.Trust.Root)))
	return f
}

func (c *Case) issuerUnknown(group []*Failure) Finding {
	t := group[0].Attempt.TLS
	links := path(t.Chain)
	top := issuer(links[len(links)-1])
	f := c.certFinding(group, hasUnknownIssuer)
	f.Summary = lang.T("The certificate of {services} was issued by “{issuer}”, and nothing on this PC trusts that issuer.",
		"{services} 的证书由“{issuer}”签发，而本机不信任这个机构。").With("services", services(group), "issuer", top)
	f.Fixes = []lang.Text{
		lang.T("If “{issuer}” is your own company's or school's authority: ask its IT for the root certificate and install it on this PC (for this check: --ca FILE).",
			"如果“{issuer}”是你公司或学校自己的 CA：向 IT 索取根证书并装到这台电脑上（本检测可用 --ca 文件）。").With("issuer", top),
		fixServerAdmin(hosts(group), lang.T("for a certificate of a public authority", "换成公共机构签发的证书")),
		fixNoException,
	}
	f.Evidence = append(f.Evidence, c.systemLine(t))
	if t.Trust.Public == fact.No {
		f.Evidence = append(f.Evidence, lang.T("the list of public roots that maildiag brings along does not know it either", "maildiag 自带的公共根证书列表也不认识它"))
	}
	if len(links) == 1 { // no self-signed one comes here: the issuer's own certificate was not sent
		f.Evidence = append(f.Evidence, lang.T("the server does not send the issuer's own certificate", "服务器没有发送签发机构自己的证书"))
		f.alternative("tls.incomplete-chain")
	}
	c.doubt(&f)
	return f
}

// systemLine is what the PC's own store said.
func (c *Case) systemLine(t *fact.TLSInfo) lang.Text {
	if t.Trust.SystemError == "" {
		return lang.T("the certificate store of this PC builds no chain to a root", "用本机的证书库无法验证到根证书")
	}
	return lang.T("the certificate store of this PC says: {error}", "本机证书库的说法：{error}").With("error", t.Trust.SystemError)
}
