package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendTLSRequired = revealed(Cause{
	Code: "send.tls-required", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("The next server demands encryption", "对方要求加密传输"),
	Means: lang.T(
		"A server further on the way takes this message only over TLS, and the one that wants to hand it on has none, or finds its certificate bad. The sender's own settings play no part: both sides' administrators must mend it (switch STARTTLS on, renew the certificate, correct a forced-TLS rule).",
		"后面某台服务器只接受 TLS 加密传输，而要转交的服务器没有启用加密，或者对方证书有问题。和发件人自己的设置无关，要双方管理员处理（启用 STARTTLS、更新证书、改正强制 TLS 的规则）。"),
	Says: []Says{
		{Words: []string{"tls is required|requires encryption|encryption is required|must use tls|requires tls|tls required|encryption needed|requiretls|" +
			"refused to start tls|starttls is required to send|secure connection is required"},
			Stages: atSend, Source: srcPostfix + ", RFC 8689"},
		{Words: []string{"destination mail server's certificate|certificate-expired"}, Stages: atSend, Source: srcExchange},
		{Enhanced: "X.7.10", Stages: atSend, Alternatives: []string{"settings.wrong-security"}, Source: "RFC 5248 section 2.4"},
		{Enhanced: "X.7.30", Stages: atSend, Source: "RFC 8689 section 5"},
		{Enhanced: "5.7.322", Confidence: Certain, Source: srcExchange},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} says that the mail must travel encrypted, and that it does not.", "{service} 说这封邮件必须加密传输，而当前没有加密。"),
		[]lang.Text{
			lang.T("Set the outgoing server {host} to port 465 with SSL/TLS, or 587 with STARTTLS, and try again.", "把发件服务器 {host} 设成 465 端口（SSL/TLS）或 587 端口（STARTTLS），再试一次。"),
			lang.T("If it is so set already, give the words below to the administrator: the server that hands the mail on must use TLS, or the recipient's certificate must be renewed.", "已经是加密方式的，把下面的原话发给管理员：转交邮件的服务器要启用 TLS，或者对方要更新证书。"),
		}
})
