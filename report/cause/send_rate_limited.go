package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendRateLimited = revealed(Cause{
	Code: "send.rate-limited", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=rate-limited", NearMiss: "smtp.send=greylisted",
	Title: lang.T("Too many messages or recipients", "发得太多、太快，被限流"),
	Means: lang.T(
		"The server counts messages and recipients per quarter of an hour and per day, and this account, domain or internet address has reached its limit (50 messages in 15 minutes and some hundred recipients a day are usual). Nothing is wrong with the text or the addresses. It passes by itself: wait 20 minutes for the short limit, until tomorrow for the day's; send big rounds in parts, or ask for a higher limit. If nobody sent so much, somebody else is sending with this account: change the password.",
		"服务器按 15 分钟、按天统计发信量，这个账号、域名或公网 IP 已经到了上限（常见的是 15 分钟 50 封、每天几百个收件人）。和内容、地址无关，会自己恢复：短时限制等 20 分钟，日限额要等到明天；群发请分批，或者申请提高额度。如果没人发过这么多，就是有人盗用账号在发：马上改密码。"),
	Says: []Says{
		{Words: []string{"sender is in prison"}, Alternatives: []string{"auth.locked"}, Source: srcHosting},
		{Words: []string{"behaviour spam|behavior spam"}, Product: "Aliyun qiye", Confidence: Likely, Source: srcAliyun},
		{Words: []string{"too many recipients|too many rcpt|too many receivers|number of recipients|number of rcpt|total of rcpts|rcpt attempts|" +
			"recipients per message|recipient limit|recipients limit|too many addresses"},
			Source: srcPostfix + ", " + srcGmail + ", " + srcAliyun},
		{Words: []string{"too many messages|too many mails|too many emails|too many same size|too much mail|too many mail|sending too many|sent too many|" +
			"sending too fast|message rate|messages per|mails per|emails per"},
			Stages: atSend, Source: srcPostfix + ", " + srcCN2012},
		{Words: []string{"rate limit|rate limited|rate-limit*|ratelimit*|sending rate|excessive volume|unusual rate|unusual sending activity|" +
			"unusual sending|deferred due to|connection rate limit exceeded|throttl*|sending limit|send limit|sending quota exceeded|" +
			"sending quota|submission quota exceeded|submission quota was exceeded|submission quota|daily limit|daily sending|hourly limit|" +
			"reached your daily limit|sender quota|limit exceeded|limit reached|exceeded your sending|exceeded the limit|message limit|" +
			"exceeded sending|max sending"},
			Stages: atSend, Source: srcGmail + ", " + srcExchange + ", " + srcZoneMTA},
		{Words: []string{"frequency limited|frequency limit|sending frequency|too frequent*"}, Stages: atSend, Source: srcQQHelp},
		{Words: []string{"hl:icc|hl:ifc|mi:dmc|mi:sfq|mi:stc|rp:drc|rp:cel|dyn:t1"}, Source: srcNetEase},
		{Words: []string{"rp-001", "messages from", "weren't sent"}, Source: srcExchange},
		{Words: []string{"发送频率|发信频率|发送过于频繁|发信过于频繁|发信量|发送量|超过发送限制|超过每日|超出限制|收件人过多|收件人数量"}, Source: srcNetEase},
		{Enhanced: "X.5.3", Source: "RFC 3463 section 3.6"},
		{Enhanced: "4.7.28", Alternatives: []string{"send.address-blocked"}, Source: srcGmail},
		{Enhanced: "5.1.90", Confidence: Certain, Source: srcExchange},
		{RespCode: "LIMIT", Stages: atSend, Source: "RFC 5530"},
		{Code: 421, Stages: atSend, Alternatives: []string{"service.temporary"}, Source: "RFC 5321 section 4.2.3"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} takes no more mail from {login} for now: a limit on messages or recipients has been reached.", "{service} 暂时不再接受 {login} 发信：发信量或收件人数到了上限。"),
		[]lang.Text{
			lang.T("Stop sending for 20 minutes, then try one message. A day's limit ends tomorrow.", "停发 20 分钟，再发一封试试。日限额要到第二天才恢复。"),
			lang.T("Send large rounds in parts: under 50 messages in 15 minutes, under 100 recipients a message; or use a mailing list or a mass-mailing service.", "群发请分批：15 分钟不超过 50 封，每封不超过 100 个收件人；或者用邮件组、专门的群发服务。"),
			lang.T("If you did not send so much, change the password of {login} at once: somebody else may be sending with it.", "如果不是你自己发的，马上修改 {login} 的密码，可能有人在盗用它发信。"),
			lang.T("Ask the administrator or {provider} for a higher limit if you need it regularly.", "经常需要群发的，请管理员或{provider}提高额度。"),
		}
})
