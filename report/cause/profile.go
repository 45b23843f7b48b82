package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// phrase is a text of the organisation's profile; where it is in one language only, that one stands for both.
func phrase(p fact.Phrase) lang.Text {
	switch {
	case p.EN == "":
		return lang.Same(p.ZH)
	case p.ZH == "":
		return lang.Same(p.EN)
	}
	return lang.Both(p.EN, p.ZH)
}

// advise puts what the organisation's profile says into the steps of a finding: its own words on the cause first, then its
// limits, its DNS servers, and at the end whom to call.
func (c *Case) advise(f *Finding) {
	p := c.Profile
	if p == nil {
		return
	}
	var first []lang.Text
	for _, t := range p.Texts {
		if t.Code == f.Cause.Code {
			for _, step := range t.Steps {
				first = append(first, phrase(step))
			}
		}
	}
	first = append(first, c.limits(f.Cause.Code)...)
	if strings.HasPrefix(f.Cause.Code, "dns.resolver") || f.Cause.Code == dnsWrongAnswer.Code {
		if len(p.Resolvers) > 0 {
			first = append(first, lang.T("Set the DNS server of this PC to automatic, or to {resolvers}, which {name} recommends.",
				"把这台电脑的 DNS 服务器改为自动获取，或改为{name}推荐的 {resolvers}。").With("resolvers", names(p.Resolvers...), "name", p.Name))
		}
	}
	if f.Cause.Code == "send.relay-denied" && p.Relay != nil {
		first = append(first, lang.T("If this is a server or a device inside {name} that sends by itself: use {host}, port {port}, no encryption, no login.",
			"如果这是{name}内部的服务器或设备自动发信：发件服务器填 {host}，端口 {port}，不加密、不登录。").With("name", p.Name, "host", p.Relay.Host, "port", p.Relay.Port))
	}
	f.Fixes = slices.Insert(f.Fixes, 0, first...)
	if f.Severity == Error && !p.Contact.Empty() {
		f.Fixes = append(f.Fixes, lang.T("If that does not help, call {contact} ({name}).", "还是不行的话，请联系{name}的{contact}。").With(
			"contact", phrase(p.Contact), "name", p.Name))
	}
}

// limits are the organisation's numbers, where a cause is about them.
func (c *Case) limits(code string) []lang.Text {
	l, p := c.Profile.Limits, c.Profile
	var out []lang.Text
	switch {
	case code == "auth.locked" && l.LockMinutes > 0:
		text := lang.T("Close the mail program on every device and wait {minutes} minutes: then the lock ends by itself.",
			"退出所有设备上的邮件客户端，等 {minutes} 分钟会自动解锁。")
		if l.WrongPasswords > 0 {
			text = lang.T("Close the mail program on every device and wait {minutes} minutes: more than {n} wrong passwords lock the address for so long.",
				"退出所有设备上的邮件客户端，等 {minutes} 分钟：输错密码超过 {n} 次，这个网络的 IP 就会锁定这么久，到时自动解锁。")
		}
		out = append(out, text.With("minutes", l.LockMinutes, "n", l.WrongPasswords))
		if !p.Contact.Empty() {
			out = append(out, lang.T("If you can't wait, call {contact}: they can unlock it by hand.", "等不及的话，请联系{contact}手工解锁。").With("contact", phrase(p.Contact)))
		}
	case code == "auth.rejected" && l.WrongPasswords > 0:
		out = append(out, lang.T("Do not guess: more than {n} wrong passwords lock the address.", "不要反复猜密码：输错超过 {n} 次就会被锁定。").With("n", l.WrongPasswords))
	case code == "send.rate-limited":
		if l.Messages > 0 {
			out = append(out, lang.T("Allowed are {n} messages in {minutes} minutes: wait that long, then send in parts.", "{minutes} 分钟内最多发 {n} 封：等过了这段时间，再分批发送。").With("n", l.Messages, "minutes", l.MessagesMinutes))
		}
		if l.Recipients > 0 {
			out = append(out, lang.T("Allowed are {n} recipients in one message: split the list.", "一封邮件最多 {n} 个收件人：请把名单拆开发。").With("n", l.Recipients))
		}
		if l.RecipientsDay > 0 {
			out = append(out, lang.T("Allowed are {n} recipients a day: send the rest tomorrow.", "一天最多 {n} 个收件人：剩下的明天再发。").With("n", l.RecipientsDay))
		}
	}
	return out
}
