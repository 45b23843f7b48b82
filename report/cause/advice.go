package cause

import "maildiag/report/lang"

// Steps that more than one cause gives. The names in braces are filled in by told.fill.

// tryWebmail tells a wrong password from everything else.
func tryWebmail() lang.Text {
	return lang.T("Sign in to the mailbox in a browser with the same name and password. If that fails too, the password is wrong or the account is barred: reset it there, or ask whoever runs the mailbox.",
		"先用同样的账号和密码在浏览器里登录一次网页邮箱。网页也登录不了，就说明密码不对或账号被停用：在网页上重置密码，或者找邮箱管理员。")
}

// makeCode is the way to an authorization code at this provider.
func (t *told) makeCode() []lang.Text {
	return []lang.Text{
		lang.T("Open {page} in a browser and sign in with the account's own password.", "用浏览器打开 {page}，用邮箱本身的密码登录。"),
		lang.T("There: {path}. Copy the new {code}: it is shown only once.", "然后：{path}。把新的{code}复制下来（只显示一次）。"),
		lang.T("In the mail program, put it into the password field of {login}, for receiving and for sending alike, without blanks. The account's own password stays for the browser.",
			"回到邮件客户端，把 {login} 的密码换成它，收信和发信两处都要换，中间不要有空格。邮箱本身的密码只在网页上用。"),
	}
}

// switchOn is the way to the switch of the protocol.
func (t *told) switchOn() []lang.Text {
	p := t.provider
	switch {
	case p != nil && !p.switches.Empty():
		return []lang.Text{
			lang.T("Open {webmail} in a browser and sign in.", "用浏览器打开 {webmail} 并登录。"),
			lang.T("Go to {switches}: {protocol} must be switched on there.", "进入 {switches}：确认 {protocol} 已经打开。").With("switches", p.switches),
		}
	case p != nil && (p.offAtFirst || p.password == maybeOwnCode):
		return []lang.Text{
			lang.T("Open {webmail} in a browser and sign in with the account's own password.", "用浏览器打开 {webmail}，用邮箱本身的密码登录。"),
			lang.T("There: {path}. See that {protocol} is switched on.", "然后：{path}。确认 {protocol} 服务已经打开。"),
			lang.T("Put the {code} that is made there into the mail program as its password, for receiving and for sending.", "把在那里生成的{code}填到邮件客户端的密码里，收信和发信两处都要填。"),
		}
	}
	return []lang.Text{
		lang.T("Sign in to the webmail, look in the settings for “POP3/IMAP/SMTP” or “mail programs”, and switch {protocol} on. In an organisation the administrator does it.",
			"登录网页邮箱，在“设置”里找“POP3/IMAP/SMTP”或“客户端”一栏，把 {protocol} 服务打开。单位邮箱要请管理员打开。"),
		lang.T("Wait some minutes, then try again: switches need a moment.", "打开后等几分钟再试，开关不一定马上生效。"),
	}
}

// closePrograms stops whatever logs in again and again.
func closePrograms() lang.Text {
	return lang.T("Close the mailbox in every program and on every phone, tablet and printer that uses it, so that none goes on trying with an old password.",
		"把所有在用这个邮箱的电脑、手机、平板、打印机上的邮件程序都退出，免得它们拿旧密码反复登录。")
}

// askAdmin hands the server's words on.
func askAdmin() lang.Text {
	return lang.T("Give the server's words below to the administrator of the mailbox or to {provider}: they know what stands behind them.",
		"把下面服务器的原话发给邮箱管理员或{provider}的客服，他们能查到具体原因。")
}

// oddPassword is a hint where the password as given looks mistyped or badly pasted.
func (t *told) oddPassword() []lang.Text {
	p := t.Password
	if !p.Odd() {
		return nil
	}
	switch {
	case p.FullWidth:
		return []lang.Text{lang.T("The password given holds full-width characters, as a Chinese input method types them. Switch to the English input method and type it again.",
			"输入的密码里有全角字符（中文输入法打出来的）。请切换到英文输入法，重新输入一遍密码。")}
	case p.Invisible:
		return []lang.Text{lang.T("The password given holds invisible characters, as copying from a web page or a chat brings them along. Type it by hand.",
			"输入的密码里有看不见的字符（从网页或聊天里复制时带进来的）。请手工重新输入密码，不要粘贴。")}
	}
	return []lang.Text{lang.T("The password given begins or ends with a blank, which is easily copied along. Enter it again without the blank.",
		"输入的密码开头或结尾有空格（复制时容易带上）。请去掉空格重新输入。")}
}

// nameForm is a hint where the login name is not an address.
func (t *told) nameForm() []lang.Text {
	login := t.first().Service.Login
	if login == nil || login.NameForm == "" || login.NameForm == "address" {
		return nil
	}
	return []lang.Text{lang.T("The login name given is {login}, which is no mail address. Most servers want the whole address {address} as the login name: put that in, and try once.",
		"填的登录名是 {login}，不是完整的邮箱地址。多数服务器要求用完整地址 {address} 登录：改成完整地址后再试一次。")}
}
