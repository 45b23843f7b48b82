package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var serviceTemporary = revealed(Cause{
	Code: "service.temporary", Stage: fact.StageService, Severity: Error,
	Fault: "imap.login=unavailable", NearMiss: "imap.login=dovecot-rejected",
	Title: lang.T("The server has a passing fault", "服务器暂时有故障"),
	Means: lang.T(
		"The server greets, and then says that it has a fault or is busy, or falls silent in the middle of the dialogue. Nothing is wrong on this PC, and a refusal of this kind says nothing about the password: do not change it. It is told from a wrong password by the server's own mark for a passing trouble: a 4xx code in SMTP, [UNAVAILABLE], [SERVERBUG] or [INUSE] in IMAP, [SYS/TEMP] in POP3. Wait and try again; if it lasts over an hour, the provider must know.",
		"服务器先正常打了招呼，之后说自己有故障或太忙，或者说到一半没了回音。你这边没有问题，也不说明密码错，不要因此去改密码。它和“密码错误”的区别在于服务器自己标明是暂时的：SMTP 的 4xx 代码，IMAP 的 [UNAVAILABLE]、[SERVERBUG]，POP3 的 [SYS/TEMP]。等一会儿再试；超过一小时还这样，就要告诉服务商。"),
	Says: []Says{
		{Words: []string{"temporary authentication failure|temporary login failure|internal authentication failure|internal login failure"}, Source: srcDovecot},
		{Words: []string{"temporarily unavailable|temporary failure|temporary error|temporary problem|temporary system problem|temporary server error|" +
			"currently unavailable|暂时不可用|系统繁忙|服务器繁忙"},
			Stages: talking, Source: srcDovecot + ", " + srcZimbraPOP},
		{Words: []string{"internal error|internal server error|internal system error|server error|system error|operating system error|system i/o error|" +
			"server bug"},
			Stages: talking, Source: srcDovecotSub + ", " + srcCyrus},
		{Words: []string{"server unavailable|servers unavailable|service unavailable|server(s) unavailable|backend unavailable|backend error|database error|" +
			"database unavailable"},
			Stages: atOrAfter, Source: srcImapsync},
		{Words: []string{"server busy|server is busy|system busy|system is busy|server too busy|too busy"}, Stages: atOrAfter, Alternatives: []string{"auth.too-many-connections"}, Source: srcGmail},
		{Words: []string{"having maintenance|under maintenance|maintenance"}, Stages: atOrAfter, Source: srcZimbraPOP},
		{Words: []string{"queue file write error|out of memory|insufficient system storage|insufficient disk space|insufficient system resources|" +
			"space shortage|no space left|out of storage|queue unavailable|mail system full|mail system storage has been exceeded"},
			Source: srcPostfix + ", " + srcExim + ", " + srcSendmail},
		{Words: []string{"err.login.systembusy|err.system"}, Stages: atOrAfter, Source: srcNetEaseERR},
		{Words: []string{"unable to read controls"}, Alternatives: []string{"service.rejecting"}, Source: srcQmail},
		{Words: []string{"local error in processing|local problem|local configuration error|server configuration problem|server configuration error|cannot process"}, Source: "RFC 5321 section 4.2.3"},
		{Words: []string{"unable to access mailbox|unable to open mailbox|can't open mailbox|failed to open mailbox|cannot access mailbox"}, Source: srcHMail},
		{Words: []string{"tls not available|tls currently unavailable|tls temporarily unavailable"}, Alternatives: []string{"tls.starttls-missing"}, Source: "RFC 3207 section 4, " + srcCourier},
		{Words: []string{"connection dropped|connection timeout|connection timed out|timeout exceeded|idle for too long|disconnected for inactivity|" +
			"timeout waiting for"},
			Stages: talking, Confidence: Likely, Source: srcHMail + ", " + srcExchange},
		{Words: []string{"timeout while waiting for lock|lock timeout"}, Stages: receiving, Alternatives: []string{"auth.mailbox-busy"}, Source: srcDovecotLib},
		{Words: []string{"mailbox format corruption|mailbox has an invalid format|corrupt*"}, Stages: receiving, Confidence: Likely, Source: srcCyrus},
		{Words: []string{"greylist*|grey-list*|greylisting in action|first contact"}, Stages: atSend, Confidence: Likely, Source: srcSendmail},
		{Words: []string{"try again later|try later|retry later|please retry|come back later|请稍后再试|请稍候再试|稍后重试"}, Vague: true, Stages: atOrAfter, Source: "RFC 5321 section 4.2.1"},
		{RespCode: "UNAVAILABLE", Source: "RFC 5530"},
		{RespCode: "SERVERBUG", Source: "RFC 5530"},
		{RespCode: "CORRUPTION", Confidence: Likely, Source: "RFC 5530"},
		{RespCode: "CONTACTADMIN", Stages: atMailbox, Confidence: Likely, Source: "RFC 5530"},
		{RespCode: "SYS/TEMP", Source: "RFC 3206"},
		{RespCode: "SYS/PERM", Alternatives: []string{"auth.service-disabled", "auth.account-disabled"}, Source: "RFC 3206"},
		{Enhanced: "4.7.0", Code: 454, Stages: atLogin, Confidence: Certain, Source: "RFC 4954 section 6"},
		{Enhanced: "X.3.0", Stages: atOrAfter, Source: "RFC 3463 section 3.4"},
		{Enhanced: "X.3.1", Source: "RFC 3463 section 3.4"},
		{Enhanced: "X.3.5", Source: "RFC 3463 section 3.4"},
		{Enhanced: "X.4.3", Alternatives: []string{"send.recipient-rejected"}, Source: "RFC 3463 section 3.5"},
		{Enhanced: "4.4.2", Source: "RFC 3463 section 3.5"},
		{Enhanced: "4.4.5", Source: "RFC 3463 section 3.5"},
		{Code: 421, Stages: []fact.Stage{fact.StageTLS, fact.StageAuth, fact.StageMailbox}, Source: "RFC 5321 section 4.2.3"},
		{Code: 451, Source: "RFC 5321 section 4.2.3"},
		{Code: 452, Alternatives: []string{"send.rate-limited"}, Source: "RFC 5321 section 4.2.3"},
		{Code: 454, Stages: atLogin, Confidence: Certain, Source: "RFC 4954 section 6"},
		{Code: 450, Op: "MAIL FROM", Alternatives: []string{"send.sender-rejected"}, Source: "RFC 5321 section 4.2.3"},
		{Kind: fact.ReplyLater, Stages: atOrAfter, Confidence: Likely, Source: "RFC 5321 section 4.2.1"},
		{Kind: fact.ReplyLater, Stages: connecting, Op: "capability", Confidence: Likely, Source: "RFC 5321 section 4.2.1"},
		{Kind: fact.ReplyBye, Stages: atOrAfter, Alternatives: []string{"auth.locked"}, Source: "RFC 9051 section 7.1.5"},
		{Kind: fact.ReplyGarbage, Stages: talking, Source: "RFC 9051, RFC 5321, RFC 1939"},
	},
}, temporaryAdvice)

func temporaryAdvice(t *told) (lang.Text, []lang.Text) {
	if t.first().Class() != fact.Answered {
		return lang.T("{service} answered at first and then fell silent or hung up: most likely a trouble of the server.",
				"{service} 一开始有回应，之后没了回音或挂断了连接，多半是服务器那边的问题。"),
			[]lang.Text{
				lang.T("Wait 10 to 30 minutes and run this check again. Do not change the password: the server has not said that it is wrong.", "等 10～30 分钟再检测一次。先别改密码：服务器并没有说密码不对。"),
				lang.T("If it goes on at every login, close every other program that uses this mailbox, and try once by another network: some servers hang up on an address that they have banned.",
					"如果每次登录都这样，先退出其他正在用这个邮箱的程序，再换个网络（比如手机热点）试一次：有的服务器对被封的 IP 就是直接挂断。"),
				lang.T("If it lasts over an hour, tell the administrator of the mailbox or {provider} the time of this check and the line below.", "超过一小时还这样，把检测的时间和下面这行记录告诉邮箱管理员或{provider}的客服。"),
			}
	}
	return lang.T("{service} says that it has a passing fault or is busy. Nothing is wrong on this PC.", "{service} 说自己暂时有故障或太忙，你这台电脑没有问题。"),
		[]lang.Text{
			lang.T("Wait 10 to 30 minutes and run this check again. Do not change the password or the settings.", "等 10～30 分钟再检测一次。密码和设置都不要改。"),
			lang.T("If it lasts over an hour, give the server's words below to the administrator of the mailbox or to {provider}.", "超过一小时还这样，就把下面服务器的原话发给邮箱管理员或{provider}的客服。"),
		}
}
