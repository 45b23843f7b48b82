package cause

import (
	"maildiag/report/lang"
)

// sendDomainAuthFailedSeen is send.domain-auth-failed as the header of a message shows it: the message arrived, and the
// receiving side noted that the sender's domain does not vouch for it.
var sendDomainAuthFailedSeen = &Cause{
	Code: sendDomainAuthFailed.Code, Stage: sendDomainAuthFailed.Stage, Severity: Warning,
	Title: sendDomainAuthFailed.Title, Means: sendDomainAuthFailed.Means,
	Find: findDomainAuth,
}

func findDomainAuth(c *Case) []Finding {
	if c.Message == nil || c.aligned() {
		return nil
	}
	for _, f := range c.Message.Filters {
		if f.Spam {
			return nil // receive.filtered-as-spam has these checks as its reasons
		}
	}
	dmarc, others := false, 0
	for _, k := range c.Message.Checks {
		dmarc = dmarc || k.Method == "dmarc" && failedCheck(k)
		if (k.Method == "spf" || k.Method == "dkim") && k.Result == "fail" {
			others++
		}
	}
	if !dmarc && others == 0 {
		return nil
	}
	f := Finding{
		Subject: c.fromDomain(),
		Summary: lang.T("The receiving side could not verify that the message comes from {domain}: filters may reject such mail or put it into the junk folder.",
			"收件方无法确认这封邮件真的来自 {domain}：这样的邮件可能被拒收或进垃圾箱。").With("domain", orElse(c.fromDomain(), lang.T("the sender's domain", "发件域名"))),
		Fixes: []lang.Text{
			lang.T("Whoever runs the DNS of {domain} must add the server that sends (see the oldest lines) to its SPF record, and have the mail signed with DKIM.",
				"请管理 {domain} DNS 的人把实际发信的服务器（见最早的几行）加入 SPF 记录，并给邮件加上 DKIM 签名。").With("domain", orElse(c.fromDomain(), lang.T("the sender's domain", "发件域名"))),
			lang.T("If you did not expect this message, treat it as forged: ask the sender by telephone before you act on it, above all where bank details are changed.",
				"如果你并没有在等这封信，就当它是伪造的：涉及转账、更改账号的，先打电话向对方核实。"),
		},
		Evidence: c.checkLines(),
	}
	f.alternative("receive.filtered-as-spam")
	return []Finding{f}
}
