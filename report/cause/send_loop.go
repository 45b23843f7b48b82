package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendLoop = &Cause{
	Code: "send.loop", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("The message goes round in a circle", "邮件在转圈（循环转发）"),
	Means: lang.T(
		"Two or more servers hand the message to each other until one of them counts too many hops: a forwarding that leads back, two mailboxes that forward to each other, or an MX record that names a server which does not know that it is the last one. Only the administrators of the domains on the way can end it. Nothing is wrong with the message or the sender's PC.",
		"两台或多台服务器把邮件互相转来转去，直到有一台发现经过的跳数太多：自动转发又转了回来、两个邮箱互相转发，或者 MX 记录指向了一台不认为自己是终点的服务器。只有途经域名的管理员能解决。邮件本身和发件人的电脑没有问题。"),
	Says: []Says{
		{Words: []string{"too many hops|hop count exceeded|maximum hop count|too many received|mail loop|mail loops|loops back to|message is looping|mail forwarding loop|forwarding loop|routing loop|loop detected|loop detection|looping message|message loop|delivered-to line|already has my delivered-to|possible loop|maximum number of hops|received headers|邮件循环|循环投递|转发循环|跳数"}, Alternatives: []string{"dns.mx-elsewhere"}, Source: srcPostfix + ", " + srcSendmail + ", " + srcExchange},
		{Enhanced: "X.4.6", Source: "RFC 3463 section 3.5"},
	},
}
