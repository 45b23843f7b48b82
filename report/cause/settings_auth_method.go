package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var settingsAuthMethod = revealed(Cause{
	Code: "settings.auth-method", Stage: fact.StageSettings, Severity: Error,
	Fault: "smtp.login=too-weak", NearMiss: "smtp.login=dovecot-rejected",
	Title: lang.T("The login method does not suit the server", "登录验证方式和服务器不匹配"),
	Means: lang.T(
		"A mail program can prove who it is in several ways: normal password, encrypted password (CRAM-MD5), SPA or NTLM, OAuth2. This server does not know, or does not want, the one that was used; name and password were not even looked at. Typical is Outlook's box “log on using Secure Password Authentication (SPA)”, which hardly any provider takes. Choose “normal password” over SSL/TLS.",
		"邮件客户端证明身份有好几种方式：普通密码、加密密码（CRAM-MD5）、安全密码验证（SPA/NTLM）、OAuth2。服务器不认识或不接受现在用的这一种，账号密码其实还没被检查。最典型的是 Outlook 里勾了“要求使用安全密码验证(SPA)进行登录”，几乎没有服务商支持。改成 SSL/TLS 加密下的“普通密码”即可。"),
	Says: []Says{
		{Words: []string{"mechanism not supported|mechanism is not supported|unsupported mechanism|mechanism unsupported|" +
			"unsupported authentication mechanism|authentication mechanism not supported|auth mechanism not supported|" +
			"unknown authentication mechanism|unrecognized authentication type|unrecognised authentication type|" +
			"authentication type not supported|authentication method not supported|no such authentication mechanism|" +
			"invalid authentication mechanism|auth type not supported|unsupported auth|auth mode unsupported|auth not supported"},
			Alternatives: []string{"auth.no-common-mechanism"}, Source: srcZimbraPOP + ", " + srcCN2012},
		{Words: []string{"mechanism is too weak|mechanism too weak|stronger authentication"}, Alternatives: []string{"auth.no-common-mechanism"}, Source: "RFC 4954 section 6"},
		{Words: []string{"authentication not enabled|authentication is not enabled|auth not available|auth command is not enabled|authentication not supported|auth not enabled"}, Stages: atLogin,
			Alternatives: []string{"auth.no-common-mechanism", "settings.wrong-port"}, Source: srcPostfix},
		{Words: []string{"安全密码验证|不支持的验证方式|不支持该认证方式"}, Alternatives: []string{"auth.no-common-mechanism"}, Source: srcHosting},
		{Enhanced: "5.7.9", Code: 534, Alternatives: []string{"auth.app-password-required", "auth.no-common-mechanism"}, Source: "RFC 4954 section 6"},
		{Enhanced: "X.7.9", Stages: atLogin, Alternatives: []string{"auth.app-password-required", "auth.no-common-mechanism"}, Source: "RFC 4954 section 6"},
		{Enhanced: "5.7.4", Stages: atLogin, Alternatives: []string{"auth.no-common-mechanism"}, Source: "RFC 3463 section 3.8, Exchange"},
		{Enhanced: "5.5.4", Stages: atLogin, Code: 504, Alternatives: []string{"auth.no-common-mechanism"}, Source: "RFC 4954 section 4"},
		{Code: 504, Stages: atLogin, Alternatives: []string{"auth.no-common-mechanism"}, Source: "RFC 4954 section 4"},
		{Code: 503, Stages: atLogin, Alternatives: []string{"auth.no-common-mechanism", "settings.wrong-port"}, Source: srcPostfix},
		{Code: 502, Stages: atLogin, Alternatives: []string{"auth.no-common-mechanism"}, Source: "RFC 5321 section 4.2.4"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	summary := lang.T("{service} does not take the login method that was used; name and password were not looked at.", "{service} 不接受所用的登录验证方式，账号密码还没有被检查。")
	fixes := []lang.Text{
		lang.T("In the mail program's account settings, choose “normal password” as the authentication method of {host}, together with SSL/TLS.", "在邮件客户端的账号设置里，把 {host} 的验证方式选成“普通密码”，加密方式选 SSL/TLS。"),
		lang.T("In Outlook, clear “Require logon using Secure Password Authentication (SPA)”. In Thunderbird, do not choose “Encrypted password”, “Kerberos” or “NTLM”.",
			"Outlook 里去掉“要求使用安全密码验证(SPA)进行登录”的勾；Thunderbird 里不要选“加密的密码”“Kerberos”“NTLM”。"),
	}
	if t.sending() {
		fixes = append(fixes, lang.T("For sending, use port 465 with SSL/TLS or 587 with STARTTLS: port 25 often takes no login at all.", "发信请用 465 端口（SSL/TLS）或 587 端口（STARTTLS），25 端口常常根本不让登录。"))
	}
	return summary, append(fixes, askAdmin())
})
