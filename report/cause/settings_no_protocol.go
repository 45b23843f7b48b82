package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var settingsNoProtocol = &Cause{
	Code:     "settings.no-protocol",
	Stage:    fact.StageSettings,
	Severity: Error,
	Title:    lang.T("The mailbox has no IMAP, POP3 or SMTP", "这个邮箱没有 IMAP、POP3、SMTP 服务"),
	Means: lang.T(
		"Some mailboxes can't be used by ordinary mail programs at all: their provider encrypts everything and has programs of its own, or the organisation runs an Exchange server with nothing but Exchange and ActiveSync switched on. Then no server name, port or password helps. Use the provider's own program, Outlook with the account type Exchange, or on a phone the account type Exchange (ActiveSync).",
		"有些邮箱根本不能用普通邮件客户端收发：服务商对邮件全程加密，只能用它自己的程序；或者单位用的是 Exchange 服务器，只开放了 Exchange 和 ActiveSync。这时填什么服务器、端口、密码都没用。请用服务商自己的程序，或在 Outlook 里选账户类型“Exchange”，手机上选“Exchange（ActiveSync）”。"),
	Fault:    "web.autodiscover=on;dns.name=missing;plan.services=none",
	NearMiss: "web.autodiscover=on;plan.services=none",
	Find:     findNoProtocol,
}

// noAccess says whether the domain's provider is known to have no servers for mail programs at all.
func (c *Case) noAccess() bool {
	return c.Domain != nil && c.Domain.Provider != nil && c.Domain.Provider.None
}

func findNoProtocol(c *Case) []Finding {
	d := c.Domain
	if d == nil {
		return nil
	}
	for i := range c.Services {
		if c.Working(&c.Services[i]) != nil {
			return nil
		}
	}
	p := d.Provider
	f := Finding{Subject: d.Name, Claims: c.known()}
	switch {
	case p != nil && p.None:
		f.Summary = lang.T("{provider} offers no IMAP, POP3 or SMTP: ordinary mail programs can't be used with this mailbox.",
			"{provider}不提供 IMAP、POP3、SMTP，这个邮箱不能用普通邮件客户端收发。").With("provider", providerName(p.Name))
		f.Fixes = []lang.Text{lang.T("Use the program or the web page of {provider}.", "请用{provider}自己的程序或网页收发邮件。").With("provider", providerName(p.Name))}
		f.Evidence = []lang.Text{lang.T("{domain} belongs to {provider}, which is known to have no such access", "{domain} 属于{provider}，已知它没有这类服务").With("domain", d.Name, "provider", providerName(p.Name))}
	case p != nil && p.Bridge:
		f.Summary = lang.T("{provider} has no IMAP or SMTP on the internet: mail programs reach it only through its Bridge program on the same PC.",
			"{provider}在互联网上没有 IMAP、SMTP，邮件客户端只能通过装在同一台电脑上的 Bridge 程序使用它。").With("provider", providerName(p.Name))
		f.Fixes = []lang.Text{
			lang.T("Install the Bridge program of {provider}, sign in there, and leave it running.", "安装{provider}的 Bridge 程序，在里面登录，并让它一直运行。").With("provider", providerName(p.Name)),
			lang.T("Enter the server (127.0.0.1), the ports and the password that Bridge shows into the mail program.", "把 Bridge 显示的服务器（127.0.0.1）、端口和密码填到邮件客户端里。"),
		}
		f.Evidence = []lang.Text{lang.T("{domain} belongs to {provider}", "{domain} 属于{provider}").With("domain", d.Name, "provider", providerName(p.Name))}
	case d.ActiveSync != "" && !c.Run.CutShort && len(c.known()) == len(c.Open()):
		f.Confidence = Likely
		f.Summary = lang.T("No IMAP, POP3 or SMTP server was found for {domain}, but an Exchange server was: the mailbox can be used by Exchange or ActiveSync alone.",
			"没有找到 {domain} 的 IMAP、POP3、SMTP 服务器，只找到了 Exchange 服务器：这个邮箱只能用 Exchange 或 ActiveSync 方式。").With("domain", d.Name)
		f.Fixes = []lang.Text{
			lang.T("In Outlook, add the account by its address alone (account type Exchange). On a phone, choose the account type Exchange; the server is {host}.",
				"在 Outlook 里只填邮箱地址添加账户（账户类型 Exchange）；手机上选账户类型“Exchange”，服务器填 {host}。").With("host", d.ActiveSync),
			lang.T("If you need IMAP: ask whoever runs the mail of {domain} whether it can be switched on, and which server names to use.",
				"如果必须用 IMAP：请问 {domain} 的邮箱管理员能不能开通，以及该填什么服务器。").With("domain", d.Name),
		}
		f.Evidence = []lang.Text{lang.T("Autodiscover of {domain} names {host} for ActiveSync", "{domain} 的 Autodiscover 给出的 ActiveSync 服务器是 {host}").With("domain", d.Name, "host", d.ActiveSync)}
	default:
		return nil
	}
	return []Finding{f}
}
