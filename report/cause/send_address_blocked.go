package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendAddressBlocked = revealed(Cause{
	Code: "send.address-blocked", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=blocked", NearMiss: "smtp.send=relay-denied",
	Title: lang.T("The internet address is on a block list", "发信的公网 IP 在黑名单里"),
	Means: lang.T(
		"The server refuses the internet address that the connection comes from: it stands on a public block list (Spamhaus, SORBS, SpamCop, a “dynamic range” list), or on the server's own one. The account and the message are all right, and another network works. A home or mobile address is on such lists as a matter of course: log in at port 465 or 587, where they are not asked. A company whose own server is listed must find the infected PC or stolen account, then ask for removal.",
		"服务器拒绝的是连接所用的公网 IP：它在公共黑名单（Spamhaus、SORBS、SpamCop、“动态 IP 段”名单）里，或者在对方自己的黑名单里。账号和邮件都没问题，换个网络就能发。家庭宽带和手机网络的 IP 本来就在这类名单里：请用 465 或 587 端口登录发信，那里不查黑名单。单位自己的服务器上了黑名单，要先查出中毒的电脑或被盗的账号，再申请移除。"),
	Says: []Says{
		{Words: []string{"blocked using|blacklisted by|listed at|listed in|listed on|listed by|is listed in|blocked by|rejected by rbl|in rbl|an rbl|dnsbl|" +
			"rbl|spamhaus|sorbs|spamcop|barracudacentral|on our block list|on a block list|in our blacklist|on our blacklist|block list|" +
			"blocklist|blocklisted|real-time blackhole|realtime blackhole|black list|ip blacklisted|ip address is blacklisted|blacklisted ip|" +
			"ip is blacklisted"},
			Stages: []fact.Stage{fact.StageService, fact.StageSend}, Source: srcPostfix + ", " + srcYahoo},
		{Words: []string{"service unavailable|access denied|client host|connection refused|rejected", "blocked using|blocked by|blacklisted by|listed at|listed in|listed on|listed by|spamhaus|rbl|dnsbl|block list|blocklist|blacklist"},
			Stages: []fact.Stage{fact.StageService, fact.StageSend}, Source: srcPostfix},
		{Words: []string{"ip is rejected|remote ip is forbidden|banned sending ip"}, Source: srcICoremail + ", " + srcBluehost + ", " + srcExchange},
		{Words: []string{"reputation of the sending ip|low reputation|poor reputation|bad reputation|ip reputation|reputation", "ip|address|host|network|sender"}, Confidence: Likely, Stages: []fact.Stage{fact.StageService, fact.StageSend}, Source: srcGmail},
		{Words: []string{"messages from", "weren't sent|will be permanently deferred|temporarily deferred"}, Source: srcExchange + ", " + srcYahoo},
		{Words: []string{"host network not allowed|geographical location|based on geographical"}, Stages: atSend, Alternatives: []string{"send.policy-rejected"}, Source: srcZoneMTA},
		{Words: []string{"dialup|dial-up|dynamic ip|dynamic address|residential ip|dynamic range"}, Stages: []fact.Stage{fact.StageService, fact.StageSend}, Source: srcYahoo},
		{Words: []string{"blocked for abuse|ip blocked|ip has been blocked|ip address blocked|ip address is blocked|ip address has been blocked|" +
			"your ip address|your ip is blocked", "blocked|abuse|banned|denied|rejected"},
			Stages: []fact.Stage{fact.StageService, fact.StageSend}, Confidence: Likely, Source: srcExim},
		{Words: []string{"postmaster for help", "(bl)"}, Product: "GMX", Source: "https://postmaster.gmx.net/en/error-messages"},
		{Words: []string{"dt:rbl|hl:ihu|hl:ipb|hl:mep|hl:rep|rtr:bl|dy-001|sc-001|sc-002|ou-001|s3150|vs1-ip"}, Source: srcNetEase + ", " + srcExchange},
		{Words: []string{"发信ip|ip被|ip地址被|黑名单"}, Stages: []fact.Stage{fact.StageService, fact.StageSend}, Confidence: Likely, Source: srcNetEase},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} refuses this network's internet address: it is on a block list. Account and message are not the trouble.", "{service} 拒绝的是你这个网络的公网 IP：它在黑名单里，不是账号或邮件的问题。"),
		[]lang.Text{
			lang.T("Send with a login on port 465 (SSL/TLS) or 587 (STARTTLS) of {provider}'s outgoing server: block lists are not asked there as a rule.", "改用{provider}发件服务器的 465（SSL/TLS）或 587（STARTTLS）端口，登录后再发，那里一般不查黑名单。"),
			lang.T("Try once by another network, for example a phone's hotspot; restarting the router at home often brings another address.", "换个网络（比如手机热点）试一次；家里的宽带重启路由器常常能换一个 IP。"),
			lang.T("In a company: look for an infected PC or a stolen account behind this address, and then ask the list named in the server's words for removal.", "单位网络：先查出用这个 IP 的中毒电脑或被盗账号，处理好后，到原话里提到的黑名单网站申请移除。"),
		}
})
