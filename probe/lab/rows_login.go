package lab

import "maildiag/probe/fact"

// rowsLogin: one row for each way in which real servers refuse a login, in their own words. The words are those of
// replies.tsv where no other source stands beside a row; identifiers of sessions and hosts are made up.
var rowsLogin = []row{
	{key: "login", value: "dovecot-rejected",
		en: "Dovecot and Postfix: name or password is wrong",
		zh: "Dovecot 与 Postfix：用户名或密码错误", says: refusals},
	{key: "login", value: "gmail-rejected",
		en: "Gmail: name or password is wrong",
		zh: "Gmail：用户名或密码错误", says: map[fact.Protocol]speech{
			imap: say("NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"),
			pop3: say("-ERR [AUTH] Username and password not accepted."), // public transcripts (file-index:61424786096)
			smtp: say("535-5.7.8 Username and Password not accepted. For more information, go to",
				"535 5.7.8  https://support.google.com/mail/?p=BadCredentials 98e67ed59e1d1-309f77521cfsm9763797a91.14 - gsmtp"),
		}},
	{key: "login", value: "gmail-app-password", short: "app-password",
		en: "Gmail wants an app password in place of the account's own",
		zh: "Gmail 要求使用应用专用密码", says: map[fact.Protocol]speech{
			imap: say("NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)"),
			// mailman/mailman#50
			pop3: say("-ERR [AUTH] Application-specific password required: http://support.google.com/accounts/bin/answer.py?answer=185833"),
			smtp: say("534-5.7.9 Application-specific password required. For more information, go to",
				"534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor 6a1803df08f44-8ffd82ea9casm7101606d6.42 - gsmtp"),
		}},
	{key: "login", value: "mailru-app-password",
		en: "Mail.ru wants an app password",
		zh: "Mail.ru 要求使用应用专用密码", says: map[fact.Protocol]speech{
			imap: say("NO [AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / " +
				"Application password is REQUIRED"),
			smtp: say("535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / " +
				"Application password is REQUIRED"),
		}},
	{key: "login", value: "yahoo-app-password",
		en: "Yahoo: the account's password, where an app password is wanted",
		zh: "Yahoo：用了账号密码，而它要的是应用专用密码", says: map[fact.Protocol]speech{
			imap: say("NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials"),
			smtp: say("535 5.7.0 (#AUTH005) Too many bad auth attempts."),
		}},
	{key: "login", value: "qq-authcode",
		en: "QQ Mail wants an authorization code",
		zh: "QQ 邮箱要求使用授权码", says: map[fact.Protocol]speech{
			imap: say("NO Please using authorized code to login."),
			smtp: say("535 Login Fail. Please enter your authorization code to login. More information in " +
				"http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256"),
		}},
	{key: "login", value: "qq-gbk-authcode", list: smtp,
		en: "QQ Mail wants an authorization code, and says so in GBK",
		zh: "QQ 邮箱要求使用授权码（GBK 编码的中文提示）", says: map[fact.Protocol]speech{
			smtp: {lines: []string{"535 Error: 请使用授权码登录。详情请看: http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256"}, gbk: true},
		}},
	{key: "login", value: "qq-wrong-authcode",
		en: "QQ Mail: the authorization code is wrong or was revoked",
		zh: "QQ 邮箱：授权码不对或已失效", says: map[fact.Protocol]speech{imap: say("NO Authorized code is incorrect")}},
	{key: "login", value: "qq-five-causes",
		en: "QQ Mail: one sentence for five different troubles",
		zh: "QQ 邮箱：一句话对应五种可能的原因", says: map[fact.Protocol]speech{
			imap: say("NO Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy."),
			smtp: say("535 Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy. " +
				"More information at https://help.mail.qq.com/detail/108/1023"),
		}},
	{key: "login", value: "qq-frequency",
		en: "QQ Mail: too many logins in a short time",
		zh: "QQ 邮箱：登录过于频繁", says: map[fact.Protocol]speech{imap: say("NO Login frequency limited")}},
	// goharbor/harbor#1271
	{key: "login", value: "exmail-disabled",
		en: "Tencent exmail: secure login or the protocol's switch keeps this password out",
		zh: "腾讯企业邮：安全登录或协议开关挡住了这个密码", says: map[fact.Protocol]speech{
			smtp: say("535 Error: authentication failed, system busy"),
		}},
	{key: "login", value: "exmail-weixin",
		en: "Tencent exmail: WeChat login protection wants a client password",
		zh: "腾讯企业邮：开了微信登录保护，要用客户端专用密码", says: map[fact.Protocol]speech{
			imap: say("NO Login fail. Please using weixin token"),
		}},
	{key: "login", value: "netease-rejected",
		en: "NetEase: name or password is wrong",
		zh: "网易邮箱：用户名或密码错误", says: map[fact.Protocol]speech{
			imap: say("NO LOGIN Login error or password error"),
			pop3: say("-ERR Unable to log on"),
		}},
	{key: "login", value: "netease-auth-code", list: smtp,
		en: "NetEase: most often the account's password where the authorization code is wanted",
		zh: "网易邮箱：多半是该用授权码却用了账号密码", says: map[fact.Protocol]speech{smtp: say("535 Error: authentication failed")}},
	{key: "login", value: "netease-smtp-off", list: smtp,
		en: "NetEase: the mailbox has SMTP switched off",
		zh: "网易邮箱：没有开启 SMTP 服务", says: map[fact.Protocol]speech{smtp: say("550 User has no permission")}},
	{key: "login", value: "netease-pop3-off", // public transcripts (file-index:49118672999)
		en: "NetEase: the mailbox has POP3 switched off",
		zh: "网易邮箱：没有开启 POP3 服务", says: map[fact.Protocol]speech{pop3: {lines: []string{"-ERR 您没有权限使用pop3功能"}, gbk: true}}},
	{key: "login", value: "netease-locked", list: smtp,
		en: "NetEase: too many wrong passwords from this address",
		zh: "网易邮箱：这个 IP 密码错太多次，被拒绝", says: map[fact.Protocol]speech{
			smtp: say("554 IP is rejected, smtp auth error limit exceed,163 smtp14,EsCowABHl2Fz2+VZ8mZfAw--.6342S2 1508236149"),
		}},
	{key: "login", value: "aliyun-rejected", list: smtp,
		en: "Aliyun: name or password is wrong",
		zh: "阿里邮箱：用户名或密码错误", says: map[fact.Protocol]speech{smtp: say("526 Authentication failure[0]")}},
	{key: "login", value: "aliyun-locked", list: smtp, // look-alikes.md, row 51
		en: "Aliyun: too many wrong passwords",
		zh: "阿里邮箱：密码错误次数过多，账号被锁", says: map[fact.Protocol]speech{smtp: say("526 Authentication failure[1]")}},
	{key: "login", value: "m365-rejected",
		en: "Microsoft 365: the login is refused, without a reason",
		zh: "Microsoft 365：登录被拒绝，没有说明原因", says: map[fact.Protocol]speech{
			imap: say("NO LOGIN failed."),                                       // imapsync/imapsync#317
			pop3: say("-ERR Logon failure: unknown user name or bad password."), // public transcripts (file-index:57563433240)
			smtp: say("535 5.7.3 Authentication unsuccessful [SGXP274CA0016.SGPP274.PROD.OUTLOOK.COM]"),
		}},
	{key: "login", value: "m365-basic-disabled", list: smtp, short: "oauth",
		en: "Microsoft takes no password any more, only OAuth",
		zh: "微软邮箱不再接受密码登录，只支持 OAuth", says: map[fact.Protocol]speech{
			imap: say("NO Basic authentication is disabled.", "* BYE Microsoft Exchange Server IMAP4 server signing off."), // holon-run/uxc#445
			smtp: say("535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [BM1P287CA0015.INDP287.PROD.OUTLOOK.COM]"),
		}},
	{key: "login", value: "m365-smtpauth-disabled", list: smtp,
		en: "Microsoft 365: the administrator has SMTP logins switched off",
		zh: "Microsoft 365：管理员关闭了 SMTP 登录", says: map[fact.Protocol]speech{
			smtp: say("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. " +
				"Visit https://aka.ms/smtp_auth_disabled for more information. [SGXP274CA0016.SGPP274.PROD.OUTLOOK.COM]"),
		}},
	{key: "login", value: "m365-conditional-access", list: smtp, // nodemailer/nodemailer#1617
		en: "Microsoft 365: the administrator's rules deny this login",
		zh: "Microsoft 365：管理员设置的访问规则不允许这次登录", says: map[fact.Protocol]speech{
			smtp: say("535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. " +
				"Contact your administrator. [MN2PR07CA0004.namprd07.prod.outlook.com]"),
		}},
	{key: "login", value: "m365-not-connected",
		en: "Microsoft 365: the password is right, and the mailbox can't be opened by IMAP",
		zh: "Microsoft 365：密码正确，但邮箱不能用 IMAP 打开", says: map[fact.Protocol]speech{
			imap: say("BAD User is authenticated but not connected."),
		}},
	{key: "login", value: "locked", list: smtp, short: "locked",
		en: "too many wrong passwords: the account is locked out for a time",
		zh: "密码错误次数过多，账号被临时锁定", says: map[fact.Protocol]speech{ // hMailServer; Gmail
			imap: sayBye("* Too many invalid logon attempts."),
			pop3: say("-ERR Invalid user name or password. Too many invalid logon attempts."),
			smtp: say("454 4.7.0 Too many login attempts, please try again later."),
		}},
	{key: "login", value: "yahoo-rate",
		en: "Yahoo: too many logins in a short time",
		zh: "Yahoo：登录过于频繁", says: map[fact.Protocol]speech{imap: say("NO Login Rate Limit Hit")}},
	{key: "login", value: "too-many-auth", list: smtp,
		en: "Postfix: too many logins from this address",
		zh: "Postfix：这个 IP 登录过于频繁", says: map[fact.Protocol]speech{smtp: say("450 4.7.1 Error: too many AUTH commands from {client}")}},
	{key: "login", value: "expired",
		en: "the password has expired and must be changed first",
		zh: "密码已过期，必须先修改密码", says: map[fact.Protocol]speech{ // RFC 5530; Zimbra; RFC 4954
			imap: say("NO [EXPIRED] That password isn't valid any more"),
			pop3: say("-ERR your password has expired"),
			smtp: say("432 4.7.12 A password transition is needed"),
		}},
	{key: "login", value: "zimbra-expired",
		en: "Zimbra: the password must be changed first",
		zh: "Zimbra：必须先修改密码", says: map[fact.Protocol]speech{
			imap: say("NO [ALERT] password must be changed before IMAP login permitted"),
		}},
	{key: "login", value: "unavailable",
		en: "the server can't check passwords at the moment",
		zh: "服务器暂时无法验证密码", says: map[fact.Protocol]speech{ // Dovecot; Postfix
			imap: say("NO [UNAVAILABLE] Temporary authentication failure."),
			pop3: say("-ERR [SYS/TEMP] Temporary authentication failure."),
			smtp: say("454 4.7.0 Temporary authentication failure: Connection lost to authentication server"),
		}},
	{key: "login", value: "serverbug", // RFC 5530
		en: "the server reports a bug of its own",
		zh: "服务器自己报告内部出错", says: map[fact.Protocol]speech{imap: say("NO [SERVERBUG] This should not happen")}},
	{key: "login", value: "contactadmin", // Magma's imap/commands (file-index:43430111114)
		en: "the account is locked, and only the administrator can help",
		zh: "账号被锁定，只能找管理员处理", says: map[fact.Protocol]speech{
			imap: say("NO [CONTACTADMIN] This account has been administratively locked."),
		}},
	{key: "login", value: "too-many-connections",
		en: "too many programs are logged in to this mailbox at once",
		zh: "同时登录这个邮箱的程序太多", says: map[fact.Protocol]speech{ // Dovecot; Exim
			imap: say("NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)"),
			smtp: sayBye("421 Too many concurrent SMTP connections; please try again later."),
		}},
	{key: "login", value: "gmail-too-many", // dinhvh/libetpan#160
		en: "Gmail: too many programs are logged in at once",
		zh: "Gmail：同时登录的程序太多", says: map[fact.Protocol]speech{imap: say("NO [ALERT] Too many simultaneous connections. (Failure)")}},
	{key: "login", value: "in-use",
		en: "another program holds the mailbox",
		zh: "另一个程序正占用着这个邮箱", says: map[fact.Protocol]speech{ // Dovecot; RFC 5530
			pop3: say("-ERR [IN-USE] Mailbox is locked by another POP3 session"),
			imap: say("NO [INUSE] Mailbox in use"),
		}, list: pop3},
	{key: "login", value: "login-delay", // RFC 2449 section 8.1.1
		en: "the program logs in too often",
		zh: "程序登录得太频繁", says: map[fact.Protocol]speech{pop3: say("-ERR [LOGIN-DELAY] minimum time between mail checks violation")}},
	{key: "login", value: "account-disabled",
		en: "the account is suspended",
		zh: "账号已被停用", says: map[fact.Protocol]speech{ // Dovecot; RFC 5248
			imap: say("NO [ALERT] Login disabled for this user"),
			smtp: say("525 5.7.13 User Account Disabled"),
		}},
	{key: "login", value: "icloud-disabled",
		en: "iCloud: the account can't be used as it is",
		zh: "iCloud：账号当前不可用", says: map[fact.Protocol]speech{imap: say("NO [AUTHENTICATIONFAILED] Authentication failed OCF12")}},
	{key: "login", value: "web-login", short: "web-login",
		en: "Gmail wants a sign-in in the browser first",
		zh: "Gmail 要求先在浏览器里登录一次", says: map[fact.Protocol]speech{
			imap: say("* NO [WEBALERT https://accounts.google.com/signin/continue?sarp=1&scc=1] Web login required.",
				"NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)"),
			smtp: say("534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1> Please log in through your",
				"534-5.7.14 web browser and then try again.", "534 5.7.14  Learn more at https://support.google.com/mail/answer/78754 - gsmtp"),
		}},
	{key: "login", value: "outlook-blocked",
		en: "Outlook.com: blocked until the owner signs in with a browser",
		zh: "Outlook.com：账号被阻止，需在浏览器登录验证身份", says: map[fact.Protocol]speech{
			imap: say("NO LOGIN failed. Account is blocked. Login to your account via a web browser to verify your identity."),
		}},
	{key: "login", value: "country",
		en: "logins from this country are barred",
		zh: "不允许从本国登录", says: map[fact.Protocol]speech{imap: say("NO [ALERT] LOGIN DENIED -- COUNTRY IS BLACKLISTED")}},
	{key: "login", value: "service-disabled",
		en: "the mailbox has this protocol switched off",
		zh: "邮箱没有开启这个协议", says: map[fact.Protocol]speech{ // Gmail; Zimbra; Microsoft 365
			imap: say("NO [ALERT] IMAP access is not allowed for this account."),
			pop3: say("-ERR pop access not enabled for account"),
			smtp: say("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. " +
				"Visit https://aka.ms/smtp_auth_disabled for more information. [SGXP274CA0016.SGPP274.PROD.OUTLOOK.COM]"),
		}},
	{key: "login", value: "zoho-disabled",
		en: "Zoho: the mailbox has IMAP switched off",
		zh: "Zoho：邮箱没有开启 IMAP", says: map[fact.Protocol]speech{
			imap: say("NO [ALERT] You are yet to enable IMAP for your account. Please contact your administrator (Failure)"),
		}},
	{key: "login", value: "gmail-pop-off", step: "STAT", // Gmail answers STAT so, after a login that worked (public transcripts, file-index:71577320585)
		en: "Gmail: POP is switched off, which shows only after the login",
		zh: "Gmail：没有开启 POP，登录之后才看得出来", says: map[fact.Protocol]speech{
			pop3: say("-ERR [SYS/PERM] Your account is not enabled for POP access. " +
				"Please visit your Gmail settings page and enable your account for POP access."),
		}},
	{key: "login", value: "full-address",
		en: "hMailServer: the login name has to be the full address",
		zh: "hMailServer：登录名必须是完整的邮箱地址", says: map[fact.Protocol]speech{
			imap: say("NO Invalid user name. Please use full email address as user name."),
			pop3: say("-ERR Invalid user name or password. Please use full email address as user name."),
		}},
	{key: "login", value: "mailbox-unknown",
		en: "there is no such mailbox",
		zh: "没有这个邮箱", says: map[fact.Protocol]speech{pop3: say("-ERR mailbox unknown")}},
	{key: "login", value: "too-weak", list: smtp, // RFC 4954
		en: "the login method is too weak for the server",
		zh: "服务器嫌这种登录方式不够安全", says: map[fact.Protocol]speech{smtp: say("534 5.7.9 Authentication mechanism is too weak")}},
	{key: "login", value: "smtp-temp-454", // RFC 4954
		en: "a temporary fault of the server at the login",
		zh: "登录时服务器临时出错", says: map[fact.Protocol]speech{smtp: say("454 4.7.0 Temporary authentication failure")}},
	{key: "login", value: "pop3-auth", // RFC 3206
		en: "POP3's own code for wrong credentials",
		zh: "POP3 的凭据错误代码 [AUTH]", says: map[fact.Protocol]speech{pop3: say("-ERR [AUTH] Authentication failed")}},
	{key: "login", value: "pop3-sys-temp", // RFC 3206
		en: "POP3's own code for a temporary fault",
		zh: "POP3 的临时故障代码 [SYS/TEMP]", says: map[fact.Protocol]speech{pop3: say("-ERR [SYS/TEMP] Maildrop is temporarily unavailable")}},
	{key: "login", value: "pop3-sys-perm", // RFC 3206
		en: "POP3's own code for a fault that somebody has to mend",
		zh: "POP3 的永久故障代码 [SYS/PERM]", says: map[fact.Protocol]speech{pop3: say("-ERR [SYS/PERM] Maildrop is corrupt")}},
	{key: "login", value: "escape",
		en: "a refusal that carries control characters",
		zh: "拒绝登录的回复里藏着控制字符", says: map[fact.Protocol]speech{
			imap: say("NO [AUTHENTICATIONFAILED] \x1b[31mAuthentication\x1b[2J failed.\x07"),
			pop3: say("-ERR [AUTH] \x1b[31mAuthentication\x1b[2J failed.\x07"),
			smtp: say("535 5.7.8 \x1b[31mError: authentication\x1b[2J failed\x07"),
		}},
	{key: "login", value: "cut",
		en: "the server closes instead of answering the login",
		zh: "服务器不回答登录请求，直接断开", says: everywhere(speech{then: hangUp})},
	{key: "login", value: "reset",
		en: "the connection is reset at the login",
		zh: "登录时连接被重置", says: everywhere(speech{then: cut})},
	{key: "login", value: "silent",
		en: "the server never answers the login",
		zh: "服务器一直不回答登录请求", says: everywhere(speech{then: hold})},
	{key: "login", value: "slow", arg: seconds, example: "3", healthy: true,
		en: "the server takes its time to check the password",
		zh: "服务器验证密码比较慢"},
}

// rowsMailbox: INBOX can't be opened.
var rowsMailbox = []row{
	{key: "mailbox", value: "id-required", short: "client-id",
		en: "163: the mailbox stays shut even for a client that names itself",
		zh: "163：就算客户端报了身份（ID），也不让打开收件箱", says: map[fact.Protocol]speech{
			imap: say("NO {verb} Unsafe Login. Please contact kefu@188.com for help"),
		}},
	{key: "mailbox", value: "id-accepted", healthy: true,
		en: "163: the mailbox opens only for clients that name themselves by ID",
		zh: "163：客户端先报身份（ID）才让打开收件箱", says: map[fact.Protocol]speech{
			imap: say("NO {verb} Unsafe Login. Please contact kefu@188.com for help"),
		}},
	{key: "mailbox", value: "overquota",
		en: "the mailbox is over its quota",
		zh: "邮箱容量已满", says: map[fact.Protocol]speech{imap: say("NO [OVERQUOTA] Not enough disk quota")}},
	{key: "mailbox", value: "noperm",
		en: "this login may not open the mailbox",
		zh: "这个账号无权打开邮箱", says: map[fact.Protocol]speech{imap: say("NO [NOPERM] Permission denied")}},
	{key: "mailbox", value: "serverbug", // Dovecot's mail-storage.c
		en: "the server fails to open the mailbox",
		zh: "服务器打开邮箱时内部出错", says: map[fact.Protocol]speech{
			imap: say("NO [SERVERBUG] Internal error occurred. Refer to server log for more information. [2026-01-01 00:00:00]"),
		}},
}
