package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authLocked = revealed(Cause{
	Code: "auth.locked", Stage: fact.StageAuth, Severity: Error,
	Fault: "smtp.login=locked", NearMiss: "smtp.login=unavailable",
	Title: lang.T("Locked after too many failures", "失败次数太多，已被锁定"),
	Means: lang.T(
		"The server has counted too many failed or too frequent logins and now refuses every login for a time, the right password too: it locks the account, or the internet address of this network. Often another device is to blame, a phone or a printer that still has the old password and goes on trying, also for colleagues behind the same address. It is told from a wrong password by words such as “too many”, “locked”, “limit”. Stop everything that logs in, wait (10 minutes to some hours, often 30 minutes), then log in once with the right password.",
		"服务器发现登录失败太多或太频繁，暂时拒绝一切登录，密码对了也不行：锁的是账号，或者是你这个网络的公网 IP。很多时候是别的设备闹的：手机、打印机里还存着旧密码，一直在试；同一出口的同事也会受影响。和“密码错误”的区别在于原话里有“too many”“locked”“limit”“次数过多”之类的字眼。先让所有设备停下来，等一段时间（10 分钟到几小时，常见是 30 分钟），再用正确的密码登录一次。"),
	Says: []Says{
		{Words: []string{"too many", "login attempts|logon attempts|auth attempts|authentication attempts|attempts to log in|login failures|logon failures|" +
			"failed logins|failed login|failed logons|failed attempts|authentication failures|authentication errors|auth failures|auth errors|" +
			"auth commands|invalid logon|invalid login|invalid logins|bad logins|bad auth|wrong passwords|incorrect passwords|" +
			"password failures|unsuccessful"},
			Stages: talking, Source: srcHMail + ", " + srcPostfix + ", " + srcGmail},
		{Words: []string{"smtp auth error limit exceed|auth error limit|login attempts exceeded|attempts exceeded|exceeded the number of|" +
			"exceeded the maximum number of login|login limit exceeded|login limit"},
			Source: srcTable + " (NetEase)"},
		{Words: []string{"login frequency limit*|login frequency|logins too frequent|login too frequent|login too often|login rate limit|login rate"}, Stages: talking, Alternatives: []string{"auth.mailbox-busy"}, Source: srcTable + " (QQ Mail, Yahoo)"},
		{Words: []string{"rate limit|rate-limit*|throttled"}, Stages: atLogin, Alternatives: []string{"service.temporary"}, Source: srcTable + " (Yahoo)"},
		{Words: []string{"account", "locked|locked out|is locked|temporarily locked|locked temporarily|temporarily blocked|temporarily suspended|blocked temporarily"}, Stages: atLogin, Source: "RFC 4954 section 6, in the words of many servers"},
		{Words: []string{"user locked|user is locked|user has been locked|locked out|temporarily locked|login locked|login is locked|" +
			"mailbox temporarily locked|temporarily banned|temporarily blocked|has been blocked for"},
			Stages: atLogin, Source: srcICoremail},
		{Words: []string{"ip", "blocked|banned|locked", "login|logon|auth|authentication|password|failed"}, Stages: talking, Source: "fail2ban-like guards, https://github.com/fail2ban/fail2ban"},
		{Words: []string{"ip is in prison"}, Alternatives: []string{"send.rate-limited", "send.address-blocked"}, Source: srcHosting},
		{Words: []string{"is in prison"}, Stages: atLogin, Alternatives: []string{"send.rate-limited"}, Source: srcHosting},
		{Words: []string{"brute force|brute-force"}, Stages: talking, Source: "fail2ban-like guards, https://github.com/fail2ban/fail2ban"},
		{Words: []string{"authentication failure[1]"}, Code: 526, Product: "Aliyun qiye", Source: srcAliyun},
		{Words: []string{"err.req.verifycode|verifycode.req|err.req.veri"}, Source: srcNetEaseERR},
		{Words: []string{`登录太频繁|\xb5\xc7\xc2\xbc\xcc\xab\xc6\xb5\xb7\xb1`}, Product: "NetEase", Confidence: Likely, Alternatives: []string{"auth.mailbox-busy"}, Source: "file-index:68883261440"},
		{Words: []string{"密码错误已超过|错误次数过多|错误次数太多|失败次数过多|尝试次数过多|登录次数过多|登录过于频繁|登录太频繁|登录频率|登陆过于频繁|已被锁定|被锁定|帐号锁定|账号锁定|暂时无法登录|暂时锁定"}, Source: srcICoremail},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} has locked the logins of {login}, or of this network, for a time: too many failures or too many logins. The password may well be right.",
			"{service} 暂时锁定了 {login} 或你这个网络的登录：失败太多或登录太频繁。密码不一定是错的。"),
		[]lang.Text{
			closePrograms(),
			lang.T("Wait 30 minutes without a single login; each try can lengthen the lock. Some servers lock for an hour or more.", "等 30 分钟，这期间一次都不要登录，每试一次都可能延长锁定。有的服务器要锁一小时以上。"),
			lang.T("Meanwhile sign in to the webmail with the password in question: if that works, the lock is on mail programs or on this network's address.", "等的时候可以在网页邮箱登录一下：网页能进，说明锁的是客户端登录或你这个网络的 IP。"),
			lang.T("Then set the right password on all devices at once, and log in once. If you can't wait, ask the administrator or {provider} to unlock the account or the address.",
				"之后把所有设备上的密码一次改对，再登录一次。等不及的话，请管理员或{provider}手工解锁账号或 IP。"),
		}
})
