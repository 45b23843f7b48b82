package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendRemoteUnreachable = &Cause{
	Code: "send.remote-unreachable", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("The sending server could not reach the recipient's server", "发送方服务器连不上收件方服务器"),
	Means: lang.T(
		"Your own server took the message and could not hand it on: no connection to the recipient's server came about, or it broke off. Your PC and your mailbox are well. As a rule the recipient's server is down or its network is; if only one sending server can't reach it, something between the two is the cause.",
		"你的邮件已经交给了自己这边的服务器，但它连不上收件方的服务器，或者连接中途断了。你的电脑和邮箱都没问题。通常是收件方的服务器或网络出了故障；如果只有这一家发不过去，问题在两边之间的网络上。"),
	Says: []Says{
		{Words: []string{"connect to", "connection timed out|connection refused|no route to host|network is unreachable|operation timed out|timed out|host is unreachable|connection reset|server dropped connection|no answer"}, Product: "Postfix", Alternatives: []string{"receive.sender-gave-up"}, Source: srcPostfix},
		{Words: []string{"conversation with|lost connection with|lost connection", "timed out|while|after"}, Product: "Postfix", Alternatives: []string{"receive.sender-gave-up"}, Source: srcPostfix},
		{Words: []string{"wasn't able to establish an smtp connection|no answer from host|bad connection|unable to connect to remote server|unable to connect to remote host|could not connect to any of|can't connect to host|failed to connect to remote|connection to mail server timed out|zconnection to mail server|remote host closed connection|remote server closed|the recipient server did not accept our requests to connect|recipient server is not available|recipient's server unavailable|the recipient's e-mail server|remote server is not responding|server is unreachable|mail server is not responding|all relevant mx records point to non-existent hosts|unable to reach the|unable to contact the remote|host or domain is down|all mx hosts|deferred: connection|deferred: operation timed out|no host available|hosts are unreachable|error connecting to|failed to connect to|couldn't connect to|could not connect to host|connection died|connected to remote host, but|无法连接到收件方|无法连接对方|连接对方服务器|连接收件人服务器|对方服务器无响应|对方服务器连接超时|对方邮件服务器"}, Product: "bounce", Alternatives: []string{"receive.sender-gave-up"}, Source: srcQmail + ", " + srcExim},
		{Enhanced: "X.4.1", Product: "RFC 3463", Alternatives: []string{"receive.sender-gave-up"}, Source: "RFC 3463 section 3.5"},
		{Enhanced: "X.4.2", Product: "RFC 3463", Alternatives: []string{"receive.sender-gave-up"}, Source: "RFC 3463 section 3.5"},
	},
}
