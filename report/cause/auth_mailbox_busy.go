package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authMailboxBusy = revealed(Cause{
	Code: "auth.mailbox-busy", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.login=in-use", NearMiss: "smtp.login=locked",
	Title: lang.T("Another program holds the mailbox", "邮箱正被另一个程序占用"),
	Means: lang.T(
		"POP3 lets only one program at a time into a mailbox. Another one (a phone, a second PC, a mail fetcher of another provider, or a connection that broke off and is not forgotten yet) is in it, or this one logs in more often than the server allows. The password is right. It is told from a wrong password and from a locked account by [IN-USE], [LOGIN-DELAY] or words about the mailbox or maildrop being locked. Wait some minutes, and let programs fetch less often.",
		"POP3 同一时间只允许一个程序进邮箱。现在有另一个程序占着（手机、另一台电脑、别家邮箱的“代收”，或者上次断线后服务器还没释放），或者收信间隔太短、登录太勤。密码是对的。和“密码错误”“账号被锁”的区别在于服务器回的是 [IN-USE]、[LOGIN-DELAY]，或者说 mailbox/maildrop is locked。等几分钟，并把自动收信的间隔调长。"),
	Says: []Says{
		{Words: []string{"mailbox|maildrop|mail drop|folder", "is locked|already locked|locked by|lock busy|in use|is busy|already in use|already open|unable to lock|could not lock|can't lock|" +
			"cannot lock|lock failed|being accessed"},
			Stages: receiving, Source: srcDovecot + ", " + srcCyrus + ", " + srcHMail},
		{Words: []string{"another pop3 session|another pop session|is another session active|other session|another session|already logged in|" +
			"session already|another connection"},
			Stages: receiving, Confidence: Likely, Source: srcDovecot},
		{Words: []string{"login delay|login-delay|minimum interval|minimum time between|checked too often|check mail too often|too soon"}, Stages: receiving, Confidence: Likely, Source: "RFC 2449 section 8.1.1"},
		{Words: []string{"邮箱正在使用|邮箱已被锁|邮箱被占用|正在被其他"}, Source: srcICoremail},
		{RespCode: "IN-USE", Source: "RFC 2449 section 8.1.2"},
		{RespCode: "LOGIN-DELAY", Source: "RFC 2449 section 8.1.1"},
		{RespCode: "INUSE", Source: "RFC 5530"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("The mailbox {login} is in use by another program, or is asked for mail too often. The password is not the trouble.",
			"{login} 的邮箱正被另一个程序占用，或者收信太频繁，不是密码的问题。"),
		[]lang.Text{
			lang.T("Wait 10 minutes: a connection that broke off is forgotten by then. Then run this check again.", "等 10 分钟再检测：断掉的连接到那时一般已经释放。"),
			lang.T("Let only one program fetch this mailbox by POP3; set the others, and phones, to IMAP. Look too whether another mailbox collects this one.",
				"只留一个程序用 POP3 收这个邮箱，其他电脑和手机改用 IMAP。再看看有没有别的邮箱在“代收”它。"),
			lang.T("Set automatic fetching to every 10 minutes or more.", "把自动收信间隔设成 10 分钟以上。"),
		}
})
