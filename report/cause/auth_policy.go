package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authPolicy = revealed(Cause{
	Code: "auth.policy", Stage: fact.StageAuth, Severity: Error,
	Fault: "smtp.login=m365-conditional-access", NearMiss: "smtp.login=m365-basic-disabled",
	Title: lang.T("The administrator's rules deny this login", "管理员的安全策略不允许这样登录"),
	Means: lang.T(
		"The credentials may be right, but a rule denies the login from this place, at this time, by this device or by this kind of program: Conditional Access or security defaults in Microsoft 365, a list of allowed addresses or countries, a duty to use the VPN. Only whoever made the rule can change it; another password does not help. It is told from a wrong password by the server's words (“did not meet the criteria”, “country”, “policy”).",
		"账号密码可能没错，但有一条规则不允许从这个地点、这个时间、这台设备或这种客户端登录：比如 Microsoft 365 的条件访问或安全默认值、IP 或国家白名单、必须先连 VPN。只有定规则的人能改，换密码没有用。和“密码错误”的区别在于服务器的原话（did not meet the criteria、country、policy 等）。"),
	Says: []Says{
		{Words: []string{"did not meet the criteria to be authenticated|did not meet the criteria|not meet the criteria"}, Product: "Microsoft 365", Source: "https://github.com/gophish/gophish/issues/3220"},
		{Words: []string{"security defaults policy|locked by your organization's security defaults"}, Product: "Microsoft 365", Source: "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission"},
		{Words: []string{"conditional access"}, Source: "https://learn.microsoft.com/entra/identity/conditional-access/"},
		{Words: []string{"country", "blacklisted|blocked|not allowed|denied|restricted|forbidden"}, Stages: atLogin, Source: srcTable},
		{Words: []string{"country is blacklisted|geographical location|geo-blocked|geoip|foreign ip|your location|this location"}, Stages: atLogin, Source: srcTable},
		{Words: []string{"not allowed from|not permitted from|denied from|your ip is not|ip not allowed|ip is not allowed|ip address is not allowed|" +
			"ip address not allowed|ip restricted|ip restriction|not in the whitelist|not whitelisted|not in whitelist|outside the allowed"},
			Stages: atLogin, Source: srcICoremail},
		{Words: []string{"your ip|this ip", "not permitted|not allowed|denied"}, Stages: atLogin, Source: "RFC 5530, in the words of many servers"},
		{Words: []string{protocolBars + "|" + protocolDeny, "from your ip|from this ip|from your address|from this address|from your network|from this network|" +
			"from your location|from this location|from your country|from outside"},
			Stages: atLogin, Source: "RFC 5530, in the words of many servers"},
		{Words: []string{"policy"}, Stages: atLogin, Confidence: Likely, Source: "RFC 3463 section 3.8"},
		{Words: []string{"access denied|access is denied|permission denied|not authorized|not allowed to log in|not allowed to login|login not allowed|" +
			"login is not allowed|login not permitted|access not allowed|administrative prohibition|administratively denied|" +
			"administratively prohibited"},
			Vague: true, Stages: atLogin, Confidence: Possible, Alternatives: []string{"auth.rejected", "auth.service-disabled"}, Source: "RFC 3463 section 3.8"},
		{Words: []string{"err.login.ipdeny|err.loginrule.ipdeny|err.im.login.ipdeny|err.login.domaindeny|err.login.permdeny"}, Product: "NetEase qiye", Source: srcNetEaseERR},
		{Words: []string{"登录受限|限制登录|登录ip受限|不允许在该地点|不在允许|禁止登录|ip不在白名单|ip受限"}, Stages: atLogin, Source: srcICoremail},
		{Enhanced: "X.7.1", Stages: atLogin, Alternatives: []string{"auth.rejected"}, Source: "RFC 3463 section 3.8"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	fixes := []lang.Text{
		lang.T("Send the server's words below to the administrator and ask which rule denies the login of {login}: place, device, program or time.", "把下面服务器的原话发给管理员，问是哪条规则拦住了 {login} 的登录：地点、设备、客户端还是时间。"),
		lang.T("If the organisation has a VPN, connect it and run this check again; switch off a VPN or proxy that makes this PC look as if it were abroad.", "单位有 VPN 的，连上再检测；如果开着会让你“人在国外”的 VPN 或代理，先关掉。"),
	}
	if p := t.provider; p != nil && p.product == "Microsoft 365" {
		fixes = append(fixes, lang.T("The administrator finds the denied login with its reason under Microsoft Entra → Sign-in logs (client app “Authenticated SMTP”, “IMAP4” or “POP3”).",
			"管理员可以在 Microsoft Entra → 登录日志里查到这次被拒的登录和原因（客户端应用为 Authenticated SMTP、IMAP4 或 POP3）。"))
	}
	return lang.T("{service} denies the login of {login} by a rule of its administrator, not for a wrong password.", "{service} 按管理员设定的规则拒绝了 {login} 登录，不是密码错误。"), fixes
})
