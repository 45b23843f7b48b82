package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var mailboxFull = revealed(Cause{
	Code: "mailbox.full", Stage: fact.StageMailbox, Severity: Error,
	Fault: "imap.mailbox=overquota", NearMiss: "imap.mailbox=serverbug",
	Title: lang.T("The mailbox is full", "自己的邮箱满了"),
	Means: lang.T(
		"One's own mailbox has used up its space. New mail bounces or waits, sent messages can't be stored, and some servers refuse the login over it. Delete large old messages in the webmail, empty the trash and the junk folder, or ask for more space. At Gmail the same mark [OVERQUOTA] means another thing: a day's traffic, not the space.",
		"自己的邮箱空间用完了：新邮件会被退回或排队，发出的邮件存不进“已发送”，有的服务器连登录都会拒绝。到网页邮箱删掉大的旧邮件，清空“已删除”和“垃圾邮件”，或者申请扩容。注意 Gmail 的 [OVERQUOTA] 指的是当天流量用完，不是空间满。"),
	Says: []Says{
		{Words: []string{"quota exceeded|over quota|overquota|exceeded quota|exceeds quota|quota is exceeded|not enough disk quota|disk quota|" +
			"exceeded your quota|over storage quota|quota limit|out of quota"},
			Stages: receiving, Source: srcDovecotLib + ", " + srcCyrus},
		{Words: []string{"mailbox is full|mailbox full|your mailbox is over|mailbox has exceeded|mailbox exceeds|inbox is full|over its size limit|" +
			"mailbox size limit"},
			Stages: receiving, Source: srcZimbraIMAP},
		{Words: []string{"quota exceeded|over quota|overquota|not enough disk quota"}, Protocol: fact.IMAP, Source: srcZimbraIMAP},
		{Words: []string{"你的邮箱已满|邮箱空间已满|邮箱已满|空间不足|超出容量|容量已满|超过容量"}, Stages: receiving, Source: srcICoremail},
		{RespCode: "OVERQUOTA", Source: "RFC 5530"},
		{Enhanced: "X.2.2", Stages: receiving, Confidence: Certain, Source: "RFC 3463 section 3.3"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("The mailbox {login} is full.", "{login} 的邮箱满了。"),
		[]lang.Text{
			lang.T("Sign in to the webmail, sort by size, and delete or move away the largest old messages; look into “Sent” too.", "登录网页邮箱，按大小排序，删除或转存最大的旧邮件，“已发送”里也看一看。"),
			lang.T("Empty the trash and the junk folder: what lies there counts as well.", "清空“已删除”和“垃圾邮件”，这里面的邮件也占空间。"),
			lang.T("If the space is simply too small, ask the administrator or {provider} for more.", "空间确实不够用的，请管理员或{provider}扩容。"),
		}
})
