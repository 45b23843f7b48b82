package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendRelayDenied = revealed(Cause{
	Code: "send.relay-denied", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=relay-denied", NearMiss: "smtp.send=content",
	Title: lang.T("The server does not pass mail on for this sender", "服务器拒绝转发（拒绝中继）"),
	Means: lang.T(
		"The server was asked to carry a message to a domain that is not its own, by somebody whom it does not know: nobody logged in, or the login belongs elsewhere, or this is the wrong server (the MX of a domain, a company relay that knows only some addresses). It is no spam filter: text and attachments play no part. Log in before sending, and use the outgoing server of the mailbox's own provider.",
		"有人让服务器把邮件转给别的域名，而服务器不认识这个人：没有登录，或者登录的是别家的账号，或者根本连错了服务器（比如连到了某个域名的 MX，或只认内部 IP 的单位中继）。这不是垃圾邮件拦截，和正文附件无关。发信前先登录，并使用这个邮箱自己服务商的发件服务器。"),
	Says: []Says{
		{Words: []string{"relay access denied|relaying denied|relay denied|relay not permitted|not permitted to relay|unable to relay|relaying not allowed|" +
			"relay not allowed|relaying is not allowed|relaying is prohibited|relaying prohibited|relay prohibited|relay is prohibited|" +
			"relaying blocked|no relaying|not allowed to relay|cannot relay|can't relay|could not relay|we do not relay|does not relay|" +
			"do not relay|denies relay|mail relay denied|relay forbidden|relay operation rejected|relay rejected|refused to relay|" +
			"relay access is denied|open relay not|not a relay|拒绝中继|禁止中继|不允许中继|拒绝转发"},
			Alternatives: []string{"send.auth-required"}, Source: srcPostfix + ", " + srcExim + ", " + srcExchange},
		{Words: []string{"rcpthosts"}, Alternatives: []string{"send.auth-required"}, Source: srcQmail},
		{Words: []string{"relaying mail to|relay mail to"}, Alternatives: []string{"send.auth-required"}, Source: srcBluehost},
		{Words: []string{"tenantattribution|relay"}, Vague: true, Stages: atSend, Alternatives: []string{"send.auth-required"}, Source: srcExchange},
		{Words: []string{"invalid credentials for relay"}, Product: "Gmail", Source: srcGmail},
		{Words: []string{"email address is not verified|identities failed the check"}, Product: "Amazon SES", Alternatives: []string{"send.sender-rejected"}, Source: "https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html"},
		{Enhanced: "5.7.64", Product: "Microsoft 365", Source: srcExchange},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	fixes := []lang.Text{
		lang.T("Check that {host} is the outgoing server of {address}'s own provider, and not the one of another mailbox or the domain's MX.", "确认 {host} 就是 {address} 这家服务商的发件服务器，而不是别的邮箱的，也不是域名的 MX。"),
		lang.T("In the mail program, tick “My outgoing server requires authentication”, with the name and password of {address}; port 465 with SSL/TLS or 587 with STARTTLS.",
			"在邮件客户端勾选“我的发送服务器要求验证”，填 {address} 的账号和密码；端口用 465（SSL/TLS）或 587（STARTTLS）。"),
		lang.T("For a device or program inside a company that sends without a login: the administrator must add its internet address to the relay's list.", "单位内部不登录就发信的设备或程序：请管理员把它的 IP 加到中继白名单。"),
	}
	return lang.T("{service} does not pass mail on to {to} for this sender.", "{service} 拒绝把邮件转发给 {to}。"), fixes
})
