package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendRecipientRejected = revealed(Cause{
	Code: "send.recipient-rejected", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=recipient-rejected", NearMiss: "smtp.send=relay-denied",
	Title: lang.T("The recipient's address is not accepted", "收件人地址不存在或不收信"),
	Means: lang.T(
		"The server refuses the recipient: the address is misspelt, does not exist any more, is frozen, or its domain is gone. In a message to many, one such address can stop the whole. A server that wants a login first, or that does not carry mail for others, refuses with the same 550: then the words speak of authentication or relaying. Some servers hide behind “access denied” and do not say whether the address exists.",
		"服务器不接受收件人：地址拼错了、已经注销、被冻结，或者对方域名没了。群发时一个这样的地址就可能让整封信发不出去。要求先登录的、拒绝中继的服务器也会回同样的 550，但原话里会提到 authentication 或 relay。有的服务器只说 access denied，不透露地址到底存不存在。"),
	Says: []Says{
		{Words: []string{"user unknown|unknown user|unknown recipient|recipient unknown|recipient not found|recipient is not recognized|" +
			"recipient name is not recognized|no such user|no such recipient|no such person|no such address|no such mailbox|no such account|" +
			"user not found|user not known|user doesn't exist|user does not exist|user not exist|recipient does not exist|" +
			"recipient doesn't exist|recipient not exist|address does not exist|address doesn't exist|account does not exist|" +
			"account doesn't exist|account that you tried to reach does not exist|mailbox does not exist|mailbox doesn't exist|" +
			"mailbox not found|mailbox unknown|no mailbox here|not a valid mailbox|unknown address|address unknown|unknown mailbox|" +
			"unknown local part|unknown local-part|dosn't exist|does not exist here|isn't a valid|addressee unknown|not listed in"},
			Stages: atSend, Source: srcPostfix + ", " + srcExim + ", " + srcGmail + ", " + srcAliyun},
		{Words: []string{"invalid recipient|invalid recipients|invalid user|invalid address|invalid mailbox|illegal user|bad destination|bad address syntax|" +
			"bad recipient|bad recipients|undeliverable address|unrouteable address|unroutable address|unrouteable|recipient reject|" +
			"recipient rejected|rcpt is rejected|unavailable mail user|recipnotfound|recipientnotfound|not our customer|user not local|" +
			"not a local user|not local user"},
			Stages: atSend, Source: srcExim + ", " + srcPostfix + ", " + srcICoremail + ", " + srcExchange},
		{Words: []string{"deactivated mailbox|mailbox is deactivated|mailbox disabled|mailbox is disabled|account is disabled|account disabled|" +
			"account has been disabled|disabled recipient|user suspended|account suspended|temporarily suspended|has been suspended|" +
			"user is inactive|account is inactive|inactive user|recipient is disabled|no longer in use|no longer active|no longer valid|" +
			"no longer available|mailbox has moved|has moved|isn't allowed to receive|is not allowed to receive|not accepting mail|" +
			"not accepting messages|mailbox is inactive"},
			Stages: atSend, Source: srcICoremail + ", " + srcQQHelp},
		{Words: []string{"doesn't have a", "account"}, Stages: atSend, Source: srcHosting},
		{Words: []string{"maillist", "is null"}, Source: srcHosting},
		{Words: []string{"may not exist, or you may not have permission|group you tried to contact"}, Product: "Gmail", Confidence: Likely, Alternatives: []string{"send.policy-rejected"}, Source: srcGmail},
		{Words: []string{"rcpt to mailbox unavailable"}, Source: srcAliyun},
		{Words: []string{"mailbox unavailable or access denined"}, Product: "QQ Mail", Alternatives: []string{"send.rate-limited"}, Source: srcQQHelp},
		{Words: []string{"mailbox unavailable|mailbox name not allowed|mailbox not available|mailbox is unavailable"}, Vague: true, Stages: atSend, Op: "RCPT TO", Source: "RFC 5321 section 4.2.3"},
		{Words: []string{"domain not found|host unknown|host not found|no such domain|domain does not exist|domain doesn't exist|recipient domain|null mx|" +
			"domain has null mx|does not accept mail|no valid mx|couldn't find any host|mail exchanger"},
			Op: "RCPT TO", Stages: atSend, Alternatives: []string{"dns.no-mx"}, Source: srcPostfix + ", RFC 7505"},
		{Words: []string{"host unknown|find the recipient domain|null mx|infonorecords|infodomainnonexistent|couldn't find a mail exchanger"}, Alternatives: []string{"dns.no-mx"}, Source: srcExchange + ", " + srcSendmail},
		{Words: []string{"recipient address rejected|recipient", "access denied"}, Enhanced: "5.4.1", Product: "Microsoft 365", Confidence: Possible, Alternatives: []string{"send.policy-rejected", "send.relay-denied"}, Source: srcExchange},
		{Words: []string{"recipient", "rejected|denied|refused|invalid|not allowed|blocked|unknown|not permitted|unavailable"}, Vague: true, Stages: atSend, Op: "RCPT TO", Source: srcPostfix},
		{Words: []string{"too many bad recipients|too many invalid recipients|too many unknown|too many nonexistent"}, Alternatives: []string{"send.rate-limited"}, Source: srcExim},
		{Words: []string{"收件人不存在|用户不存在|地址不存在|收件人地址错误|收件人无效|无此用户|账号不存在|帐号不存在|收件人已停用|收件人被冻结"}, Stages: atSend, Source: srcQQHelp + ", " + srcICoremail},
		{Enhanced: "X.1.1", Confidence: Certain, Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.10", Confidence: Certain, Source: srcExchange},
		{Enhanced: "X.1.0", Alternatives: []string{"send.sender-rejected"}, Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.2", Alternatives: []string{"dns.no-mx"}, Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.3", Alternatives: []string{"send.protocol-error"}, Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.4", Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.6", Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.2.0", Stages: atSend, Source: "RFC 3463 section 3.3"},
		{Enhanced: "X.2.1", Stages: atSend, Source: "RFC 3463 section 3.3"},
		{Enhanced: "X.2.4", Source: "RFC 3463 section 3.3"},
		{Enhanced: "X.4.4", Alternatives: []string{"dns.no-mx"}, Source: "RFC 3463 section 3.5"},
		{Enhanced: "5.4.1", Stages: atSend, Alternatives: []string{"send.policy-rejected", "send.relay-denied"}, Source: srcExchange},
		{Code: 551, Source: "RFC 5321 section 4.2.3"},
		{Code: 550, Op: "RCPT TO", Alternatives: []string{"send.policy-rejected"}, Source: "RFC 5321 section 4.2.3"},
		{Code: 553, Op: "RCPT TO", Alternatives: []string{"send.sender-rejected"}, Source: "RFC 5321 section 4.2.3"},
		{Code: 501, Op: "RCPT TO", Alternatives: []string{"send.protocol-error"}, Source: "RFC 5321 section 4.2.4"},
		{Code: 450, Op: "RCPT TO", Alternatives: []string{"service.temporary"}, Source: "RFC 5321 section 4.2.3"},
		{Kind: fact.ReplyNo, Stages: atSend, Op: "RCPT TO", Alternatives: []string{"send.policy-rejected"}, Source: "RFC 5321 section 3.3"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	summary := lang.T("{service} does not accept {to} as a recipient.", "{service} 不接受收件人 {to}。")
	if t.meaning.Confidence == Possible {
		summary = lang.T("{service} refuses the recipient {to} without saying whether the address exists.", "{service} 拒绝了收件人 {to}，但没说这个地址存不存在。")
	}
	fixes := []lang.Text{
		lang.T("Check {to} letter by letter, and ask the recipient by another way whether it is still in use.", "逐个字母核对 {to}，并用别的方式问一下收件人：这个地址还在用吗？"),
		lang.T("Delete the entry that the mail program completes by itself (the drop-down list while typing), and type the address anew.", "删掉客户端自动补全的旧地址（输入时弹出来的那条），重新手工输入。"),
		lang.T("In a message to many, look for this address and take it out: one refused recipient can stop all.", "群发时把这个地址挑出来去掉：一个不收的收件人就可能让整封信发不出去。"),
	}
	if l := t.first().Service.Login; l == nil || l.State != fact.LoginOK {
		fixes = append(fixes, lang.T("Here the recipient was named without a login: run the check with the password too, as some servers refuse every recipient before a login.",
			"这次是没登录就报了收件人：请带上密码再检测一次，有的服务器没登录时对所有收件人都这样拒绝。"))
	}
	return summary, fixes
})
