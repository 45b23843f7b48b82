package lab

import "maildiag/probe/fact"

// rowsSend: MAIL FROM or RCPT TO is refused. The words are those of replies.tsv; some servers say them only after the
// message itself, which is never sent here, and then they stand at RCPT.
var rowsSend = []row{
	{key: "send", value: "auth-required", step: "MAIL",
		en: "Exchange: only who has logged in may send",
		zh: "Exchange：必须先登录才能发信", says: send("530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM [{host}]")},
	{key: "send", value: "relay-denied", step: "RCPT",
		en: "the server does not pass mail on for this sender",
		zh: "服务器不肯替这个发件人转发", says: send("554 5.7.1 <{to}>: Relay access denied")},
	{key: "send", value: "sender-rejected", step: "MAIL", // NetEase
		en: "the sender's address is not the one that logged in",
		zh: "发件人地址和登录账号不一致", says: send("553 Mail from must equal authorized user")},
	{key: "send", value: "sender-not-owned", step: "RCPT", // Postfix
		en: "the sender's address belongs to somebody else",
		zh: "发件人地址不属于登录的账号", says: send("553 5.7.1 <{from}>: Sender address rejected: not owned by user {user}")},
	{key: "send", value: "recipient-rejected", step: "RCPT", // Postfix
		en: "there is no such recipient",
		zh: "收件人不存在", says: send("550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table")},
	{key: "send", value: "rate-limited", step: "RCPT", // Postfix
		en: "too much mail in a short time",
		zh: "短时间内发信太多", says: send("450 4.7.1 Error: too many recipients from {client}")},
	{key: "send", value: "mailbox-full", step: "RCPT", // Gmail
		en: "the recipient's mailbox is full",
		zh: "收件人邮箱已满", says: send("552 5.2.2 The recipient's inbox is out of storage space and inactive.")},
	{key: "send", value: "too-large", step: "MAIL", // Exim
		en: "the message is too large for the server",
		zh: "邮件太大，服务器不收", says: send("552 Message size exceeds maximum permitted")},
	{key: "send", value: "blocked", step: "RCPT", // Postfix with reject_rbl_client
		en: "this network's address is on a blocklist",
		zh: "本地网络的 IP 在黑名单上", says: send("554 5.7.1 Service unavailable; Client host [{client}] blocked using zen.spamhaus.org; " +
			"https://www.spamhaus.org/query/ip/{client}")},
	{key: "send", value: "content", step: "RCPT", // NetEase
		en: "the message is taken for spam",
		zh: "邮件被当成垃圾邮件拒收", says: send("554 DT:SPM 163 smtp14,EsCowABHl2Fz2+VZ8mZfAw--.6342S2 1508236149," +
			"please see http://mail.163.com/help/help_spam_16.htm?ip={client}&hostid=smtp14&time=1508236149")},
	{key: "send", value: "external-forbidden", step: "RCPT", // 263
		en: "this account may send inside its own domain only",
		zh: "这个账号只能给本域内的人发信", says: send("510 sender cannot send mail to other domain")},
	{key: "send", value: "greylisted", step: "RCPT", // milter-greylist
		en: "the server puts off a first contact",
		zh: "服务器对第一次来往的邮件先推迟接收（灰名单）", says: send("451 4.7.1 Greylisting in action, please come back later")},
	{key: "send", value: "temporary", step: "MAIL", // RFC 5321
		en: "the server lacks room for mail at the moment",
		zh: "服务器暂时没有空间收信", says: send("452 Requested action not taken: insufficient system storage")},
}

func send(line string) map[fact.Protocol]speech { return map[fact.Protocol]speech{smtp: say(line)} }
