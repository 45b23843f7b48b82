package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendMailboxFull = revealed(Cause{
	Code: "send.mailbox-full", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=mailbox-full", NearMiss: "smtp.send=too-large",
	Title: lang.T("The recipient's mailbox is full", "收件人邮箱满了"),
	Means: lang.T(
		"The address is right, and its owner's mailbox has no room for more. Nothing on the sender's side helps; the recipient must clean up or get more space. It shares the reply code 552 with “message too large”: the words tell, and 5.2.2 against 5.3.4 or 5.2.3. In Exchange, 5.2.2 with “submission quota” is the sender's own limit instead.",
		"地址没错，是收件人的邮箱没有空间了。发件人这边做什么都没用，要收件人自己清理或扩容。它和“邮件太大”共用 552：看原话，或者看 5.2.2（满）和 5.3.4/5.2.3（太大）的区别。Exchange 里 5.2.2 加 “submission quota” 说的是发件人自己的额度。"),
	Says: []Says{
		{Words: []string{"mailbox full|mailbox is full|mailbox for user is full|mailbox over quota|mailbox quota exceeded|over quota|overquota|" +
			"quota exceeded|exceeded storage allocation|exceeded its quota|quotaexceeded*|out of storage space|storage space|inbox is full|" +
			"recipient's inbox|user is over quota|user over quota|insufficient storage|storage quota|disk quota|not enough disk quota|" +
			"mailbox has exceeded|recipient's mailbox is full|recipient mailbox is full|account is full|收件人空间不足|对方邮箱已满|收件人邮箱已满|收件人邮箱空间|邮箱已满|" +
			"空间不足"},
			Stages: atSend, Source: "RFC 5321 section 4.2.3, " + srcExim + ", " + srcGmail},
		{Enhanced: "X.2.2", Stages: atSend, Confidence: Certain, Source: "RFC 3463 section 3.3"},
		{Code: 552, Op: "RCPT TO", Alternatives: []string{"send.message-too-large"}, Source: "RFC 5321 section 4.2.3"},
		{Code: 422, Source: srcTable},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("The mailbox of {to} is full, says {service}.", "{service} 说收件人 {to} 的邮箱满了。"),
		[]lang.Text{
			lang.T("Tell the recipient by another way (telephone, chat) to clean up the mailbox, the trash included, then send again.", "用电话、微信等告诉收件人清理邮箱（包括“已删除”），之后再发。"),
			lang.T("If it is urgent, ask for another address of theirs.", "急用的话，向对方要另一个邮箱地址。"),
		}
})
