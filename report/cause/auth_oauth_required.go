package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authOAuthRequired = revealed(Cause{
	Code: "auth.oauth-required", Stage: fact.StageAuth, Severity: Error,
	Fault: "smtp.login=m365-basic-disabled", NearMiss: "smtp.login=m365-smtpauth-disabled",
	Title: lang.T("The provider takes no password here", "服务商不再接受密码登录"),
	Means: lang.T(
		"The provider has switched off logins by password (“basic authentication”) for this protocol: neither the account's password nor an app password will ever work. It wants OAuth2 (“modern authentication”): the mail program opens the provider's sign-in page in a browser window and gets a token. Outlook.com and Microsoft 365 are so since 2022 to 2024. Only a mail program that knows OAuth2 for this provider helps; a scanner, a script or an old Outlook needs another way to send.",
		"服务商已经关闭了这个协议的密码登录（“基本身份验证”）：邮箱密码、应用专用密码都不再有效，只接受 OAuth2（“新式验证”）：邮件客户端弹出服务商的网页登录窗口，登录后拿到令牌。Outlook.com 和 Microsoft 365 从 2022～2024 年起就是这样。只有换成支持该服务商 OAuth2 的客户端才行；扫描仪、脚本、老版 Outlook 要改用别的发信方式。"),
	Says: []Says{
		{Words: []string{"basic authentication is disabled|basic authentication is not|basic authentication has been|basicauthblocked|" +
			"basic auth is disabled|basic auth disabled|basic authentication disabled"},
			Source: "https://github.com/rpremraj/mailR/issues/107"},
		{Words: []string{"modern authentication|modern auth"}, Stages: atLogin, Source: "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online"},
		{Words: []string{"oauth|oauth2|xoauth2|oauthbearer", "required|require|requires|only|use|using|must|enable|need|needs"}, Stages: atLogin, Source: srcFairEmail},
		{Words: []string{"command error. 10"}, Protocol: fact.IMAP, Product: "Microsoft 365", Confidence: Likely, Alternatives: []string{"auth.rejected"}, Source: srcFairEmail},
		{Words: []string{"password login is disabled|password authentication is disabled|password logins are disabled|plain login disabled|" +
			"password authentication not"},
			Stages: atLogin, Confidence: Likely, Alternatives: []string{"settings.auth-method"}, Source: srcFairEmail},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	fixes := []lang.Text{
		lang.T("In the mail program, remove the account and add it anew by its automatic set-up, so that the provider's sign-in page opens; or choose “OAuth2” as the authentication method of {host}.",
			"在邮件客户端里删掉这个账号，用“自动设置/登录”重新添加，会弹出服务商的网页登录窗口；或者把 {host} 的验证方式改成“OAuth2”。"),
		lang.T("If the program does not know OAuth2 (Outlook 2016 and older, old Foxmail and phones), use a newer one: current Outlook, Thunderbird, Apple Mail, or the webmail.",
			"客户端太老、没有 OAuth2 选项的（Outlook 2016 及以前、旧版 Foxmail、老手机），请换新版 Outlook、Thunderbird、苹果邮件，或者直接用网页版。"),
	}
	if t.sending() {
		fixes = append(fixes, lang.T("For a scanner or a script: the administrator can allow “SMTP AUTH” for this one mailbox while Microsoft still offers it, or set up a relay.",
			"扫描仪或脚本发信：趁微软还支持，可以请管理员单独给这个邮箱打开“SMTP AUTH”，或者另设中继。"))
	}
	return lang.T("{service} takes no password for {login}: {provider} wants a sign-in in the browser (OAuth2).", "{service} 不接受 {login} 用密码登录：{provider}要求用网页授权登录（OAuth2）。"), fixes
})
