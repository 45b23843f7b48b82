package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var receiveRuleOrForward = &Cause{
	Code: "receive.rule-or-forward", Stage: fact.StageMailbox, Severity: Error,
	Title: lang.T("A rule, a forwarding or another program took the message out of the inbox", "邮件被规则、自动转发或其他客户端移走了"),
	Means: lang.T(
		"The message arrived and is no longer in the inbox: a rule moved it to another folder, automatic forwarding without a copy sent it on, a block list threw it away, or another program (a phone, an old PC) fetched it by POP3 and deleted it from the server. The webmail shows all of these in its settings; the server's log shows who fetched.",
		"邮件到过，但已经不在收件箱里：收信规则把它移到了别的文件夹、自动转发没有保留副本、发件人在拒收名单里，或者另一个客户端（手机、旧电脑）用 POP3 收走并从服务器删除了。这些在网页邮箱的设置里都能看到；是谁收走的，服务器日志里有。"),
	Says: []Says{
		{Words: []string{"自动转发|转发规则|收信规则|过滤规则|黑名单里|拒收名单|收不到外面的邮件|收不到外部邮件|收不到任何邮件|邮件不见了|邮件消失|邮件没了|收件箱是空的|收件箱空了|收不到邮件|收不到对方的邮件|收不到他的邮件|mail has disappeared|mails disappeared|emails disappeared|messages disappeared|inbox is empty|no mail arrives|i get no mail|not receiving any|don't receive any mail|not receiving emails|not receiving mail|missing from inbox|auto-forward*|automatic forwarding"}, Confidence: Possible, Alternatives: []string{"receive.filtered-as-spam", "dns.no-mx", "dns.mx-elsewhere"}, Source: srcSeeds},
		{Words: []string{"left no copy|without leaving a copy|不保留副本|没有保留副本|收取后删除|deleted from server after"}, Confidence: Likely, Source: srcSeeds},
	},
}
