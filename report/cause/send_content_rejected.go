package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendContentRejected = revealed(Cause{
	Code: "send.content-rejected", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=content", NearMiss: "smtp.send=relay-denied",
	Title: lang.T("The message is taken for spam, or holds something forbidden", "邮件内容被当作垃圾邮件或含违禁内容"),
	Means: lang.T(
		"A filter looked into the message and refused it: words of subject or text, a link, a virus, a kind of attachment (.exe, .js, .bat), or the likeness to other messages sent in numbers. Addresses and settings are right. Change subject and text, take out links and the attachment to find out which it is, and send the whole refusal to the recipient's administrator if it is a mistake. “Relay access denied” with the same 554 is another thing.",
		"过滤系统检查了邮件内容后拒收：标题或正文的字眼、链接、病毒、附件类型（.exe、.js、.bat 等），或者和大量群发的邮件太像。地址和设置都没问题。改一改标题和正文，去掉链接和附件逐个试，看是哪一项触发的；误判的话把完整退信发给对方管理员。同样是 554 的 “Relay access denied” 是另一回事。"),
	Says: []Says{
		{Words: []string{"spam refused|spam message|spam content|content spam|spam detected|identified as spam|classified as spam|considered spam|" +
			"looks like spam|detected as spam|as spam|is spam|antispam system|anti-spam system|antispam|anti-spam|message is spam|" +
			"rejected as spam|likely spam|spam rejected|junk mail|unsolicited"},
			Stages: atSend, Source: srcCourier + ", " + srcHosting + ", " + srcAliyun},
		{Words: []string{"spam"}, Stages: atSend, Confidence: Likely, Source: srcZoneMTA},
		{Words: []string{"content rejected|content denied|mail content denied|message content rejected|content filter|content-filter|rejected by keyword|" +
			"rejected by content|prohibited content|inappropriate content|message rejected for content|filter rule"},
			Source: srcPostfix + ", " + srcQQHelp},
		{Words: []string{"virus|virus infected|infected|malware|trojan|phishing|malicious"}, Stages: atSend, Source: srcAliyun},
		{Words: []string{"illegal attachment|attachment type|attachment not allowed|attachments not allowed|executable attachment|forbidden attachment|" +
			"blocked attachment|banned file|file type not allowed"},
			Source: srcNetEase},
		{Words: []string{"dt:spm|hvu:b1"}, Source: srcNetEase},
		{Words: []string{"疑似垃圾邮件|垃圾邮件|反垃圾|邮件内容|内容被拒|违禁|敏感内容|包含病毒"}, Stages: atSend, Confidence: Likely, Source: srcNetEase},
		{Enhanced: "X.6.0", Source: "RFC 3463 section 3.7"},
		{Code: 598, Source: srcHosting},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} refuses the message for its content: it is taken for spam, or holds something that is not allowed.", "{service} 因为内容拒收：邮件被当成垃圾邮件，或者含有不允许的东西。"),
		[]lang.Text{
			lang.T("Reword subject and text, take out links, pictures and attachments, and send a short plain text first; add the parts one by one to find the culprit.", "改写标题和正文，去掉链接、图片、附件，先发一封简短的纯文字邮件，再一样样加回去，找出是哪一项触发的。"),
			lang.T("Send programs and scripts as an encrypted archive or by a cloud drive, and scan this PC for malware.", "程序、脚本类附件请加密压缩或用网盘发；顺便给电脑杀毒。"),
			lang.T("If the message is honest, send the refusal below to the recipient's administrator (or {provider}) and ask to be let through.", "如果是误判，把下面的拒收原话发给对方管理员（或{provider}），请他们加白名单。"),
		}
})
