package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// field is one thing that mail programs ask for. Each program has a word of its own for it.
type field int

const (
	fieldHost field = iota
	fieldPort
	fieldSecurity
	fieldName
)

// program is a mail program: where its account settings are, and what it calls the fields.
type program struct {
	name, where lang.Text
	in, out     lang.Text // the server's name, for receiving and for sending
	port, mode  lang.Text
	user        lang.Text
}

// programs are those that most people use.
var programs = []program{
	{lang.Same("Outlook"), lang.T("File > Account Settings > Change", "文件 > 账户设置 > 更改"),
		lang.T("“Incoming mail server”", "“接收邮件服务器”"), lang.T("“Outgoing mail server (SMTP)”", "“发送邮件服务器(SMTP)”"),
		lang.T("the port under More Settings > Advanced", "“其他设置 > 高级”里的端口"), lang.T("“Use the following type of encrypted connection” there", "同一页的“使用以下加密连接类型”"),
		lang.T("“User Name”", "“用户名”")},
	{lang.Same("Foxmail"), lang.T("Account Management > Server", "账号管理 > 服务器"),
		lang.T("“Incoming server”", "“收件服务器”"), lang.T("“Outgoing server”", "“发件服务器”"),
		lang.T("“Port” beside it", "右边的“端口”"), lang.T("“SSL” or “STARTTLS” beside it", "旁边的“SSL”或“STARTTLS”"),
		lang.T("“Account”", "“账号”")},
	{lang.Same("Thunderbird"), lang.T("Account Settings > Server Settings, or Outgoing Server (SMTP)", "账户设置 > 服务器设置，或“发件(SMTP)服务器”"),
		lang.T("“Server Name”", "“服务器名称”"), lang.T("“Server Name”", "“服务器名称”"),
		lang.T("“Port”", "“端口”"), lang.T("“Connection security”", "“连接安全性”"),
		lang.T("“User Name”", "“用户名”")},
	{lang.T("Apple Mail", "Apple“邮件”"), lang.T("Mail > Settings > Accounts > Server Settings", "邮件 > 设置 > 账户 > 服务器设置"),
		lang.T("“Host Name” of the incoming server", "收件服务器的“主机名”"), lang.T("“Host Name” of the outgoing server", "发件服务器的“主机名”"),
		lang.T("“Port”", "“端口”"), lang.T("“Use TLS/SSL”", "“使用 TLS/SSL”"),
		lang.T("“User Name”", "“用户名”")},
	{lang.T("Android", "安卓手机"), lang.T("the account's incoming or outgoing settings", "账号的“收件/发件服务器设置”"),
		lang.T("“Server”", "“服务器”"), lang.T("“SMTP server”", "“SMTP 服务器”"),
		lang.T("“Port”", "“端口”"), lang.T("“Security type”", "“安全类型”"),
		lang.T("“Username”", "“用户名”")},
	{lang.Same("iPhone"), lang.T("Settings > Apps > Mail > Mail Accounts > the account > Advanced, or SMTP", "设置 > App > 邮件 > 邮件账户 > 该账户 > 高级，或 SMTP"),
		lang.T("“Host Name”", "“主机名”"), lang.T("“Host Name”", "“主机名”"),
		lang.T("“Server Port”", "“服务器端口”"), lang.T("“Use SSL”", "“使用 SSL”"),
		lang.T("“User Name”", "“用户名”")},
}

// fixWhere tells how each mail program calls the fields that are to be changed, and where they are.
func fixWhere(p fact.Protocol, fields ...field) lang.Text {
	var list []lang.Text
	for _, prog := range programs {
		var words []lang.Text
		for _, f := range fields {
			words = append(words, prog.word(p, f))
		}
		list = append(list, lang.T("{program}: {where}, {fields}", "{program}：{where}，{fields}").With(
			"program", prog.name, "where", prog.where, "fields", lang.Join(sepComma, words...)))
	}
	return lang.T("Where that stands: {programs}.", "在哪里改：{programs}。").With("programs", lang.Join(lang.T("; ", "；"), list...))
}

func (p *program) word(proto fact.Protocol, f field) lang.Text {
	switch {
	case f == fieldPort:
		return p.port
	case f == fieldSecurity:
		return p.mode
	case f == fieldName:
		return p.user
	case proto == fact.SMTP:
		return p.out
	}
	return p.in
}

// fixServer tells to set a mail program to another server, field by field.
func fixServer(s *fact.Service, host string, want setting) []lang.Text {
	fields := []field{fieldHost}
	if want.port != s.Port {
		fields = append(fields, fieldPort)
	}
	if want.security != s.Security {
		fields = append(fields, fieldSecurity)
	}
	return []lang.Text{
		lang.T("In your mail program, set the {role} to {host}, port {port}, {security}, in place of {old}. It works from here right now.",
			"在邮件客户端里，把{role}从 {old} 改为 {host}，端口 {port}，加密方式“{security}”。刚才实测这样可以用。").With(
			"role", role(s.Protocol), "host", host, "port", want.port, "security", securityName(want.security), "old", s.Host),
		fixWhere(s.Protocol, fields...),
	}
}
