package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendPolicyRejected = revealed(Cause{
	Code: "send.policy-rejected", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("Refused by the recipient's rules", "被对方的策略拒收"),
	Means: lang.T(
		"The server refuses the message by a rule and does not say which: “policy”, “access denied”, “not authorized”, 5.7.1. Behind it may stand a list of allowed senders, the recipient's own block list, a filter, or a doubt about the sender's address. Only the recipient's administrator can tell; the server's whole sentence, with its time, is what they need.",
		"服务器按某条规则拒收，但没说是哪条：只说 policy、access denied、not authorized 或 5.7.1。背后可能是“只收白名单”的设置、收件人自己的黑名单、过滤规则，或者怀疑发件人地址。只有对方管理员查得到，他需要的是完整原话和时间。"),
	Says: []Says{
		{Words: []string{"policy reasons|policy reason|local policy|policy violation|policy restriction|due to policy|by policy|violates policy|" +
			"against policy|site policy|security policy|administrative policy|policy rejection|policy rejected|protocol violation"},
			Stages: atSend, Source: srcYahoo + ", " + srcZoneMTA},
		{Words: []string{"not whitelisted by this recipient|not in allowed-senders list|allowed-senders list|allowed senders|not on the recipient's|" +
			"only accepts mail from|whitelist only"},
			Source: srcCourier + ", " + srcExchange},
		{Words: []string{"rejected by recipients|blocked by recipient|recipient has blocked|recipient blocked|blocked by the recipient|" +
			"rejected by the recipient"},
			Alternatives: []string{"send.recipient-rejected"}, Source: srcQQHelp},
		{Words: []string{"mailing list expansion prohibited|header is too long"}, Source: "RFC 3463 section 3.8"},
		{Words: []string{"policy|access denied|access is denied|not authorized|not permitted|not allowed|prohibited|administrative prohibition|" +
			"administratively prohibited|delivery not authorized|message refused|message rejected|message blocked|mail rejected|" +
			"transaction failed|refused by"},
			Vague: true, Stages: atSend, Source: "RFC 3463 section 3.8"},
		{Words: []string{"拒收|策略|被对方拒绝"}, Vague: true, Stages: atSend, Source: srcICoremail},
		{Enhanced: "5.7.124", Alternatives: []string{"send.recipient-rejected"}, Source: srcExchange},
		{Enhanced: "X.7.1", Stages: atSend, Alternatives: []string{"send.relay-denied", "send.address-blocked"}, Source: "RFC 3463 section 3.8"},
		{Enhanced: "X.7.2", Source: "RFC 3463 section 3.8"},
		{Enhanced: "X.7.0", Stages: atSend, Source: "RFC 3463 section 3.8"},
		{Enhanced: "5.7.9", Stages: atSend, Product: "Yahoo", Alternatives: []string{"send.domain-auth-failed"}, Source: srcYahoo},
		{Code: 554, Stages: atSend, Alternatives: []string{"send.relay-denied", "send.content-rejected"}, Source: "RFC 5321 section 4.2.3"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} refuses the mail to {to} by a rule and does not say which.", "{service} 按规则拒收了发给 {to} 的邮件，但没说是哪条规则。"),
		[]lang.Text{
			lang.T("Send a short plain message without links and attachments: if it passes, it was the content.", "先发一封没有链接、没有附件的简短邮件：能发过去，就是内容触发的。"),
			lang.T("Ask the recipient to put {address} on their list of allowed senders.", "请收件人把 {address} 加到白名单。"),
			lang.T("Send the words below, with date and time, to the recipient's administrator (or to {provider}): only they see which rule it was.", "把下面的原话连同日期时间发给对方管理员（或{provider}），只有他们能查到是哪条规则。"),
		}
})
