package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendSenderRejected = revealed(Cause{
	Code: "send.sender-rejected", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=sender-rejected", NearMiss: "smtp.send=recipient-rejected",
	Title: lang.T("The sender's address is not accepted", "发件人地址不被接受"),
	Means: lang.T(
		"The server refuses the address that stands as the sender: it is not the one that logged in (QQ, 163, Exchange, Yandex and others want them equal, down to one character), its domain does not exist, it has no domain at all, or the owner has forbidden others to use it. It has nothing to do with the text of the message. Set the “from” address to the mailbox that logs in, or have the right to send as another granted.",
		"服务器不接受发件人地址：它和登录的账号不一致（QQ、163、Exchange、Yandex 等要求完全一样，差一个字符都不行），或者域名不存在、没写域名，或者对方不允许别人用这个地址发信。和邮件内容无关。把“发件人地址”改成登录用的邮箱，或者申请“代发”权限。"),
	Says: []Says{
		{Words: []string{"must equal authorized user|must be same as authorization user|must be the same as|must be authorized user|" +
			"must match the authenticated|must match authenticated|not match authenticated|does not match your account|" +
			"doesn't conform with authentication|not conform with authentication|does not match the login|differs from the login"},
			Source: srcQQ + ", " + srcAliyun},
		{Words: []string{"not owned by"}, Source: srcPostfix},
		{Words: []string{"not local sender over smtp|non-local account|local user only|not a local sender|sender is not local|" +
			"mailfrom account is a local account"},
			Alternatives: []string{"send.relay-denied"}, Source: srcAliyun + ", " + srcNetEase},
		{Words: []string{"no smtp mx only"}, Alternatives: []string{"settings.wrong-host"}, Source: srcNetEase},
		{Words: []string{"fake sender|forged sender|sender is forged|anti-spoofing|spoofed|spoofing"}, Alternatives: []string{"send.policy-rejected"}, Source: srcICoremail},
		{Words: []string{"permissions to send as|permission to send as|send as this sender|sendasdenied|send-as|not allowed to send as|send on behalf"}, Source: srcExchange},
		{Words: []string{"mail from mailbox unavailable"}, Source: srcAliyun},
		{Words: []string{"sender", "domain not found|domain does not exist|domain must exist|does not resolve|not resolve|unresolvable|does not exist|unknown domain|" +
			"no mx|domain of sender"},
			Op: "MAIL FROM", Source: srcPostfix + ", " + srcSendmail},
		{Words: []string{"domain does not exist|domain of sender address|sender domain must exist|unresolvable rfc.5321|from domain|" +
			"cannot resolve your domain"},
			Stages: atSend, Op: "MAIL FROM", Source: srcCourier + ", " + srcYahoo},
		{Words: []string{"need fully-qualified address"}, Op: "MAIL FROM", Stages: atSend, Source: srcPostfix},
		{Words: []string{"sender", "rejected|denied|refused|invalid|not allowed|blocked|unknown|not permitted|blacklisted|not accepted|unacceptable"}, Vague: true, Stages: atSend, Source: srcPostfix},
		{Words: []string{"sender address rejected"}, Vague: true, Source: srcPostfix},
		{Words: []string{"sender address rejected"}, Vague: true, Enhanced: "X.7.1", Source: srcPostfix},
		{Words: []string{"invalid sender|bad sender|mail from invalid|invalid mail from|invalid from address|sender verify failed|" +
			"sender verification failed|unroutable sender|sender not allowed|sender denied|user in blacklist|sender refused|" +
			"address that has been blacklisted"},
			Stages: atSend, Source: srcExim + ", " + srcCN2012},
		{Words: []string{"envelope", "header", "mismatch|not match|different"}, Source: srcNetEase},
		{Words: []string{"dt:sum|mi:spb|信封发件人|发件人不匹配|发件人与|发件人地址|代发"}, Stages: atSend, Source: srcNetEase},
		{Enhanced: "5.7.60", Confidence: Certain, Product: "Microsoft 365", Source: srcExchange},
		{Enhanced: "X.1.7", Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.8", Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.0", Op: "MAIL FROM", Source: "RFC 3463 section 3.2"},
		{Code: 553, Op: "MAIL FROM", Source: "RFC 5321 section 4.2.3"},
		{Code: 440, Product: "Aliyun qiye", Source: srcAliyun},
		{Code: 550, Op: "MAIL FROM", Alternatives: []string{"send.auth-required", "send.policy-rejected"}, Source: "RFC 5321 section 4.2.3"},
		{Code: 501, Op: "MAIL FROM", Alternatives: []string{"send.protocol-error"}, Source: "RFC 5321 section 4.2.4"},
		{Kind: fact.ReplyNo, Stages: atSend, Op: "MAIL FROM", Alternatives: []string{"send.policy-rejected"}, Source: "RFC 5321 section 3.3"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	fixes := []lang.Text{
		lang.T("In the mail program's account settings, set the sender's address to exactly the mailbox that logs in to {host} ({login}), and the outgoing server's login to the same one.",
			"在邮件客户端的账号设置里，把“发件人地址/电子邮件地址”改成登录 {host} 的那个邮箱（{login}），一个字符都不能差。"),
		lang.T("If you mean to send by another address (an alias, a shared mailbox), have the right to “send as” it granted in the webmail or by the administrator first.", "确实要用别的地址（别名、公共邮箱）发信的，先在网页邮箱里添加，或请管理员授予“代表发送”权限。"),
		lang.T("A program or device that sends with its own sender address needs a mailbox of that name at {provider}.", "程序、扫描仪用自定义发件人地址的，{provider}里要有同名的邮箱。"),
	}
	if l := t.first().Service.Login; l == nil || l.State != fact.LoginOK {
		fixes = append(fixes, lang.T("Here the sender was named without a login: tick “My outgoing server requires authentication” too.", "这次是没登录就报了发件人：还要勾选“我的发送服务器要求验证”。"))
	}
	return lang.T("{service} does not accept {address} as the sender (the login is {login}).", "{service} 不接受 {address} 作为发件人（登录账号是 {login}）。"), fixes
})
