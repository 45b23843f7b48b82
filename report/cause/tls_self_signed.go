package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsSelfSigned = &Cause{
	Code:     "tls.self-signed",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The server's certificate is self-signed", "服务器用的是自签名证书"),
	Means: lang.T(
		"The server made its certificate itself; no authority vouches for it, so nobody can tell it from a forged one. It is usual after the first installation of a mail server, on network storage boxes and routers. Mail programs warn, or wait for a dialog and look like a slow network. A certificate of an authority that this PC does not know is another case. The server needs a real certificate; on a small server of your own you may add this one to the PC's store.",
		"证书是服务器自己做的，没有任何机构为它担保，所以没人分得清它和伪造的证书。刚装好的邮件服务器、NAS、路由器上很常见。邮件客户端会弹出警告，或者一直等你点确认，看起来像网络很慢。由本机不认识的机构签发的证书，属于另一种情况。服务器应该换成正规证书；如果是自己的小服务器，也可以把这张证书加到电脑的信任列表里。"),
	Fault:    "imap.cert=self-signed",
	NearMiss: "imap.cert=unknown-issuer",
	Find:     findSelfSigned,
}

func findSelfSigned(c *Case) []Finding {
	var out []Finding
	for _, group := range c.certificates(isSelfSigned) {
		f := c.certFinding(group, isSelfSigned)
		f.Summary = lang.T("{services} shows a certificate that it made itself: nothing proves that it is the real server.",
			"{services} 出示的是自己签发的证书：无法证明它就是真正的服务器。").With("services", services(group))
		f.Fixes = []lang.Text{
			fixServerAdmin(hosts(group), lang.T("to install a certificate of a public authority (Let's Encrypt gives them free of charge)", "换成正规机构签发的证书（Let's Encrypt 可以免费申请）")),
			lang.T("If the server is your own: compare the certificate's SHA-256, {sum}, with what the server itself shows; only if they are equal, add it to the trusted certificates of this PC.",
				"如果服务器是你自己的：把证书的 SHA-256（{sum}）和服务器上显示的对比，完全一致才可以把它加入本机的受信任证书。").With("sum", leafOf(group[0]).SHA256),
			lang.T("If your provider is a public one, a certificate like this is no trifle: use another network, and do not log in here.",
				"如果这是公共邮箱服务商，出现这种证书不是小事：请换一个网络，不要在这里登录。"),
		}
		c.doubt(&f)
		out = append(out, f)
	}
	return out
}
