package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendReverseDNSMissing = revealed(Cause{
	Code: "send.reverse-dns-missing", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("The sending address has no name (PTR record)", "发信 IP 没有反向解析（PTR）"),
	Means: lang.T(
		"The receiving server looked for the name of the internet address that sends, and found none, or one that does not lead back to the address. Honest mail servers have a PTR record; private lines don't. It is set by the line's provider for whoever runs the sending server. A person at a mail program should not send directly at all: log in at the outgoing server on port 465 or 587.",
		"收件服务器反查发信 IP 的名字，没查到，或者查到的名字对不回这个 IP。正规邮件服务器都有 PTR 记录，普通宽带没有。PTR 要由运营发件服务器的单位找线路运营商设置。普通用户不应该直接往外发：请在发件服务器的 465 或 587 端口登录后发。"),
	Says: []Says{
		{Words: []string{"reverse dns|ptr record|ptr|rdns|reverse lookup|reverse hostname|reverse host name|ip name lookup failed|cannot find your hostname|" +
			"cannot find your reverse|client host rejected: cannot find", "no|not|fail|failed|must|missing|does|cannot|lookup|validation|required|mismatch|without"},
			Stages: []fact.Stage{fact.StageService, fact.StageSend}, Alternatives: []string{"send.address-blocked"}, Source: srcGmail + ", " + srcPostfix + ", " + srcSendmail},
		{Words: []string{"rtr:rd"}, Alternatives: []string{"send.address-blocked"}, Source: srcTable + " (AOL)"},
		{Enhanced: "X.7.25", Alternatives: []string{"send.address-blocked"}, Source: "RFC 7372 section 3.3"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} refuses the internet address that sends: it has no name in the DNS (PTR record).", "{service} 拒绝了发信 IP：这个 IP 在 DNS 里没有反向解析（PTR 记录）。"),
		[]lang.Text{
			lang.T("From a mail program: send with a login by {provider}'s outgoing server, port 465 (SSL/TLS) or 587 (STARTTLS), and not directly.", "用邮件客户端的：通过{provider}的发件服务器登录后发，端口 465（SSL/TLS）或 587（STARTTLS），不要直接往外发。"),
			lang.T("From a server of your own: have the provider of its line set a PTR record that leads to the server's name, and that name lead back to the address.", "自建服务器的：请线路运营商给发信 IP 设置 PTR 记录，指向服务器的域名，并让该域名能解析回这个 IP。"),
		}
})
