package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsCertificateExpired = &Cause{
	Code:     "tls.certificate-expired",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The server's certificate has expired", "服务器的证书已过期"),
	Means: lang.T(
		"The certificate by which the server proves who it is was valid until a date that has passed; nobody renewed it, or the server was not restarted after the renewal. Mail programs warn or refuse. If the certificates of several unrelated servers look expired at once, this PC's clock is wrong instead. Only whoever runs the server can renew it.",
		"服务器用来证明身份的证书已经过了有效期：没人续期，或者续期后没有重启服务。邮件客户端会警告或拒绝连接。如果好几台不相干的服务器的证书看起来同时过期，那是本机时间不对。续期只能由管理服务器的人来做。"),
	Fault:    "imap.cert=expired",
	NearMiss: "imap.cert=not-yet-valid",
	Find:     findCertificateExpired,
}

func findCertificateExpired(c *Case) []Finding {
	var out []Finding
	for _, group := range c.certificates(isExpired) {
		t := group[0].Attempt.TLS
		f := c.certFinding(group, isExpired)
		f.Summary = lang.T("The certificate of {services} expired on {date}, {ago} ago.", "{services} 的证书在 {date} 过期了，已经过期 {ago}。").With(
			"services", services(group), "date", day(t.Leaf().NotAfter), "ago", c.since(t.Leaf().NotAfter))
		what := lang.T("to renew the certificate and restart the mail service", "续期证书，并重启邮件服务")
		if e := c.expiredIssuer(t); e != nil {
			f.Summary = lang.T("{services} sends an intermediate certificate that expired on {date}: {issuer}.", "{services} 发送的中间证书在 {date} 过期了：{issuer}。").With(
				"services", services(group), "date", day(e.NotAfter), "issuer", plainName(e.Subject))
			what = lang.T("to replace the expired intermediate certificate by the issuer's current one", "把过期的中间证书换成签发机构现在的版本")
		}
		f.Fixes = []lang.Text{
			fixServerAdmin(hosts(group), what),
			fixNoException,
		}
		c.maybeClock(&f)
		out = append(out, f)
	}
	return out
}
