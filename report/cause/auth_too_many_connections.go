package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authTooManyConnections = revealed(Cause{
	Code: "auth.too-many-connections", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.login=too-many-connections", NearMiss: "imap.login=unavailable",
	Title: lang.T("Too many programs are connected at once", "同时连接的程序太多"),
	Means: lang.T(
		"The server allows an account, or an internet address, only so many connections at a time (10 to 20 as a rule, Gmail 15), and they are all taken: by phones, tablets, several mail programs that keep many folders open, or colleagues behind the same address. Gmail also says so when a day's traffic is used up. The password is right. Close programs, wait some minutes until the server forgets dead connections, and let each program use fewer.",
		"服务器限制每个账号或每个 IP 同时的连接数（一般 10～20 个，Gmail 是 15 个），现在已经占满：可能是手机、平板、多个邮件客户端各开了好几个文件夹，或者同一出口的同事也在用。Gmail 一天的流量用完也会这么说。密码是对的。关掉一些程序，等几分钟让服务器释放掉死连接，再把客户端的连接数调小。"),
	Says: []Says{
		{Words: []string{"maximum number of connections|mail_max_userip_connections|too many connections|too many simultaneous connections|" +
			"too many concurrent|too many open connections|too many sessions|too many imap connections|too many pop3 connections|" +
			"too many clients|too many users|connection limit exceeded|connection limit reached|connections limit|concurrent connections|" +
			"concurrent connection limit|simultaneous connections|simultaneous logins|maximum number of concurrent|max connections|" +
			"maximum connections|exceeded the maximum number of connections|连接数超过|连接数过多|连接数已满|同时登录"},
			Stages: talking, Source: srcDovecot + ", " + srcPostfix + ", " + srcExim},
		{Words: []string{"exceeded command or bandwidth limits|bandwidth limits|exceeded bandwidth|bandwidth limit"}, Product: "Gmail", Alternatives: []string{"service.temporary"}, Source: "https://support.google.com/a/answer/1071518"},
		{Words: []string{"流量使用已超过|流量已超过|流量超限"}, Product: "NetEase", Alternatives: []string{"auth.mailbox-busy"}, Source: "file-index:68883261440"},
		{RespCode: "LIMIT", Stages: receiving, Alternatives: []string{"auth.locked"}, Source: "RFC 5530"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} has too many connections open from {login} or from this network at once. The password is not the trouble.",
			"{service} 上来自 {login} 或你这个网络的连接太多，不是密码的问题。"),
		[]lang.Text{
			lang.T("Close the mailbox in the mail programs, phones and tablets that are not needed just now, and wait 10 minutes until the server drops dead connections.",
				"把暂时不用的电脑、手机、平板上的邮件程序退出，等 10 分钟，让服务器释放断掉的连接。"),
			lang.T("In the mail program, let it use fewer connections: Thunderbird: Account Settings → Server Settings → Advanced → “Maximum number of server connections to cache”: 2.",
				"减少客户端的连接数：Thunderbird：账户设置 → 服务器设置 → 高级 → “最大服务器连接缓存数”改成 2。"),
			lang.T("If many people share one internet address, the administrator can ask {provider} to raise the limit for it.", "很多人共用一个出口 IP 的，可以请管理员联系{provider}放宽这个 IP 的限制。"),
		}
})
