package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendMessageTooLarge = revealed(Cause{
	Code: "send.message-too-large", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=too-large", NearMiss: "smtp.send=mailbox-full",
	Title: lang.T("The message is too large", "邮件太大"),
	Means: lang.T(
		"The message with its attachments is larger than this server, or the recipient's, takes. Attachments grow by a third on the way, so 20 MB of files make a message of 27 MB. The same reply code 552 also stands for a full mailbox: the words tell (size, length, exceeds / full, quota), and the codes 5.3.4 and 5.2.3 against 5.2.2. Send a link to the file, or several smaller messages.",
		"邮件连同附件超过了本方或对方服务器的大小上限。附件在传输中会变大三分之一，20 MB 的文件发出去约 27 MB。同样的 552 也可能表示对方邮箱满了，看原话区分：说 size、length、exceeds 是太大，说 full、quota 是满了；代码 5.3.4、5.2.3 是太大，5.2.2 是满了。改用网盘链接，或者分几封发。"),
	Says: []Says{
		{Words: []string{"message size exceeds|message exceeds|exceeds size limit|exceeds the size limit|exceeds fixed limit|exceeded google's message size|" +
			"maximum message size|message length|message too large|message too big|message is too large|message is too big|message size limit|" +
			"mail size|size limit|exceeds administrative limit|size exceeds|size exceeded|exceeded mailsize|email size exceeded|" +
			"too large for this|mail is too large|mail too large|message file too big|recipsizelimit|too long message|exceeds the maximum"},
			Stages: atSend, Source: srcExim + ", " + srcPostfix + ", " + srcGmail},
		{Words: []string{"message size|message length|size of the message", "exceed*|limit|maximum|too"}, Stages: atSend, Source: srcBluehost},
		{Words: []string{"length of data content|length of attach|number of attachments|attachment is too long|attachment is too large|attachment too large|" +
			"attachment size"},
			Source: srcAliyun + ", " + srcCN2012},
		{Words: []string{"mail size limit exceeded"}, Product: "263", Alternatives: []string{"send.mailbox-full"}, Source: srcHosting},
		{Words: []string{"邮件过大|邮件太大|附件过大|附件太大|超过邮件大小|邮件大小超"}, Source: srcNetEase},
		{RespCode: "TOOBIG", Source: "RFC 4469"},
		{Enhanced: "X.2.3", Confidence: Certain, Source: "RFC 3463 section 3.3"},
		{Enhanced: "X.3.4", Confidence: Certain, Source: "RFC 3463 section 3.4"},
		{Code: 523, Source: srcCourier},
		{Code: 552, Op: "MAIL FROM", Alternatives: []string{"send.mailbox-full"}, Source: "RFC 1870 section 6.1"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service}: the message is larger than the server takes.", "{service}：邮件超过了服务器允许的大小。"),
		[]lang.Text{
			lang.T("Put the large files on a cloud drive (or the webmail's “large attachment”) and send the link.", "大文件放到网盘（或者用网页邮箱的“超大附件”），信里只发链接。"),
			lang.T("Or pack them and send several messages; count a third on top of the files' size.", "或者压缩后分几封发；估算时在文件大小上再加三分之一。"),
			lang.T("The limit itself is set by the administrators of both sides: ask if larger messages are needed regularly.", "上限由双方的管理员设定，经常要发大邮件的可以申请放宽。"),
		}
})
