package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var messageAttachmentLost = &Cause{
	Code: "message.attachment-lost", Stage: fact.StageMailbox, Severity: Warning,
	Title: lang.T("The attachment is packed in a form that the recipient's program can't open", "附件打包成了收件人的客户端打不开的格式"),
	Means: lang.T(
		"Outlook can send messages in a form of its own (TNEF, “Rich Text”): everything, attachments included, is packed into one file named winmail.dat. Only Outlook and a few programs can unpack it; others show winmail.dat or nothing at all. The sender has to choose HTML or plain text; the recipient can open winmail.dat with a program that reads it. Where the attachment is really gone, a filter on the way has taken it out, and usually says so in the message.",
		"Outlook 可以用自家的格式（TNEF，“RTF 格式”）发信：正文和附件都打包进一个叫 winmail.dat 的文件里。只有 Outlook 和少数软件能打开，其他客户端只看到 winmail.dat 或什么都看不到。要由发件人改成 HTML 或纯文本格式重发；收件人也可以用能读 winmail.dat 的软件打开。附件真的没了的，多半是途中的过滤器摘掉了，通常邮件里会有说明。"),
	Says: []Says{
		{Words: []string{"winmail.dat|ms-tnef|application/ms-tnef"}, Source: srcSeeds},
		{Words: []string{"附件丢失|附件不见|附件没了|看不到附件|没有附件|收不到附件|附件打不开|附件是空的|attachment is missing|attachments are missing|attachments missing|attachment missing|attachment is lost|attachment was lost|attachments are gone|without the attachment"}, Confidence: Likely, Source: srcSeeds},
		{Words: []string{"attachment removed|attachment was removed|attachment has been removed|attachment stripped|附件已被删除|附件被移除|附件已被移除"}, Confidence: Likely, Alternatives: []string{"send.content-rejected"}, Source: "notes of mail filters"},
	},
	Find: findAttachmentLost,
}

func findAttachmentLost(c *Case) []Finding {
	if c.Message == nil || c.Message.Content == nil || !c.Message.Content.TNEF {
		return nil
	}
	return []Finding{{
		Subject: c.fromDomain(),
		Summary: lang.T("The message is packed as winmail.dat (Outlook's Rich Text form): programs other than Outlook show no attachments.",
			"这封邮件被打包成了 winmail.dat（Outlook 的 RTF 格式）：Outlook 以外的客户端看不到附件。"),
		Fixes: []lang.Text{
			lang.T("Ask the sender to send it again as HTML or plain text: in Outlook, File > Options > Mail > “Compose messages in this format”.",
				"请发件人改用 HTML 或纯文本格式重发：Outlook 里“文件 > 选项 > 邮件 > 使用此格式撰写邮件”。"),
			lang.T("Or open winmail.dat with a program that reads it.", "或者用能读取 winmail.dat 的软件打开它。"),
		},
		Evidence: []lang.Text{lang.T("Content-Type of the message: {type}", "邮件的 Content-Type：{type}").With("type", c.Message.Content.Type)},
	}}
}
