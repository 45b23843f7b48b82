package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsIncompleteChain = &Cause{
	Code:     "tls.incomplete-chain",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The server leaves out a certificate", "服务器漏发了中间证书"),
	Means: lang.T(
		"Between the server's certificate and the root that everybody knows stands an intermediate certificate, and the server has to send it along. This one does not. Some programs remember it from elsewhere or fetch it, so that Outlook works while Thunderbird or a phone fails. An issuer that nobody knows at all is another case. Whoever runs the server has to install the whole chain.",
		"在服务器证书和大家都认识的根证书之间，还有一张中间证书，应该由服务器一起发送，而这台服务器没有发。有的程序以前见过它或会自动下载，所以会出现 Outlook 正常、Thunderbird 或手机报错的情况。签发机构完全没人认识，属于另一种情况。要由管理服务器的人装上完整的证书链。"),
	Fault:    "imap.cert=no-intermediate",
	NearMiss: "imap.cert=unknown-issuer",
	Find:     findIncompleteChain,
}

func findIncompleteChain(c *Case) []Finding {
	var out []Finding
	for _, group := range c.certificates(lacksIntermediate) {
		f := c.incompleteChain(group)
		t := group[0].Attempt.TLS
		f.Evidence = append(f.Evidence, c.systemLine(t))
		if t.Trust.KinRoot == "" && !c.seenTrusted(c.missingIssuer(t)) {
			f.alternative("tls.untrusted-issuer")
		}
		out = append(out, f)
	}
	return append(out, c.helpedChains()...)
}

// helpedChains are certificates that this PC trusts, though not by what was sent: others will not.
func (c *Case) helpedChains() []Finding {
	var out []Finding
	seen := map[string]bool{}
	for i := range c.Services {
		s := &c.Services[i]
		a := c.Working(s)
		if a == nil || a.TLS.Leaf() == nil || a.TLS.Trust == nil || seen[a.TLS.Leaf().SHA256] {
			continue
		}
		links := path(a.TLS.Chain)
		if last := links[len(links)-1]; a.TLS.Trust.System == fact.Yes && a.TLS.Trust.SentAlone == fact.No && last.Subject != last.Issuer {
			seen[a.TLS.Leaf().SHA256] = true
			f := c.incompleteChain([]*Failure{{Service: s, Attempt: a}})
			f.Claims, f.Severity = nil, Warning
			f.Evidence = append(f.Evidence, lang.T("this PC knows the missing certificate from elsewhere, so it works here; other mail programs and phones may fail",
				"本机从别处得到过这张缺少的证书，所以在这里能用；换别的邮件客户端或手机可能会报错"))
			out = append(out, f)
		}
	}
	return out
}

func (c *Case) incompleteChain(group []*Failure) Finding {
	links := path(group[0].Attempt.TLS.Chain)
	missing := issuer(links[len(links)-1])
	f := c.certFinding(group, lacksIntermediate)
	f.Summary = lang.T("{services} does not send the intermediate certificate “{issuer}”, so its certificate can't be verified.",
		"{services} 没有发送中间证书“{issuer}”，所以无法验证它的证书。").With("services", services(group), "issuer", missing)
	f.Fixes = []lang.Text{
		fixServerAdmin(hosts(group), lang.T("to install the full certificate chain (with Let's Encrypt: fullchain.pem in place of cert.pem) and restart the mail service",
			"安装完整的证书链（Let's Encrypt 用 fullchain.pem，而不是 cert.pem），并重启邮件服务")),
		fixNoException,
	}
	return f
}
