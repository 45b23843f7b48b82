package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsCertificateNotYetValid = &Cause{
	Code:     "tls.certificate-not-yet-valid",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The server's certificate is not valid yet", "服务器的证书还没有生效"),
	Means: lang.T(
		"The certificate begins to be valid only at a later date. That is rare: mostly it is this PC's clock that is behind, and if several servers' certificates, or their issuers', look too young, we say so. Where the clock is right, the machine that made the certificate had a wrong clock, or it was installed too early.",
		"证书的生效日期还没到。这种情况很少见：多数是这台电脑的时间慢了；如果好几台服务器或签发机构的证书都显得“太新”，我们会判断为本机时间不对。如果时间没错，那就是制作证书的机器时间不对，或证书装早了。"),
	Fault:    "imap.cert=not-yet-valid",
	NearMiss: "pc.clock=-3y",
	Find:     findCertificateNotYetValid,
}

func findCertificateNotYetValid(c *Case) []Finding {
	var out []Finding
	for _, group := range c.certificates(isNotYetValid) {
		leaf := leafOf(group[0])
		f := c.certFinding(group, isNotYetValid)
		f.Summary = lang.T("The certificate of {services} is valid only from {date} on, {ahead} from now.", "{services} 的证书要到 {date} 才生效，还有 {ahead}。").With(
			"services", services(group), "date", day(leaf.NotBefore), "ahead", c.since(leaf.NotBefore))
		f.Fixes = []lang.Text{
			fixServerAdmin(hosts(group), lang.T("to install a certificate that is valid today", "换上一张现在有效的证书")),
			fixNoException,
		}
		c.maybeClock(&f)
		out = append(out, f)
	}
	return out
}
