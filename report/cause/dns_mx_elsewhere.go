package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var dnsMXElsewhere = &Cause{
	Code:     "dns.mx-elsewhere",
	Stage:    fact.StageDNS,
	Severity: Warning,
	Title:    lang.T("The domain's mail goes to another provider", "域名的邮件投递到了另一家服务商"),
	Means: lang.T(
		"The login is at one provider, and the MX records of the domain lead to another: mail from outside is delivered there and never reaches this mailbox, though login and sending work. It happens when a domain moves to a new provider and its MX records stay behind, or the other way round. A filtering service before the mailbox is no known mail provider and is not reported. Set the MX records that the mailbox's provider names.",
		"登录的是一家服务商，而域名的 MX 记录指向另一家：外面发来的邮件都投递到了那边，这个邮箱收不到，尽管登录和发信都正常。常见于换了邮箱服务商却没改 MX 记录，或者反过来。邮箱前面的过滤网关不算邮箱服务商，不会报告。请按邮箱服务商的说明设置 MX 记录。"),
	Fault:    "domain.mx=aliyun;plan.imap=imap.exmail.qq.com:993/tls;plan.pop3=off;plan.smtp=smtp.exmail.qq.com:465/tls",
	NearMiss: "domain.mx=exmail;plan.imap=imap.exmail.qq.com:993/tls;plan.pop3=off;plan.smtp=smtp.exmail.qq.com:465/tls",
	Find:     findMXElsewhere,
}

func findMXElsewhere(c *Case) []Finding {
	if c.Domain == nil || c.Domain.Provider == nil || c.Domain.Provider.MX == "" {
		return nil
	}
	for i := range c.Services {
		s := &c.Services[i]
		refused := s.Login != nil && s.Login.State == fact.LoginRefused
		if s.Protocol == fact.SMTP || c.otherProvider(s) == nil || refused || c.Working(s) == nil {
			continue
		}
		f := Finding{
			Subject: c.Domain.Name,
			Summary: lang.T("You log in at {theirs} ({host}), but mail to {domain} is delivered to {ours}: what others send does not arrive in this mailbox.",
				"你登录的是{theirs}（{host}），但发往 {domain} 的邮件投递到了{ours}：别人发来的信到不了这个邮箱。").With(
				"theirs", providerName(s.Provider), "host", s.Host, "domain", c.Domain.Name, "ours", providerName(c.Domain.Provider.Name)),
			Fixes: []lang.Text{
				lang.T("If the mailbox has moved to {theirs}: ask whoever administers the domain {domain} to set its MX records as {theirs} says, and to take the old ones out.",
					"如果邮箱已经换到{theirs}：请域名 {domain} 的管理员按{theirs}的说明设置 MX 记录，并删掉旧的。").With("theirs", providerName(s.Provider), "domain", c.Domain.Name),
				lang.T("If the mailbox is now at {ours}: set your mail program to the servers of {ours}.",
					"如果邮箱现在在{ours}：把邮件客户端改成{ours}的服务器。").With("ours", providerName(c.Domain.Provider.Name)),
				lang.T("Look for missing mail in the webmail of {ours} meanwhile.", "没收到的邮件，可以先到{ours}的网页邮箱里找。").With("ours", providerName(c.Domain.Provider.Name)),
			},
		}
		for _, l := range c.Domain.Lookups {
			if l.Type == "MX" && len(l.MX) > 0 {
				f.Evidence = append(f.Evidence, mxLine(l))
			}
		}
		f.Evidence = append(f.Evidence, lang.T("{host} is a server of {theirs}", "{host} 是{theirs}的服务器").With("host", s.Host, "theirs", providerName(s.Provider)))
		return []Finding{f}
	}
	return nil
}
