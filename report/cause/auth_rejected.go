package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authRejected = revealed(Cause{
	Code: "auth.rejected", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.login=dovecot-rejected", NearMiss: "imap.login=unavailable",
	Title: lang.T("Login name or password is wrong", "账号或密码不对"),
	Means: lang.T(
		"The server answered the login and refused these credentials. It does not say which half is wrong, on purpose. Look-alikes that this check tells apart by the server's words: a lock after too many tries (waiting helps, a right password does not), a provider that wants an authorization code in place of the account's password, a protocol that is switched off, a login name that must be the whole address, a passing fault of the server. Test name and password once in the webmail; never try again and again, as most servers lock the account or this network's address after some failures. This check itself logs in once and then stops.",
		"服务器处理了登录请求，认为这组账号密码不对。它故意不说是账号错还是密码错。容易混淆的情况，本工具会按服务器的原话区分：试错太多被锁（要等，密码对了也没用）、服务商要求用授权码代替邮箱密码、协议没有开启、登录名必须写完整地址、服务器临时故障。请到网页邮箱用同样的账号密码试一次；不要反复试，多数服务器失败几次就会锁账号或锁 IP。本工具自己只登录一次，失败就停。"),
	Says: []Says{
		// Refusals of credentials in plain words: whatever else the reply says is more telling.
		{Words: []string{"authentication failed|authentication failure|authentication unsuccessful|authentication error|auth failed|auth failure|auth error|" +
			"authenticate failed|login failed|login failure|login fail|login error|login incorrect|login denied|logon failed|logon failure|" +
			"logon denied|log in failed|sign in failed|error authenticating|not authenticated|bad login|authorization failed|" +
			"re-authentication failure|authentication denied|authentication rejected|login unsuccessful|认证失败|验证失败|登录失败|登陆失败|登录错误"},
			Vague: true, Stages: atLogin, Source: "RFC 4954 section 6, " + srcDovecot + ", " + srcExim + ", " + srcCourier},
		{Words: []string{"invalid credentials|invalid login|bad credentials|wrong credentials|incorrect credentials|credentials invalid|" +
			"credentials were incorrect|credentials incorrect|credentials are incorrect|credentials rejected|invalid user or password|" +
			"incorrect authentication data|username and password not accepted|user name and password not accepted|password not accepted"},
			Vague: true, Confidence: Certain, Stages: atLogin, Source: srcGmail + ", " + srcExim},
		{Words: []string{"invalid password|wrong password|bad password|incorrect password|password incorrect|password is incorrect|password is wrong|" +
			"password is invalid|password invalid|password error|username/password|user/password|login/password|password or account name|" +
			"password mismatch|password does not match|passwords do not match|password failed|invalid passwd|wrong username|wrong user name|" +
			"incorrect username|bad username|invalid username|invalid user name|user name or password|username or password|user or password|" +
			"name or password|userid or password|id or password|account or password|密码错误|密码不正确|密码有误|口令错误|用户名或密码|账号或密码|帐号或密码|帐户或密码|用户名不正确"},
			Vague: true, Confidence: Certain, Stages: atLogin, Source: srcHMail + ", " + srcICoremail},
		{Words: []string{"no such user|unknown user|user unknown|invalid user|user not found|user does not exist|no such account|account not found|" +
			"account does not exist|unknown account|mailbox unknown|mailbox not found|no mailbox here|no such mailbox|unknown mailbox|" +
			"mailbox does not exist|帐号不存在|账号不存在|用户不存在"},
			Stages: atLogin, Confidence: Likely, Alternatives: []string{"settings.login-form"}, Source: srcHMail + ", RFC 1939 section 7"},
		{Words: []string{"username or passwd is null|password is null|empty password|password missing|no password|password required"}, Stages: atLogin, Source: srcAliyun},
		{Words: []string{protocolDeny, "password|credentials|username|user name"}, Stages: atLogin, Source: "in the words of many servers"},
		// Sentences of one product.
		{Words: []string{"account is abnormal", "service is not open", "password is incorrect"}, Product: "QQ Mail", Confidence: Possible,
			Alternatives: []string{"auth.app-password-required", "auth.service-disabled", "auth.locked", "service.temporary"}, Source: "https://help.mail.qq.com/detail/108/1023"},
		{Words: []string{"authorized code is incorrect|authorization code is incorrect|authorized code error|授权码错误|授权码不正确|授权码有误"}, Product: "QQ Mail", Confidence: Certain, Source: srcTable},
		{Words: []string{"user credentials were incorrect"}, Product: "Microsoft 365", Confidence: Certain, Source: "https://github.com/codassassin/email-bomber-v2.0/issues/1"},
		{Words: []string{"authentication unsuccessful"}, Enhanced: "5.7.3", Product: "Microsoft 365", Vague: true,
			Alternatives: []string{"auth.service-disabled", "auth.oauth-required"}, Source: srcFairEmail},
		{Words: []string{"authenticate failed"}, Protocol: fact.IMAP, Vague: true, Stages: atLogin, Alternatives: []string{"auth.oauth-required"}, Source: srcFairEmail},
		{Words: []string{"invalid credentials or imap is disabled|invalid credentials or pop3 is disabled|credentials or imap is disabled"}, Product: "Yandex", Confidence: Likely,
			Alternatives: []string{"auth.service-disabled", "auth.app-password-required"}, Source: "https://github.com/Foundry376/Mailspring/issues/904"},
		{Words: []string{"authentication failure[0]"}, Code: 526, Product: "Aliyun qiye", Alternatives: []string{"auth.app-password-required"}, Source: srcAliyun},
		{Words: []string{"authentication failure"}, Code: 526, Vague: true, Alternatives: []string{"auth.locked"}, Source: srcAliyun},
		{Words: []string{"err.login.passerr|err.ldap.passerr|err.agent.passerr"}, Stages: atLogin, Source: srcNetEaseERR},
		{Words: []string{"err.login.usernotexist|err.ldap.notfound|err.login.domainnotexist"}, Alternatives: []string{"settings.login-form", "settings.wrong-host"}, Source: srcNetEaseERR},
		{Words: []string{"authentication failed, system busy"}, Product: "Tencent exmail", Confidence: Possible,
			Alternatives: []string{"auth.app-password-required", "auth.service-disabled", "auth.locked", "service.temporary"}, Source: "file-index:54647168796"},
		{Words: []string{"login failure or pop3 disabled|login failure or imap disabled"}, Product: "Yandex", Confidence: Likely,
			Alternatives: []string{"auth.service-disabled", "auth.app-password-required"}, Source: "file-index:122295584"},
		// Codes.
		{RespCode: "AUTHENTICATIONFAILED", Source: "RFC 5530"},
		// By the RFC the password was right, and the identity is barred; servers without words beside it mean either.
		{RespCode: "AUTHORIZATIONFAILED", Confidence: Possible, Alternatives: []string{"auth.account-disabled", "auth.locked", "auth.service-disabled", "auth.policy"}, Source: "RFC 5530"},
		{RespCode: "AUTH", Source: "RFC 3206"},
		{Enhanced: "X.7.8", Source: "RFC 4954 section 6"},
		{Enhanced: "5.7.3", Stages: atLogin, Alternatives: []string{"auth.service-disabled"}, Source: srcFairEmail},
		{Code: 535, Source: "RFC 4954 section 6"},
		// The refusal alone: at login it is most often the credentials.
		{Kind: fact.ReplyNo, Stages: atLogin, Confidence: Possible, Alternatives: []string{"auth.service-disabled", "auth.locked"}, Source: "RFC 9051 section 6.2.3, RFC 1939 section 7"},
	},
}, rejectedAdvice)

// tokenAdvice is for a login by an access token: there is no password to be wrong.
func tokenAdvice() (lang.Text, []lang.Text) {
	return lang.T("{service} refuses the access token of {login}: it has expired, is for another account, or does not cover mail.", "{service} 拒绝了 {login} 的访问令牌：令牌过期了、是别的账号的，或者权限里不包括收发邮件。"),
		[]lang.Text{
			lang.T("Get a new token for {login}, with the scopes for IMAP, POP3 and SMTP, and run the check again.", "为 {login} 重新获取令牌（权限要包含 IMAP、POP3、SMTP），再检测一次。"),
			lang.T("In a mail program: remove the account's sign-in and sign in again in the browser window that it opens.", "如果是在邮件客户端里：退出该账号的登录，再在它打开的浏览器窗口里重新登录授权。"),
			lang.T("If it is refused again, ask the administrator whether this protocol and this program are allowed for the mailbox.", "还是被拒绝的话，请管理员确认这个邮箱允许使用该协议和这个程序。"),
		}
}

func rejectedAdvice(t *told) (lang.Text, []lang.Text) {
	if l := t.first().Service.Login; l != nil && l.Mechanism == "XOAUTH2" {
		return tokenAdvice()
	}
	summary := lang.T("{service} refuses the login of {login}: login name or password is wrong.", "{service} 拒绝了 {login} 的登录：账号或密码不对。")
	switch {
	case t.meaning.Confidence == Certain:
	case t.provider != nil && t.meaning.Says.Product != "" && len(t.meaning.Alternatives) > 3:
		summary = lang.T("{service} refuses the login of {login}. {provider} gives this one answer for five troubles: {protocol} is not switched on, the password is wrong or is not the {code} that is wanted, too many logins, an abnormal account, or a busy server.",
			"{service} 拒绝了 {login} 的登录。{provider}的这句话对应五种情况：{protocol} 服务没开启、密码不对（或者没有用{code}）、登录太频繁、账号异常、系统繁忙，光看这句话分不出是哪一种。")
	case t.meaning.Confidence == Possible:
		summary = lang.T("{service} refuses the login of {login} and gives no reason that is known here. Most often login name or password is wrong.",
			"{service} 拒绝了 {login} 的登录，但没有说明白原因。最常见的是账号或密码不对。")
	}
	fixes := append(t.oddPassword(), t.nameForm()...)
	if p := t.provider; p != nil {
		if other := t.strange(t.first().Service, p); other != nil {
			return summary, append(fixes,
				lang.T("{login} is an address of {other}, and {host} is a server of {provider}, which does not know it. Set the servers of {other} in the mail program, as its help page gives them.",
					"{login} 是{other}的地址，而 {host} 是{provider}的服务器，不认识这个账号。请在邮件客户端里改成{other}的收发服务器（见它的帮助页）。").With("other", other.name),
				lang.T("If you really have an account of that name at {provider}, sign in at {webmail} to see whether the password is right.", "如果你在{provider}确实有这个账号，先到 {webmail} 登录一次，看密码对不对。"))
		}
	}
	if p := t.provider; p != nil && p.password == ownCode {
		fixes = append(fixes, t.makeCode()...)
		return summary, append(fixes, lang.T("Then log in once. If it is refused again with a new {code}, leave it alone for 30 minutes: too many logins are refused with the same words.",
			"换好后只登录一次。用了新的{code}还被拒绝，就停 30 分钟再试：登录太频繁时服务器也是同样的回答。"))
	}
	fixes = append(fixes, tryWebmail())
	if t.provider != nil && t.provider.password == maybeOwnCode {
		fixes = append(fixes, lang.T("If the webmail takes the password: {provider} may want its {code} in mail programs. Look at {page}, {path}.",
			"如果网页能登录：{provider}在邮件客户端里可能要用{code}。查看 {page} → {path}。"))
	} else {
		fixes = append(fixes, lang.T("If the webmail takes the password: look in its settings whether POP3/IMAP/SMTP is switched on, and whether mail programs need an authorization code or app password.",
			"如果网页能登录：在网页邮箱的“设置”里看 POP3/IMAP/SMTP 有没有开启，客户端是不是要用授权码（应用专用密码）。"))
	}
	return summary, append(fixes,
		lang.T("Put the right password into the mail program, for receiving and for sending, and try once. Do not try again and again: servers lock after some failures.",
			"把正确的密码填进邮件客户端，收信和发信两处都要改，只试一次。不要反复试，失败几次服务器就会锁定。"))
}
