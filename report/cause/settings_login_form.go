package cause

import (
	"slices"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var settingsLoginForm = revealed(Cause{
	Code: "settings.login-form", Stage: fact.StageSettings, Severity: Error,
	Fault: "imap.login=full-address", NearMiss: "imap.login=dovecot-rejected",
	Title: lang.T("The login name has the wrong form", "登录名的格式不对"),
	Means: lang.T(
		"The server knows accounts by another form of name than the one that was given: most want the whole address (name@example.com), a few only the part before the @, some organisations a staff number or a short name. The refusal looks like a wrong password. It is told from it by the server's own words, or by the provider's known rule. Change the user name in the mail program, not the password, and try it once: every wrong try counts towards a lock.",
		"服务器认的账号写法和填的不一样：多数要完整邮箱地址（name@example.com），少数只要 @ 前面那一段，有的单位要工号或短账号。看上去和密码错误一样，区别在于服务器的原话，或者这家服务商已知的规定。要改的是邮件客户端里的“用户名/账号”，不是密码；改好只试一次，每次失败都会计入锁定次数。"),
	Says: []Says{
		{Words: []string{"use full email address|use your full email address|use the full email address|use your full e-mail address|" +
			"full email address as user name|complete email address|full mail address|using full email"},
			Source: srcHMail},
		{Words: []string{"must be an email address|must be a full email address|must be email address|username must contain|user name must contain|" +
			"must include domain|including the domain|with domain name|without domain"},
			Stages: atLogin, Source: srcHMail},
		{Words: []string{"err.login.illegalinput"}, Product: "NetEase qiye", Source: srcNetEaseERR},
		{Words: []string{"请使用完整|请输入完整|完整的邮箱地址|完整邮件地址|完整邮箱"}, Source: "seed list of a company's mail system"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	summary := lang.T("{service} does not take {login} as a login name: it wants the whole mail address.", "{service} 不接受 {login} 这样的登录名，它要完整的邮箱地址。")
	fixes := []lang.Text{
		lang.T("In the mail program's account settings, set the user name of {host} to the whole address {address}. Do it for receiving and for sending.",
			"在邮件客户端的账号设置里，把 {host} 的用户名改成完整邮箱地址 {address}，收信和发信两处都要改。"),
		lang.T("Try it once. If it is refused again, look at the password: sign in at the webmail to see whether it is right.", "改好后试一次。如果还是被拒绝，再检查密码：到网页邮箱登录一下，看密码对不对。"),
	}
	if t.wantedForm(t.first().Service) == fact.FormLocalPart {
		summary = lang.T("{service} does not take {login} as a login name: it wants the part before the @ alone.", "{service} 不接受 {login} 这样的登录名，它只要 @ 前面那一段。")
		fixes[0] = lang.T("In the mail program's account settings, set the user name of {host} to what stands before the @ of {address}, and nothing more. Do it for receiving and for sending.",
			"在邮件客户端的账号设置里，把 {host} 的用户名改成 {address} 里 @ 前面那一段，不要带 @ 和后面的部分，收信和发信两处都要改。")
	}
	fixes = slices.Insert(fixes, 1, fixWhere(t.first().Service.Protocol, fieldName))
	if t.provider != nil && t.provider.password == ownCode {
		fixes = append(fixes, lang.T("{provider} wants its {code} in place of the account's password: {page}, {path}.", "{provider}还要求用{code}代替邮箱密码：{page} → {path}。"))
	}
	return summary, append(fixes, t.oddPassword()...)
})
