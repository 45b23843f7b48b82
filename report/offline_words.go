package report

import (
	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// Words of `headers`.
var (
	textHopFrom      = lang.T("From", "来自")
	textHopEncrypted = lang.T("Protocol", "协议")
	textHopTime      = lang.T("Time (UTC)", "时间（UTC）")
	textHopDelay     = lang.T("Delay", "延迟")
	textHopsLeft     = lang.T("{n} more Received lines were not read: no honest message has so many.", "另有 {n} 行 Received 没有读取：正常邮件不会有这么多。")
	textTotal        = lang.T("From the first to the last time: {time}.", "从最早到最后一共 {time}。")
	textTotalMost    = lang.T("From the first to the last time: {time}; most of it ({part}) at {server}.", "从最早到最后一共 {time}，其中大部分（{part}）停在 {server}。")
	textSendersSide  = lang.T("the sender's PC", "发件人的电脑")
	textTotalUnknown = lang.T("How long the message took can't be told: fewer than two of its times can be used.", "算不出一共用了多久：可用的时间不到两个。")
	textNoHops       = lang.T("The header has no Received lines: give the message as it arrived (“show original”, “view source”).", "邮件头里没有 Received 行：请提供收到的原始邮件（“显示原文”“查看信头”）。")
	textWayWell      = lang.T("No server held this message, and no filter took it for spam.", "没有服务器扣留这封邮件，也没有过滤器把它当成垃圾邮件。")
	textChecks       = lang.T("Sender checks by the receiving side: {checks}.", "收件方对发件域名的检查：{checks}。")
)

// Words of `explain`.
var (
	textActor         = lang.T("Who has to act: {who}.", "该谁处理：{who}。")
	textNoErrorFound  = lang.T("No error was found in this text.", "这段文字里没有发现错误。")
	textNotRecognised = lang.T("This text is not known here, so nothing is claimed about it.", "没有认出这段文字，所以不下结论。")
	textNearest       = lang.T("Nearest to it:", "最接近的有：")
	textPerhaps       = lang.T("- perhaps: {title} ({code})", "- 也许是：{title}（{code}）")

	actorNames = map[cause.Actor]lang.Text{
		cause.ActorYou:           lang.T("you", "你自己"),
		cause.ActorAdministrator: lang.T("your administrator (mail, domain or network)", "你这边的管理员（邮箱、域名或网络）"),
		cause.ActorRecipient:     lang.T("the recipient or their administrator", "收件人或对方的管理员"),
		cause.ActorSender:        lang.T("the sender", "发件人"),
		cause.ActorProvider:      lang.T("the mail provider", "邮箱服务商"),
		cause.ActorNobody:        lang.T("nobody: wait", "不用处理，等一等"),
	}
	noticeTexts = map[fact.SaidKind]lang.Text{
		fact.SaidAutoReply: lang.T("This is an automatic reply (out of office, or “received”), no error: the message was delivered.", "这是自动回复（外出或“已收到”），不是错误：邮件已经送达。"),
		fact.SaidSuccess:   lang.T("This is a notice that all went well, no error: nothing has to be done.", "这是成功通知，不是错误：不用处理。"),
		fact.SaidAbuse:     lang.T("This is a complaint about spam (abuse report), not a failed delivery: a recipient has marked a message as junk.", "这是垃圾邮件投诉（滥用报告），不是退信：有收件人把某封邮件标成了垃圾邮件。"),
	}
	whatToSend = []lang.Text{
		lang.T("Give the whole text, from the first word to the last: error texts are one long sentence, and the end matters. A number alone is seldom enough.", "请提供完整的错误文字，从头到尾：错误信息往往是一长句，关键在末尾。只有一个数字通常不够。"),
		lang.T("If it is a bounced message, save it as .eml (“save as”, “show original”) and run: maildiag explain bounce.eml", "如果是退信，请另存为 .eml 文件（“另存为”或“显示原文”），再运行：maildiag explain bounce.eml"),
		lang.T("Or test the mailbox itself: maildiag check ADDRESS", "也可以直接检测邮箱：maildiag check 邮箱地址"),
	}
)
