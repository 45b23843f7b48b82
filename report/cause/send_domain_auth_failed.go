package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendDomainAuthFailed = revealed(Cause{
	Code: "send.domain-auth-failed", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("SPF, DKIM or DMARC of the sender's domain failed", "发件域名的 SPF/DKIM/DMARC 验证不通过"),
	Means: lang.T(
		"The receiving server looked into the DNS of the sender's domain to see whether this server may send for it, and the answer was no, or nothing is published. SPF lists the servers, DKIM signs the message, DMARC says what to do if both fail. The fix is made by whoever keeps the domain's DNS; the person who writes can only use the domain's own outgoing server. Forwarding and mass-mailing services are frequent causes.",
		"收件服务器去查了发件域名的 DNS，看这台服务器有没有资格替它发信，结果是没有，或者根本没配置。SPF 列出允许的服务器，DKIM 给邮件签名，DMARC 规定两项都不过时怎么办。要由管理这个域名 DNS 的人来改；写信的人能做的只是改用域名自己的发件服务器。自动转发、第三方群发是常见起因。"),
	Says: []Says{
		{Words: []string{"spf|dkim|dmarc|sender policy framework|domainkeys", "fail|failed|fails|failing|failure|violation|invalid|not pass|does not pass|pass|not authorized|not designated|not permitted|" +
			"required|requires|rejected|policy|not allowed|no passing|validation|authenticate|reject|denied|error|alignment"},
			Stages: atSend, Source: "RFC 7372, " + srcGmail},
		{Words: []string{"multiple authentication checks failed|unauthenticated email from|unauthenticated mail|sender is unauthenticated|" +
			"required authentication level|doesn't meet the required authentication|authentication requirements defined for"},
			Source: "RFC 7372, " + srcGmail + ", " + srcExchange},
		{Enhanced: "X.7.20", Source: "RFC 7372 section 3.1"},
		{Enhanced: "X.7.21", Source: "RFC 7372 section 3.1"},
		{Enhanced: "X.7.22", Source: "RFC 7372 section 3.1"},
		{Enhanced: "X.7.23", Source: "RFC 7372 section 3.2"},
		{Enhanced: "X.7.24", Source: "RFC 7372 section 3.2"},
		{Enhanced: "X.7.26", Source: "RFC 7372 section 3.4"},
		{Enhanced: "X.7.27", Source: srcGmail},
		{Enhanced: "5.7.509", Confidence: Certain, Source: srcExchange},
		{Enhanced: "5.7.515", Confidence: Certain, Source: srcExchange},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} finds that the sender's domain does not vouch for this mail (SPF, DKIM or DMARC).", "{service} 认为发件域名没有为这封邮件作保（SPF/DKIM/DMARC 验证不通过）。"),
		[]lang.Text{
			lang.T("Send {address}'s mail by the outgoing server of its own domain, not by another provider's.", "{address} 的邮件请用它自己域名的发件服务器发，不要借用别家的。"),
			lang.T("The administrator of the domain: put every server that sends for it into the SPF record, switch DKIM signing on, and look at the DMARC record.", "域名管理员：把所有替它发信的服务器写进 SPF 记录，启用 DKIM 签名，并检查 DMARC 记录。"),
			lang.T("DNS changes take up to a day to be seen everywhere.", "DNS 改动最长一天才会处处生效。"),
		}
})
