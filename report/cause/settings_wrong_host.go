package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var settingsWrongHost = &Cause{
	Code:     "settings.wrong-host",
	Stage:    fact.StageSettings,
	Severity: Error,
	Title:    lang.T("The server name is set wrongly", "服务器地址填错了"),
	Means: lang.T(
		"The mail program is set to a server that does not serve this mailbox: mistyped, given up by the provider, the server of another provider or protocol, or the one that takes mail from other servers (MX) in the place of the one for sending. It fails, and the server that the domain or its provider publishes was tried and works. A published server that fails is set rightly, and its failure has a cause of its own. Enter the server that works.",
		"邮件客户端里填的服务器不是这个邮箱该用的：打错了字、服务商已停用的旧地址、别家服务商或别的协议的服务器，或者把收外来邮件的 MX 服务器当成了发件服务器。它用不了，而域名或服务商公布的服务器实测可以用。如果失败的就是公布的服务器，说明填得没错，问题另有原因。改成能用的服务器即可。"),
	Fault:    "dns.srv=on;plan.imap=pop.example.com:993/tls",
	NearMiss: "dns.srv=on;imap.tcp@993=refused",
	Find:     findWrongHost,
}

func findWrongHost(c *Case) []Finding {
	var out []Finding
	var done []*fact.Service
	for _, f := range c.known() {
		s := f.Service
		if slices.Contains(done, s) {
			continue
		}
		good := c.rightServer(f)
		if good == nil {
			continue
		}
		done = append(done, s)
		claims := slices.DeleteFunc(c.known(), func(o *Failure) bool { return o.Service != s })
		out = append(out, c.wrongHost(claims, good))
	}
	return out
}

// rightServer is the discovered server that works where the configured one fails and is the wrong one, or nil.
func (c *Case) rightServer(f *Failure) *fact.Attempt {
	good := c.elsewhere(f.Service)
	if good == nil || f.Service.Source != fact.SourceUser || c.published(f.Service) || !c.wrongServer(f, c.found(f.Service, good)) {
		return nil
	}
	return good
}

// wrongServer says whether the failure speaks against the server itself. A login that is refused does so only where the
// server is known to be somebody else's; and a usual name that fails is no worse than another usual name.
func (c *Case) wrongServer(f *Failure, found *fact.Found) bool {
	switch f.Stage {
	case fact.StageAuth, fact.StageMailbox, fact.StageSend:
		return c.otherProvider(f.Service) != nil || c.exchanger(f.Service.Host)
	}
	return found.Source != fact.SourceGuess || !c.usualHost(f.Service) || c.otherRole(f.Service) != ""
}

func (c *Case) wrongHost(claims []*Failure, good *fact.Attempt) Finding {
	s := claims[0].Service
	found := c.found(s, good)
	f := c.finding(claims)
	f.Evidence = nil
	for _, x := range claims {
		if x.Reply != nil && x.Failure == nil {
			f.Evidence = append(f.Evidence, lang.T("{where}: the server answered {words}", "{where}：服务器回答{words}").With("where", endpoint(s), "words", quoted(x.Reply.Text())))
		} else if x.Stage == fact.StageAuth {
			f.Evidence = append(f.Evidence, lang.T("{where}: the server offers no login", "{where}：服务器不提供登录").With("where", endpoint(s)))
		} else {
			f.Evidence = append(f.Evidence, c.failureLine(x))
		}
	}
	if found.Source == fact.SourceGuess && !c.exchanger(s.Host) {
		f.Confidence = Likely
	}
	summary := lang.T("Your mail program has {old} as its {role}. That server does not work for this mailbox; {host} does, port {port}, {security}.",
		"邮件客户端里的{role}填的是 {old}，这台服务器对这个邮箱用不了；应该用 {host}，端口 {port}，加密方式 {security}，实测可用。")
	switch other := c.otherProvider(s); {
	case s.Protocol == fact.SMTP && c.exchanger(s.Host):
		summary = lang.T("Your mail program sends by {old}. That is the server which takes mail from other servers (MX); mail programs send by {host}, port {port}, {security}.",
			"邮件客户端用 {old} 发信，那是接收外来邮件的服务器（MX），不是给邮件客户端发信用的；发件服务器应该填 {host}，端口 {port}，加密方式 {security}。")
	case other != nil:
		summary = lang.T("Your mail program has {old} as its {role}, a server of {theirs}. The mail of {domain} is at {ours}: its server is {host}, port {port}, {security}.",
			"邮件客户端里的{role}填的是 {old}，那是{theirs}的服务器；而 {domain} 的邮箱在{ours}，应该用 {host}，端口 {port}，加密方式 {security}。").With(
			"theirs", providerName(s.Provider), "ours", providerName(other.Name), "domain", c.Run.Domain)
	case typo(s.Host, good.Host):
		summary = lang.T("The {role} in your mail program, {old}, looks mistyped: {host} is right, and works with port {port} and {security}.",
			"邮件客户端里的{role} {old} 像是打错了字：正确的是 {host}，端口 {port}、加密方式 {security} 实测可用。")
	case c.otherRole(s) != "":
		summary = lang.T("Your mail program has {old} as its {role}, but that is the server for {other}. {host} is right, port {port}, {security}.",
			"邮件客户端里的{role}填的是 {old}，那是 {other} 的服务器；应该填 {host}，端口 {port}，加密方式 {security}。").With("other", protocolName(c.otherRole(s)))
	case s.Provider != "" && c.Domain.Provider != nil && s.Provider == c.Domain.Provider.Name:
		summary = lang.T("Your mail program has {old} as its {role}, an old or special name of {theirs}. Today it is {host}, port {port}, {security}.",
			"邮件客户端里的{role}填的是 {old}，那是{theirs}的旧地址或专用地址；现在应该用 {host}，端口 {port}，加密方式 {security}。").With("theirs", providerName(s.Provider))
	}
	f.Summary = summary.With("old", s.Host, "role", role(s.Protocol), "host", good.Host, "port", portOf(good.Addr), "security", securityName(good.Security))
	f.Fixes = fixServer(s, good.Host, setting{portOf(good.Addr), good.Security})
	if c.otherProvider(s) != nil && s.Protocol != fact.SMTP {
		f.Fixes = append(f.Fixes, lang.T("Change the outgoing server too, where it is one of {theirs}.", "如果发件服务器填的也是{theirs}的，同样要改。").With("theirs", providerName(s.Provider)))
	}
	f.Evidence = append(f.Evidence, sourceLine(found), c.walkLine(s, good))
	return f
}

// otherRole is the protocol that the host is known to be the server of, where that is another one than the service's;
// else "".
func (c *Case) otherRole(s *fact.Service) fact.Protocol {
	var other fact.Protocol
	for _, f := range c.Domain.Found {
		if f.Host != s.Host {
			continue
		}
		if f.Protocol == s.Protocol {
			return ""
		}
		other = f.Protocol
	}
	if other != "" {
		return other
	}
	label, _, _ := strings.Cut(s.Host, ".")
	for name, p := range map[string]fact.Protocol{"imap": fact.IMAP, "pop": fact.POP3, "pop3": fact.POP3, "smtp": fact.SMTP} {
		if label == name && p != s.Protocol {
			return p
		}
	}
	return ""
}
