package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var messageDuplicated = &Cause{
	Code: "message.duplicated", Stage: fact.StageMailbox, Severity: Warning,
	Title: lang.T("The message is there twice", "邮件重复出现"),
	Means: lang.T(
		"One message was sent and shows up twice. Twice in the Sent folder: the mail program stores a copy over IMAP and the server's option “save to Sent after SMTP” stores one too; the recipient got one. Twice at the recipient, and in the webmail too: the sending side repeated the transmission because the answer of the first one was lost. Twice in the program alone, once in the webmail: the program has forgotten what it had fetched (its store is damaged, or “leave a copy” with a broken memory).",
		"只发了一封，却显示两封。“已发送”里有两封：客户端通过 IMAP 存了一份，服务器的“SMTP 发信后保存到已发送”又存了一份，对方只收到一封。收件人收到两封、网页上也是两封：发送方没等到上一次的应答，重复投递了。只有客户端里两封、网页上一封：客户端忘了哪些已经收过（本地数据损坏，或“在服务器上保留副本”的记录坏了）。"),
	Says: []Says{
		{Words: []string{"发了两份|发了两封|发两遍|重复发送|重复发出|收到两封|收到两份|收到重复|重复收|重复邮件|邮件重复|两封一样|两封相同|发送了两次|已发送里有两|保存了两份|显示两封|出现两封|多次收到同一|sent twice|sent it twice|arrives twice|received twice|get every mail twice|comes twice|come twice|got it twice|two copies|duplicate messages|duplicate message|duplicated mail|duplicate mails|duplicate emails|duplicate email|duplicates of"}, Confidence: Likely, Source: srcSeeds},
	},
}
