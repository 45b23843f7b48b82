package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var serviceRejecting = revealed(Cause{
	Code: "service.rejecting", Stage: fact.StageService, Severity: Error,
	Fault: "smtp.greeting=rejecting", NearMiss: "smtp.login=unavailable",
	Title: lang.T("The server turns connections away", "服务器一连上就拒绝服务"),
	Means: lang.T(
		"The connection and the encryption work, and the server itself says no before anybody has logged in: SMTP greets with 4xx or 5xx, IMAP with BYE, POP3 with -ERR, or it hangs up on the first command. Either it is overloaded or under maintenance, or it does not want this PC's internet address: too many connections, a block list, a rate limit. Name and password play no part. A refusal at this point also hides what the server offers, so a missing STARTTLS means nothing here. Wait and try again; try another network (a phone's hotspot) to see whether it is this address alone.",
		"网络通、加密也正常，是服务器在登录之前自己说了“不”：SMTP 一上来就回 4xx/5xx，IMAP 回 BYE，POP3 回 -ERR，或者第一条命令就被挂断。要么是服务器过载、在维护，要么是它不欢迎你现在的公网 IP：连接太多、进了黑名单、超过频率限制。跟账号密码无关。这时服务器还没报出自己支持什么，所以“没有 STARTTLS”之类的现象不算数。先等一会儿再试；再用手机热点换个网络试试，看是不是只有这个 IP 不行。"),
	Says: []Says{
		{Words: []string{"no smtp service here"}, Code: 554, Alternatives: []string{"settings.wrong-host"}, Source: "RFC 5321 section 3.1"},
		{Words: []string{"service not available"}, Code: 421, Alternatives: []string{"service.temporary"}, Source: "RFC 5321 section 4.2.3"},
		{Words: []string{"does not accept mail"}, Code: 521, Alternatives: []string{"dns.no-mx"}, Source: "RFC 7504"},
		{Words: []string{"not accepting connections|not accepting mail|not accepting network messages|no longer accepting connections"}, Source: "iCloud's greeting, https://www.rfc-editor.org/rfc/rfc3463"},
		{Words: []string{"proxy negotiation failed"}, Source: srcExim},
		{Words: []string{"server closing connection|closing connection"}, Kind: fact.ReplyBye, Protocol: fact.IMAP, Vague: true, Alternatives: []string{"service.temporary"}, Source: srcZimbraIMAP},
		{Words: []string{"excessive amount of data"}, Source: srcHMail},
		{Words: []string{"connection rate limit exceeded|connection rate|too many connections in the last|too fast"}, Stages: connecting, Alternatives: []string{"auth.too-many-connections"}, Source: srcPostfix},
		{Words: []string{"overloaded|load average|server busy|too busy|system busy|shutting down|maintenance"}, Stages: connecting, Alternatives: []string{"service.temporary"}, Source: srcSendmail},
		{Enhanced: "X.3.2", Alternatives: []string{"service.temporary"}, Source: "RFC 3463 section 3.4"},
		{Enhanced: "X.3.2", Stages: connecting, Confidence: Certain, Source: "RFC 3463 section 3.4"},
		{Code: 421, Stages: connecting, Alternatives: []string{"service.temporary"}, Source: "RFC 5321 section 4.2.3"},
		{Code: 521, Alternatives: []string{"dns.no-mx"}, Source: "RFC 7504"},
		{Code: 554, Op: "greeting", Stages: connecting, Confidence: Certain, Source: "RFC 5321 section 3.1"},
		{Kind: fact.ReplyBye, Stages: connecting, Op: "greeting", Confidence: Certain, Source: "RFC 9051 section 7.1.5"},
		{Kind: fact.ReplyNo, Stages: connecting, Op: "greeting", Confidence: Certain, Source: "RFC 5321 section 3.1, RFC 1939 section 4"},
		{Kind: fact.ReplyLater, Stages: connecting, Op: "greeting", Confidence: Certain, Source: "RFC 5321 section 3.1"},
		{Kind: fact.ReplyBye, Stages: connecting, Op: "capability", Alternatives: []string{"service.temporary"}, Source: "RFC 5321 section 4.2.3"},
		{Kind: fact.ReplyNo, Stages: connecting, Op: "capability", Confidence: Likely, Source: "RFC 5321 section 4.1.1.1"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} can be reached, but turns this connection away before any login.", "{service} 能连上，但在登录之前就拒绝了这次连接。"),
		[]lang.Text{
			lang.T("Wait 10 to 30 minutes and run this check again: overload, maintenance and rate limits pass.", "等 10～30 分钟再检测一次：过载、维护、频率限制都会过去。"),
			lang.T("Try once by another network, for example a phone's hotspot. If it works there, the server does not want the internet address of this network: ask {provider} to lift the block.",
				"换个网络试一次，比如手机热点。换网络就正常，说明服务器不接受你现在网络的公网 IP：请{provider}解除限制。"),
			lang.T("Make sure that {host} is the server for mail programs, and not the one that other servers deliver to (the MX): compare with the provider's help page.",
				"确认 {host} 是给邮件客户端用的服务器，而不是服务器之间收信用的那台（MX）：对照服务商帮助页核对一下。"),
			askAdmin(),
		}
})
