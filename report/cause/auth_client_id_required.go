package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authClientIDRequired = revealed(Cause{
	Code: "auth.client-id-required", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.mailbox=id-required", NearMiss: "imap.mailbox=id-accepted",
	Title: lang.T("The mailbox opens only for programs that name themselves", "要求邮件客户端先表明身份（IMAP ID）"),
	Means: lang.T(
		"The login works, and then the server refuses to open the inbox with “Unsafe Login”. 163, 126 and yeah.net (and some Coremail servers) open mailboxes only for programs that have sent the IMAP command ID (RFC 2971) with their name; many programs, libraries and scripts don't. Name, password and authorization code are right. A mail program that sends ID helps, or POP3, which has no such rule.",
		"登录成功了，但打开收件箱时服务器回 “Unsafe Login”。163、126、yeah.net（还有部分 Coremail 系统）只给发过 IMAP ID 命令（RFC 2971，报上自己名字）的客户端打开邮箱，很多客户端、程序库、脚本不发这条命令。账号、密码、授权码都是对的。换一个会发 ID 的客户端，或者改用 POP3（没有这条限制）。"),
	Says: []Says{
		{Words: []string{"unsafe login"}, Product: "NetEase", Confidence: Certain, Source: "https://github.com/mscdex/node-imap/issues/908"},
		{Words: []string{"must send id|send id command|id command required|client id required|identify your client"}, Stages: atMailbox, Source: "RFC 2971"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} let {login} in, but opens the inbox only for programs that send the IMAP command ID. Name and password are right.",
			"{service} 登录成功，但只给发送 IMAP ID 的客户端打开收件箱。{login} 的账号和密码（授权码）没有问题。"),
		[]lang.Text{
			lang.T("Update the mail program: current Foxmail, Outlook, Thunderbird and the NetEase Mail app send ID, many small programs and scripts don't.",
				"升级邮件客户端：新版 Foxmail、Outlook、Thunderbird、网易邮箱大师都会发送 ID，很多小众客户端和脚本不会。"),
			lang.T("In a script, send ID after the login and before SELECT or EXAMINE, for example: ID (\"name\" \"myprogram\" \"version\" \"1.0\").",
				"自己写的脚本：登录之后、SELECT/EXAMINE 之前先发 ID，例如：ID (\"name\" \"myprogram\" \"version\" \"1.0\")。"),
			lang.T("Or set the account up with POP3 (SSL/TLS, port 995) in place of IMAP.", "或者把账号改成 POP3 收信（SSL/TLS，端口 995）。"),
		}
})
