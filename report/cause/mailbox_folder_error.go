package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var mailboxFolderError = revealed(Cause{
	Code: "mailbox.folder-error", Stage: fact.StageMailbox, Severity: Error,
	Fault: "imap.mailbox=noperm", NearMiss: "imap.mailbox=serverbug",
	Title: lang.T("A folder can't be used", "文件夹打不开或不存在"),
	Means: lang.T(
		"The login works, and a folder does not: it does not exist on the server, has a name that the server does not allow (blanks at the ends, a wrong separator, another language's “Sent”), or this account may not use it. When it is the inbox itself, the account's data on the server are broken or moved. Choose the folders for Sent, Drafts and Trash anew in the mail program; for the inbox, ask the administrator.",
		"登录成功，但某个文件夹用不了：服务器上不存在，名字不合规定（首尾有空格、分隔符不对、“已发送”的叫法不同），或者这个账号没有权限。如果连收件箱都打不开，就是服务器上这个账号的数据坏了或搬走了。在邮件客户端里重新指定“已发送”“草稿”“已删除”对应的文件夹；收件箱的问题要找管理员。"),
	Says: []Says{
		{Words: []string{"mailbox does not exist|mailbox doesn't exist|folder does not exist|folder doesn't exist|no such mailbox|no such folder|" +
			"unknown mailbox|unknown folder|nonexistent mailbox|mailbox not found|folder not found|folder is not found|invalid mailbox name|" +
			"invalid folder name|invalid mailbox|bad mailbox name|文件夹不存在|目录不存在"},
			Stages: atMailbox, Protocol: fact.IMAP, Source: srcCyrus + ", " + srcDovecotLib},
		{Words: []string{"excess whitespace"}, Source: srcTable + " (Gmail)"},
		{Words: []string{"command argument error"}, Protocol: fact.IMAP, Confidence: Likely, Alternatives: []string{"send.protocol-error"}, Source: srcFairEmail},
		{Words: []string{"has been moved to another server"}, Protocol: fact.IMAP, Alternatives: []string{"settings.wrong-host"}, Source: srcCyrus},
		{Words: []string{"permission denied|access denied|not permitted|no permission"}, Stages: atMailbox, Confidence: Likely, Alternatives: []string{"auth.policy"}, Source: srcCyrus + ", " + srcDovecotLib},
		{RespCode: "NONEXISTENT", Source: "RFC 5530"},
		{RespCode: "TRYCREATE", Source: "RFC 9051 section 7.1"},
		{RespCode: "CANNOT", Source: "RFC 5530"},
		{RespCode: "ALREADYEXISTS", Source: "RFC 5530"},
		{RespCode: "EXPUNGEISSUED", Confidence: Possible, Source: "RFC 5530"},
		{RespCode: "NOPERM", Source: "RFC 5530"},
		{Kind: fact.ReplyNo, Stages: atMailbox, Alternatives: []string{"service.temporary"}, Source: "RFC 9051 section 6.3.2"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} lets {login} in, but does not open the inbox.", "{service} 允许 {login} 登录，但打不开收件箱。"),
		[]lang.Text{
			lang.T("Look into the webmail: if the inbox is missing or empty there too, the account's data on the server are at fault: ask the administrator or {provider}.", "先看网页邮箱：如果网页里收件箱也不见了或打不开，就是服务器上账号的数据有问题，请找管理员或{provider}。"),
			lang.T("If it is there, look at the login name: a shared mailbox or an alias often needs another one than {login}.", "网页里正常的话，检查登录名：共享邮箱、别名常常不能直接用 {login} 登录。"),
			lang.T("In the mail program, choose the folders for sent, draft and deleted mail anew, and clear a “root folder” or “IMAP path prefix” that somebody filled in.",
				"在邮件客户端里重新指定“已发送”“草稿”“已删除”的文件夹，并清空“根文件夹路径”（IMAP 路径前缀）。"),
		}
})
