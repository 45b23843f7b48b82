package cause

import (
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// protocolNames are the protocols as sentences name them.
var protocolNames = []string{"imap", "imap4", "pop", "pop3", "smtp"}

// ofProtocol makes the ways to say something of a protocol by its own name: "imap" + " access" + " is disabled".
func ofProtocol(things, ends []string) string {
	var ways []string
	for _, protocol := range protocolNames {
		for _, thing := range things {
			for _, end := range ends {
				ways = append(ways, protocol+thing+end)
			}
		}
	}
	return strings.Join(ways, "|")
}

var (
	usesOf       = []string{" access", " login", " logins", " service"}
	protocolOff  = ofProtocol(append([]string{""}, usesOf...), []string{" disabled", " is disabled", " are disabled", " has been disabled", " not enabled", " is not enabled", " is off", " is switched off", " is turned off"})
	protocolBars = ofProtocol(usesOf, []string{" not allowed", " is not allowed", " are not allowed", " not permitted", " is not permitted", " are not permitted"})
	protocolDeny = ofProtocol(usesOf, []string{" denied", " is denied", " has been denied"})
)

var authServiceDisabled = revealed(Cause{
	Code: "auth.service-disabled", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.login=service-disabled", NearMiss: "imap.login=dovecot-rejected",
	Title: lang.T("This protocol is switched off for the mailbox", "这个邮箱没有开启该协议"),
	Means: lang.T(
		"The account exists and may even have shown the right password, but it may not be used by this protocol: IMAP, POP3 or SMTP is switched off for it, by the user's own settings in the webmail (as with QQ, 163, Yandex, Zoho from the start) or by the administrator (Microsoft 365, company mail). The webmail works. Changing the password does not help: switch the protocol on.",
		"账号没问题，密码也可能是对的，但这个邮箱不允许用这个协议：IMAP、POP3 或 SMTP 处于关闭状态，可能是用户自己没在网页邮箱里打开（QQ、163、Yandex、Zoho 默认就是关的），也可能是管理员关的（Microsoft 365、企业邮箱）。网页邮箱能正常用。改密码没有用，要把协议打开。"),
	Says: []Says{
		{Words: []string{"smtpclientauthentication is disabled|smtp_auth_disabled"}, Product: "Microsoft 365", Source: "https://aka.ms/smtp_auth_disabled"},
		{Words: []string{"imap access is not allowed|imap access is disabled|imap access disabled|imap is disabled|imap disabled|imap not enabled|" +
			"imap is not enabled|not enabled for imap|imap access not enabled|yet to enable imap|enable imap|imap4 is disabled|" +
			"imap service is not|imap access not allowed|disabled for imap|not allowed to use imap|no imap access"},
			Source: srcFairEmail + ", https://www.zoho.com/mail/help/imap-access.html"},
		{Words: []string{"pop access is not|pop access not enabled|pop3 access is not|pop access is disabled|pop3 access disabled|pop access disabled|" +
			"pop is disabled|pop3 is disabled|pop3 disabled|pop3 not enabled|pop3 is not enabled|not enabled for pop|pop3 access not|" +
			"yet to enable pop|enable pop access|enable pop|pop3 service is not|disabled for pop*|not allowed to use pop*|no pop3 access"},
			Source: srcZimbraPOP + ", " + srcGmail},
		{Words: []string{"smtp access is not|smtp access disabled|smtp is disabled|smtp disabled|smtp not enabled|smtp is not enabled|smtp service is not|" +
			"smtp auth is disabled|smtp auth disabled|not allowed to use smtp|not enabled for smtp"},
			Stages: atOrAfter, Source: srcTable + " (Zimbra, Gmail)"},
		// The protocol's own name beside what is off; for whom it is off says nothing of the account.
		{Words: []string{protocolOff + "|" + protocolBars}, Stages: atOrAfter, Source: srcTable + " (Zimbra, Gmail)"},
		{Words: []string{protocolOff, "account|user|mailbox|user account"}, Stages: atOrAfter, Source: srcTable + " (Zimbra, Gmail)"},
		{Words: []string{protocolDeny}, Stages: atLogin, Alternatives: []string{"auth.policy"}, Source: "RFC 5530, in the words of many servers"},
		{Words: []string{"service is not open|service not open|service is not enabled|service not enabled|service is disabled|service disabled|" +
			"protocol disabled|protocol is disabled|access to this service|not enabled for this service|" +
			"does not have access rights to this service"},
			Stages: atLogin, Confidence: Likely, Alternatives: []string{"auth.policy"}, Source: srcTable + " (QQ Mail)"},
		{Words: []string{"user has no permission"}, Stages: atOrAfter, Product: "NetEase", Alternatives: []string{"auth.account-disabled", "auth.app-password-required"}, Source: srcTable + " (NetEase)"},
		{Words: []string{"login disabled for this user|logins are disabled for this user|login not allowed for this user"}, Alternatives: []string{"auth.account-disabled"}, Source: srcDovecot},
		{Words: []string{"user is authenticated but not connected"}, Confidence: Likely, Alternatives: []string{"auth.account-disabled", "mailbox.folder-error"}, Product: "Microsoft 365", Source: srcFairEmail},
		{Words: []string{"connection closed. 14"}, Protocol: fact.IMAP, Alternatives: []string{"service.temporary"}, Product: "Microsoft 365", Source: srcFairEmail},
		{Words: []string{"uc_login_source_not_allowed"}, Product: "Aliyun qiye", Source: srcAliyun},
		{Words: []string{"unable to log on"}, Protocol: fact.POP3, Alternatives: []string{"auth.rejected"}, Source: srcTable + " (NetEase)"},
		{Words: []string{"没有权限使用|无权使用|未开启imap|未开启pop|未开启smtp|没有开启imap|没有开启pop|没有开启smtp|服务未开启|服务没有开启|未开通|服务已关闭|协议未开启|禁止客户端登录|不允许客户端"}, Source: srcICoremail},
		{RespCode: "NOPERM", Stages: atLogin, Alternatives: []string{"auth.policy", "auth.account-disabled"}, Source: "RFC 5530"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	summary := lang.T("{service}: {protocol} is switched off for {login}.", "{service}：{login} 没有开启 {protocol} 服务。")
	if len(t.failures) > 1 {
		summary = lang.T("{login} may not be used by mail programs: {host} says that the service is switched off.", "{login} 不能用邮件客户端登录：{host} 说这项服务没有开启。")
	}
	if p := t.provider; p != nil && p.product == "Microsoft 365" {
		box := lang.Same(protocolName(t.first().Service.Protocol))
		if t.sending() {
			box = lang.T("Authenticated SMTP", "经过身份验证的 SMTP")
		}
		return summary, []lang.Text{
			lang.T("In an organisation, ask the administrator: Microsoft 365 admin centre → Users → Active users → this user → Mail → Manage email apps: tick “{box}”.",
				"单位邮箱请管理员操作：Microsoft 365 管理中心 → 用户 → 活动用户 → 选中该用户 → 邮件 → 管理电子邮件应用：勾选“{box}”。").With("box", box),
			lang.T("For a private Outlook.com mailbox: outlook.com → Settings → Mail → Forwarding and IMAP (Sync email): allow devices and apps to use POP or IMAP.",
				"个人 Outlook.com 邮箱：outlook.com → 设置 → 邮件 → 转发和 IMAP：允许设备和应用使用 POP/IMAP。"),
			lang.T("The change needs up to an hour. Password and settings on this PC stay as they are.", "改动最长一小时生效。这台电脑上的密码和设置不用改。"),
		}
	}
	return summary, t.switchOn()
})
