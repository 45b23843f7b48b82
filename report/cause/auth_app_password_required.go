package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authAppPasswordRequired = revealed(Cause{
	Code: "auth.app-password-required", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.login=gmail-app-password", NearMiss: "imap.login=gmail-rejected",
	Title: lang.T("An authorization code is wanted in place of the password", "要用授权码登录，不能用邮箱密码"),
	Means: lang.T(
		"The provider does not take the account's own password from mail programs. It wants a second one that is made in the webmail for this purpose: QQ and NetEase call it authorization code, Google, Apple and Yahoo app password, WeCom and others client password. The account's password goes on working in the browser, which makes it look as if the mail program were at fault. Some providers say plainly that they want the code; others, as NetEase, only say “authentication failed”, and then it is the provider's known rule that tells.",
		"服务商不允许在邮件客户端里用邮箱本身的密码，要用在网页邮箱里另外生成的一个密码：QQ、网易叫“授权码”，谷歌、苹果、雅虎叫“应用专用密码”，企业微信等叫“客户端专用密码”。网页上用原密码照样能登录，所以常被误认为是客户端坏了。有的服务商会明说要授权码；有的（比如网易）只回一句“authentication failed”，这时是根据这家服务商的规定判断的。"),
	Says: []Says{
		{Words: []string{"application-specific password|application specific password|app-specific password|app specific password|application password|" +
			"app password|invalidsecondfactor|answer/185833|app passwords"},
			Source: srcGmail},
		{Words: []string{"enter your authorization code|please enter your authorization code"}, Product: "QQ Mail", Alternatives: []string{"auth.rejected", "auth.service-disabled"}, Source: "https://github.com/YMFE/yapi/issues/2219"},
		{Words: []string{"using authorized code|use authorized code|using authorization code|use authorization code|use the authorization code|" +
			"authorization code to login|authorized code to login"},
			Source: srcTable + " (QQ Mail)"},
		{Words: []string{"请使用授权码|使用授权码登录|请使用客户端授权|授权密码登录|请输入授权码|使用客户端专用密码|客户端专用密码|专用密码登录|独立密码|安全密码登录"}, Source: "https://github.com/DesertsP/Valine-Admin/issues/86"},
		{Words: []string{`çëê¹óãêúè¨âë`}, Source: "GBK read as Latin-1: https://github.com/DesertsP/Valine-Admin/issues/86"},
		{Words: []string{`\xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb`}, Source: "GBK escaped: https://github.com/pandolia/qqbot/issues/221"},
		{Words: []string{"err.login.reqcode"}, Product: "NetEase qiye", Alternatives: []string{"auth.rejected"}, Source: srcNetEaseERR},
		{Words: []string{"weixin token|wechat token"}, Product: "Tencent exmail", Source: srcTable + " (Tencent exmail)"},
		{Words: []string{"parol prilozheniya|parol prilozheniia"}, Product: "Mail.ru", Source: srcTable + " (Mail.ru)"},
		{Words: []string{"#auth005", "bad auth attempts|bad"}, Product: "Yahoo", Confidence: Likely, Alternatives: []string{"auth.locked", "auth.rejected"}, Source: "https://github.com/nodemailer/nodemailer/issues/1112"},
		{Words: []string{"two-factor|two factor|2-step|two-step|second factor|2fa"}, Stages: atLogin, Alternatives: []string{"auth.rejected", "auth.oauth-required"}, Source: "https://www.zoho.com/mail/help/imap-access.html"},
		{Words: []string{"generate", "password", "application|app|device|client"}, Stages: atLogin, Alternatives: []string{"auth.rejected"}, Source: "https://www.zoho.com/mail/help/imap-access.html"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	summary := lang.T("{service} does not take the account's own password for {login}: it wants the {code}.", "{service} 不接受 {login} 本身的密码，要用{code}登录。")
	if t.meaning.Says.Product == "" && t.provider != nil {
		summary = lang.T("{service} refuses the password of {login}. {provider} takes only its {code} from mail programs, never the account's own password.",
			"{service} 拒绝了 {login} 的密码。{provider}在邮件客户端里只认{code}，不认邮箱本身的密码。")
	}
	fixes := append(t.oddPassword(), t.makeCode()...)
	if len(t.meaning.Alternatives) > 0 {
		fixes = append(fixes, lang.T("If what you used was already the {code}: it may be mistyped, revoked (a changed password cancels it), or made for another account. Make a new one and log in once.",
			"如果本来填的就是{code}：可能抄错了、已经失效（改过邮箱密码就会作废），或者是别的账号的。重新生成一个，只登录一次。"))
	}
	return summary, fixes
})
