package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendAuthRequired = revealed(Cause{
	Code: "send.auth-required", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=auth-required", NearMiss: "smtp.send=relay-denied",
	Title: lang.T("The server wants a login before sending", "发信前要先登录（SMTP 身份验证）"),
	Means: lang.T(
		"The outgoing server takes mail only from people who have logged in, and this message came without a login. In the mail program the box “my outgoing server requires authentication” is not ticked, or there is no password for sending, or port 25 is used where a login is not even offered. The refusal often looks like “recipient unknown” or “relay denied” (550, 0x800CCC79): the difference is that the same recipient is accepted after a login.",
		"发件服务器只接受登录过的用户发信，而这次没有登录就发了。多半是邮件客户端没有勾“我的服务器要求身份验证”，或者发信密码没填，或者用了根本不提供登录的 25 端口。报错常常像“收件人不存在”“拒绝中继”（550、0x800CCC79），区别是：登录之后同一个收件人就能发。"),
	Says: []Says{
		{Words: []string{"authentication required|authentication is required|auth required|authorization required|authentification required|" +
			"authentication needed|smtp authentication is required|requires authentication|proper authentication|please authenticate|" +
			"authenticate first|must authenticate|need to authenticate|must be authenticated|must authenticate first|you are not authenticated|" +
			"not authenticated|client was not authenticated|unauthenticated|must login first|must log in|please login first|login first|" +
			"not logged in|need auth|need ehlo and auth|auth first|you need to be authenticated|use smtp auth|smtp auth required|wantautherror|" +
			"请先登录|需要身份验证|需要登录|需要认证|要求身份验证|未认证|未登录"},
			Stages: atSend, Source: "RFC 4954 section 6, " + srcExchange + ", " + srcPostfix},
		{Words: []string{"relaying denied", "authentication required"}, Alternatives: []string{"send.relay-denied"}, Source: srcSendmail},
		{Words: []string{"check for new mail before|check your mail first|check your mail before|pop before smtp|pop3 before|pop before"}, Source: srcTable},
		{Words: []string{"relay check local fail"}, Source: srcCN2012},
		{Enhanced: "5.7.57", Confidence: Certain, Product: "Microsoft 365", Source: srcExchange},
		{Enhanced: "X.7.0", Code: 530, Stages: atSend, Confidence: Certain, Source: "RFC 4954 section 6"},
		{Enhanced: "X.5.1", Code: 530, Stages: atSend, Confidence: Certain, Source: srcGmail},
		{Code: 530, Stages: atSend, Source: "RFC 4954 section 6"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	fixes := []lang.Text{
		lang.T("In the mail program, for the outgoing server {host}: tick “My outgoing server (SMTP) requires authentication”, and use the same user name and password as for receiving.",
			"在邮件客户端的发件服务器（{host}）设置里，勾选“我的发送服务器(SMTP)要求验证”，用户名和密码与收信相同。"),
		lang.T("Use port 465 with SSL/TLS, or 587 with STARTTLS. Port 25 is for servers among each other.", "端口用 465（SSL/TLS）或 587（STARTTLS）。25 端口是服务器之间用的。"),
	}
	if l := t.first().Service.Login; l == nil || l.State == fact.LoginSkipped {
		fixes = append(fixes, lang.T("In this run no login was made before the recipient was named: run the check again with the password.", "这次检测没有登录就报了收件人：请带上密码再检测一次。"))
	}
	return lang.T("{service} takes no mail without a login: the message was offered without one.", "{service} 要求先登录才能发信，而这次没有登录。"), fixes
})
