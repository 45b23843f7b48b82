package lab

import "maildiag/probe/fact"

const (
	imap = fact.IMAP
	pop3 = fact.POP3
	smtp = fact.SMTP
)

// everywhere is one speech at all three servers.
func everywhere(sp speech) map[fact.Protocol]speech {
	return map[fact.Protocol]speech{imap: sp, pop3: sp, smtp: sp}
}

// rowsGreeting: the first words. Sources: Postfix (postscreen.c, smtpd_check.c), Dovecot (login-common/sasl-server.c,
// client-common.c; roundcube/roundcubemail#6571), iCloud (replies.tsv), RFC 5321 section 3.1, HAProxy's 408 page,
// Coremail as 163 and 126 run it (MailCore/mailcore2#1113 and transcripts in public code).
var rowsGreeting = []row{
	{key: "greeting", value: "silent", short: "no-greeting",
		en: "the connection opens, and the server never says a word",
		zh: "连接能建立，但服务器一言不发", says: everywhere(speech{then: hold})},
	{key: "greeting", value: "slow", arg: seconds, example: "12", list: smtp, healthy: true,
		en: "the greeting comes late; up to 15 seconds are usual for servers that test their callers",
		zh: "欢迎语来得慢；有些服务器会先考验对方，15 秒以内都算正常"},
	{key: "greeting", value: "unfinished", list: smtp,
		en: "the greeting begins and never ends",
		zh: "欢迎语只说了一半就没下文了", says: map[fact.Protocol]speech{
			imap: {raw: "* OK [CAPABILITY IMAP4rev1", then: hold},
			pop3: {raw: "+OK Dovecot", then: hold},
			smtp: {lines: []string{"220-{host} ESMTP Postfix"}, then: hold},
		}},
	{key: "greeting", value: "rejecting", list: smtp,
		en: "the server greets with a refusal",
		zh: "服务器一上来就拒绝服务", says: map[fact.Protocol]speech{
			imap: sayBye("* BYE Disconnected: Auth process broken"),
			pop3: sayBye("-ERR Disconnected: Auth process broken"),
			smtp: sayBye("554 {host} ESMTP not accepting connections"),
		}},
	{key: "greeting", value: "no-service",
		en: "the host takes no mail at all and says so",
		zh: "这台主机明说自己不提供邮件服务", says: map[fact.Protocol]speech{smtp: sayBye("554 No SMTP service here")}},
	{key: "greeting", value: "busy", list: smtp,
		en: "the server greets with \"too busy, come back later\"",
		zh: "服务器一上来就说太忙，请稍后再来", says: map[fact.Protocol]speech{
			pop3: sayBye("-ERR [SYS/TEMP] Too many connections, try again later"),
			smtp: sayBye("421 4.3.2 All server ports are busy"),
		}},
	{key: "greeting", value: "blocklist",
		en: "the server turns this network away because its address is on a blocklist",
		zh: "本地网络的 IP 在黑名单上，服务器拒绝连接", says: map[fact.Protocol]speech{
			smtp: sayBye("554 5.7.1 Service unavailable; Client host [{client}] blocked using zen.spamhaus.org; " +
				"https://www.spamhaus.org/query/ip/{client}"),
		}},
	{key: "greeting", value: "pop3", only: []fact.Protocol{imap, smtp},
		en: "a POP3 server answers on the port",
		zh: "端口上应答的是 POP3 服务器"},
	{key: "greeting", value: "imap", only: []fact.Protocol{pop3, smtp},
		en: "an IMAP server answers on the port",
		zh: "端口上应答的是 IMAP 服务器"},
	{key: "greeting", value: "smtp", only: []fact.Protocol{imap, pop3},
		en: "an SMTP server answers on the port",
		zh: "端口上应答的是 SMTP 服务器"},
	{key: "greeting", value: "http",
		en: "a web server answers on the port",
		zh: "端口上应答的是网页服务器", says: everywhere(sayBye("HTTP/1.0 408 Request Time-out", "Cache-Control: no-cache", "Connection: close",
			"Content-Type: text/html", "", "<html><body><h1>408 Request Time-out</h1>",
			"Your browser didn't send a complete request in time.", "</body></html>"))},
	{key: "greeting", value: "ssh",
		en: "an SSH server answers on the port",
		zh: "端口上应答的是 SSH 服务器", says: everywhere(speech{lines: []string{"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3"}, then: hold})},
	{key: "greeting", value: "eof",
		en: "the server closes before its greeting",
		zh: "服务器没打招呼就关闭了连接", says: everywhere(speech{then: hangUp})},
	{key: "greeting", value: "reset",
		en: "the connection is reset before the greeting",
		zh: "服务器没打招呼连接就被重置", says: everywhere(speech{then: cut})},
	{key: "greeting", value: "endless",
		en: "the greeting goes on for ever",
		zh: "欢迎语没完没了", says: map[fact.Protocol]speech{
			imap: {raw: "* OK ", then: flood, flood: "and on and on "},
			pop3: {raw: "+OK ", then: flood, flood: "and on and on "},
			smtp: {then: flood, flood: "220-{host} and on and on\r\n"},
		}},
	{key: "greeting", value: "byte-per-second",
		en: "the server sends one byte a second",
		zh: "服务器一秒钟只发一个字节"},
	{key: "greeting", value: "preauth", healthy: true,
		en: "the IMAP server lets this network in without a login",
		zh: "IMAP 服务器对本网络免登录", says: map[fact.Protocol]speech{imap: say("* PREAUTH [CAPABILITY " + imapAfter + "] Logged in as alice")}},
	{key: "greeting", value: "escape", healthy: true,
		en: "the greeting carries control characters that would clear a terminal",
		zh: "欢迎语里藏着会清屏的控制字符", says: map[fact.Protocol]speech{
			imap: say("* OK \x1b[2J\x1b]0;owned\x07Dovecot\x08 ready.\x9b31m"),
			pop3: say("+OK \x1b[2J\x1b]0;owned\x07Dovecot\x08 ready.\x9b31m"),
			smtp: say("220 {host} \x1b[2J\x1b]0;owned\x07ESMTP\x08 Postfix\x9b31m"),
		}},
	{key: "greeting", value: "gbk", healthy: true,
		en: "the greeting is Chinese in the GBK encoding",
		zh: "欢迎语是 GBK 编码的中文", says: map[fact.Protocol]speech{
			imap: {lines: []string{"* OK 欢迎使用企业邮箱服务"}, gbk: true},
			pop3: {lines: []string{"+OK 欢迎使用企业邮箱服务"}, gbk: true},
			smtp: {lines: []string{"220 {host} 欢迎使用企业邮箱服务"}, gbk: true},
		}},
	{key: "greeting", value: "odd", healthy: true,
		en: "an unusual greeting, as Coremail gives it",
		zh: "不太常见的欢迎语（Coremail 风格）", says: map[fact.Protocol]speech{
			imap: say("* OK Coremail System IMap Server Ready(163com[726cd87d72d896a1ac393507346040fa])"),
			pop3: say("+OK Welcome to coremail Mail Pop3 Server (163coms[726cd87d72d896a1ac393507346040fas])"),
			smtp: say("220 163.com Anti-spam GT for Coremail System (163com[20141201])"),
		}},
}

// rowsCaps: what the server says it can do.
var rowsCaps = []row{
	{key: "caps", value: "many", healthy: true, list: smtp,
		en: "the server lists fifty extensions",
		zh: "服务器一口气列出五十项扩展"},
	{key: "caps", value: "no-auth", only: []fact.Protocol{pop3, smtp}, list: smtp,
		en: "the server offers no login at all",
		zh: "服务器不提供任何登录方式"},
	{key: "caps", value: "logindisabled", only: []fact.Protocol{imap},
		en: "the IMAP server forbids LOGIN and offers nothing else, inside TLS too",
		zh: "IMAP 服务器即使在 TLS 里也禁止 LOGIN，又没有别的登录方式"},
	{key: "caps", value: "cram-only",
		en: "the server offers CRAM-MD5 alone",
		zh: "服务器只提供 CRAM-MD5 登录"},
	{key: "caps", value: "xoauth2-only",
		en: "the server offers OAuth logins alone",
		zh: "服务器只提供 OAuth 登录"},
	{key: "caps", value: "login-only", healthy: true,
		en: "the server offers LOGIN and not PLAIN",
		zh: "服务器只提供 LOGIN，不提供 PLAIN"},
	{key: "caps", value: "plain-only", healthy: true,
		en: "the server offers PLAIN and not LOGIN",
		zh: "服务器只提供 PLAIN，不提供 LOGIN"},
	{key: "caps", value: "unknown", healthy: true,
		en: "the POP3 server is too old to list its capabilities",
		zh: "POP3 服务器太老，不会列出自己的功能", says: map[fact.Protocol]speech{pop3: say("-ERR Unknown command.")}},
	// Gmail's relay (laravel/laravel#6402, nextcloud/server#25716).
	{key: "caps", value: "refused",
		en: "the server hangs up at EHLO: it has had enough of this address for now",
		zh: "服务器在 EHLO 阶段就挂断：它暂时不想再理会这个 IP", says: map[fact.Protocol]speech{
			smtp: sayBye("421-4.7.0 Try again later, closing connection. (EHLO)", "421-4.7.0  For more information, go to",
				"421 4.7.0  https://support.google.com/a/answer/3221692 ffacd0b85a97d-3502bbc50d2sm584496f8f.87 - gsmtp"),
		}},
	{key: "caps", value: "endless", list: smtp,
		en: "the list of capabilities goes on for ever",
		zh: "功能列表没完没了", says: map[fact.Protocol]speech{
			imap: {raw: "* CAPABILITY IMAP4rev1", then: flood, flood: " X-AND-ON"},
			pop3: {lines: []string{"+OK"}, then: flood, flood: "X-AND-ON\r\n"},
			smtp: {lines: []string{"250-{host}"}, then: flood, flood: "250-X-AND-ON\r\n"},
		}},
	{key: "caps", value: "silent",
		en: "the server greets and then says nothing more",
		zh: "服务器打完招呼就再也不说话", says: everywhere(speech{then: hold})},
	{key: "caps", value: "cut",
		en: "the server greets and then closes",
		zh: "服务器打完招呼就断开", says: everywhere(speech{then: hangUp})},
}
