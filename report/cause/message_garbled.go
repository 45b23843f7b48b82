package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var messageGarbled = &Cause{
	Code: "message.garbled", Stage: fact.StageMailbox, Severity: Warning,
	Title: lang.T("The message shows wrong characters", "邮件显示乱码"),
	Means: lang.T(
		"The text is there, and shown by the wrong table of characters: the message does not say which one it uses, or says a wrong one, or a server on the way spoilt the encoding. If the webmail shows it right and the mail program does not, choose the encoding by hand in the program (View > Encoding: GB18030, Big5, Shift_JIS …). If both show it wrong, or only letters like “5pys” (BASE64), the sender's program wrote a broken header: the original message goes to the provider.",
		"文字本身还在，只是用错了字符集来显示：邮件没写明用哪种字符集、写错了，或者途中的服务器把编码弄坏了。网页邮箱里正常、客户端里乱码的，在客户端里手工选择编码（查看 > 编码：GB18030、Big5、Shift_JIS 等）。网页和客户端都乱码，或者满屏都是“5pys”这样的字母（BASE64），是发件方程序写坏了邮件头：把原始邮件交给邮箱服务商。"),
	Says: []Says{
		{Words: []string{"乱码|亂碼|显示问号|全是问号|garbled text|is garbled|are garbled|comes garbled|garbled characters|text is garbled|message is garbled|shows garbled|mojibake|strange characters|wrong characters|unreadable characters|base64 letters"}, Confidence: Likely, Source: srcSeeds},
	},
	Find: findGarbled,
}

func findGarbled(c *Case) []Finding {
	if c.Message == nil || c.Message.Content == nil {
		return nil
	}
	shape := c.Message.Content
	var why lang.Text
	switch {
	case shape.NoMIME && shape.Type != "":
		why = lang.T("the header has a Content-Type ({type}) and no MIME-Version: programs may take the text for plain letters", "邮件头有 Content-Type（{type}）却没有 MIME-Version：有的客户端会把正文当普通字母显示").With("type", shape.Type)
	case shape.Charset == "unknown-8bit" || shape.Charset == "x-unknown" || shape.Charset == "default":
		why = lang.T("the message says no real character set: {charset}", "邮件没有写明真正的字符集：{charset}").With("charset", shape.Charset)
	default:
		return nil
	}
	return []Finding{{
		Subject: c.fromDomain(), Severity: Info, Confidence: Possible,
		Summary: lang.T("If this message shows wrong characters: its header does not say properly how the text is encoded.", "如果这封邮件显示乱码：它的邮件头没有正确说明正文的编码。"),
		Fixes: []lang.Text{lang.T("Choose the encoding by hand in the mail program (View > Encoding), and ask the sender to use another program or to update it.",
			"在客户端里手工选择编码（查看 > 编码），并请发件人换一个程序或升级后重发。")},
		Evidence: []lang.Text{why},
	}}
}
