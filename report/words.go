package report

import (
	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// Headings of the stages.
var (
	textDNS      = lang.T("Name", "域名解析")
	textTCP      = lang.T("Connect", "连接")
	textTLS      = lang.T("Encrypt", "加密")
	textGreeting = lang.T("Greeting", "应答")
	textLogin    = lang.T("Login", "登录")
	textMailbox  = lang.T("Inbox", "收件箱")
	textSend     = lang.T("Send", "发信")
)

// The frame of the verdict.
var (
	textSteps        = lang.T("What to do", "怎么办")
	textProof        = lang.T("How we know", "判断依据")
	textAlternatives = lang.T("It could also be: {causes}", "也可能是：{causes}")
	textTitled       = lang.T("{title} ({code})", "{title}（{code}）")
	textTranscript   = lang.T("Dialogue: {service}, {addr}, {security}", "对话记录：{service}，{addr}，{security}")
	comma            = lang.T(", ", "、")

	textMasked = lang.T(
		"Your names and this PC's addresses are replaced by placeholders (user-1 …), so this can be passed on. --full leaves them in.",
		"你的用户名和本机地址已换成代号（user-1 等），可以放心转发。加 --full 则保留原样。")
	textCutShort = lang.T(
		"The run was ended after {time}. What was not known by then is marked ?.",
		"检测在 {time} 时结束，到那时还没有结果的项目标为 ?。")
)

// sure puts how certain a cause is before its title.
var sure = map[cause.Confidence]lang.Text{
	cause.Certain:  lang.T("{title}", "{title}"),
	cause.Likely:   lang.T("Probably: {title}", "很可能是：{title}"),
	cause.Possible: lang.T("Possibly: {title}", "可能是：{title}"),
}

// A run in which all is well.
var (
	textAllWell = lang.T(
		"All is well. These work: {services}.",
		"一切正常。测试通过：{services}。")
	textUpToGreeting  = lang.T("{service} (connection and encryption)", "{service}（连接和加密）")
	textUpToLogin     = lang.T("{service} (up to the login)", "{service}（直到登录）")
	textUpToMailbox   = lang.T("{service} (up to opening the inbox)", "{service}（直到打开收件箱）")
	textUpToRecipient = lang.T("{service} (up to the recipient's address)", "{service}（直到指定收件人）")

	textNoLogin = lang.T(
		"Not tested: the login. A wrong password or a disabled account would not show here.",
		"未测试：登录。密码错误、账号停用之类的问题在这里看不出来。")
	textNoSubmission = lang.T(
		"Not tested: sending. Name the outgoing server with --smtp HOST to test it.",
		"未测试：发信。用 --smtp 服务器名 指定发件服务器即可测试。")
	textNoRecipient = lang.T(
		"Not tested: whether the server accepts a message for someone. --send-to ADDRESS asks it; nothing is sent.",
		"未测试：服务器是否接受发往某人的邮件。加 --send-to 地址 可以询问服务器，不会真的发信。")
)

// What the trouble means.
var (
	textReceiving    = lang.T("Receiving mail: {state}.", "收信：{state}。")
	textSending      = lang.T("Sending mail: {state}.", "发信：{state}。")
	textStateWorks   = lang.T("works", "正常")
	textStateReached = lang.T("the server can be reached, no login was tested", "能连上服务器，未测试登录")
	textStatePartly  = lang.T("works by {works}, not by {fails}", "{works} 正常，{fails} 不能用")
	textStateFails   = lang.T("does not work", "不能用")
	textStateUnknown = lang.T("not known", "尚不清楚")
)

// A run whose result is not known.
var (
	textUnknown = lang.T(
		"What is wrong could not be determined.",
		"没能确定问题出在哪里。")
	textNothing = lang.T(
		"Nothing could be tested: no mail server was found for this address. Name the servers yourself: --imap HOST --smtp HOST.",
		"没有可测试的内容：找不到这个地址的邮件服务器。请自己指定：--imap 服务器名 --smtp 服务器名。")
	textUnexplained = lang.T("No known cause explains this:", "以下情况没有已知原因可以解释：")
	textCrashed     = lang.T(
		"A rule of maildiag itself failed ({crash}). Please report it.",
		"maildiag 自己的一条规则出错了（{crash}），请反馈给我们。")
	helpdesk = []lang.Text{
		lang.T(
			"Run the same command again with these words at its end: -v --format json -o report.json",
			"请把同一条命令再运行一次，并在末尾加上：-v --format json -o report.json"),
		lang.T(
			"Send the file report.json to your mail helpdesk, and say what you wanted to do and when it failed. No password is in the file.",
			"然后把文件 report.json 发给邮箱客服或公司网管，并说明当时想做什么、几点出的问题。文件里没有密码。"),
	}
)

// skipped says why there was no login. What is missing here needs no word: the table shows that the service was not reached.
var (
	textSkippedAll = lang.T("No login was tried: {why}.", "没有登录：{why}。")
	textSkipped    = lang.T("No login at {services}: {why}.", "{services} 未登录：{why}。")
	skipped        = map[fact.Skip]lang.Text{
		fact.SkipNoAuth:         lang.T("you asked for none (--no-auth)", "按你的要求不登录（--no-auth）"),
		fact.SkipNoPassword:     lang.T("no password was given", "没有提供密码"),
		fact.SkipUnverified:     lang.T("this PC does not trust the server's certificate, so the password was kept back", "本机不信任服务器的证书，所以没有发送密码"),
		fact.SkipClearText:      lang.T("the connection is not encrypted, and anyone on the way could read the password", "连接没有加密，途中任何人都能看到密码"),
		fact.SkipHostNotAllowed: lang.T("the server was found by a look-up and not confirmed by you; to log in there, name it with --imap, --pop3 or --smtp", "这台服务器是自动查到的，未经你确认；要登录请用 --imap、--pop3 或 --smtp 指定它"),
		fact.SkipRefusedBefore:  lang.T("another service had just refused this password, and a second refusal could lock the account", "另一个服务刚刚拒绝了这个密码，再试可能导致账号被锁"),
		fact.SkipIMAPWorked:     lang.T("IMAP has already logged in to the same mailbox", "IMAP 已经登录过同一个邮箱"),
		fact.SkipNoMechanism:    lang.T("the server offers no login method that can be used safely", "服务器没有提供可以安全使用的登录方式"),
		fact.SkipUnsendable:     lang.T("the login name or the password holds a line break or another character that can't be sent; type it anew", "账号或密码里有换行等无法发送的字符，请重新输入"),
		fact.SkipNotNeeded:      lang.T("the server offers no login here", "服务器在这里不提供登录"),
		fact.SkipOldTLS:         lang.T("the encryption is older than TLS 1.2, and the password was kept back", "加密协议低于 TLS 1.2，所以没有发送密码"),
		fact.SkipEnded:          lang.T("the time was over", "时间已到"),
		fact.SkipPreauth:        lang.T("the server opened the mailbox without asking for a password", "服务器没有要密码就打开了邮箱"),
	}
)

// demoLine says what is shown when no real server was asked.
func demoLine(fault string) lang.Text {
	if fault == "healthy" {
		return lang.T(
			"Demonstration with mail and DNS servers inside this program. All of them are healthy.",
			"演示：邮件服务器和 DNS 服务器都在本程序内部，全部正常。")
	}
	return lang.T(
		"Demonstration with mail and DNS servers inside this program. The fault: {fault}",
		"演示：邮件服务器和 DNS 服务器都在本程序内部。设置的故障：{fault}").With("fault", fault)
}
