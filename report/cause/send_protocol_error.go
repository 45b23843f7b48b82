package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendProtocolError = revealed(Cause{
	Code: "send.protocol-error", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("A command was malformed or out of order", "命令格式或顺序不对"),
	Means: lang.T(
		"The server does not understand what it was sent: a command that it does not know, one in the wrong order, a host name with odd characters in HELO, a bare line feed, a line that is too long. As a rule a program, a script or a device is at fault, or something on the way changes the dialogue: antivirus, a firewall's “SMTP inspection”; now and then a client that begins TLS on a clear-text port. Account and password play no part.",
		"服务器看不懂收到的命令：不认识的命令、顺序错了、HELO 里的主机名有怪字符、单独的换行符、一行太长。多半是程序、脚本或设备写得不规范，或者有东西在中间改了对话：杀毒软件、防火墙的“SMTP 检测”；也可能是客户端在明文端口上直接发了 TLS。和账号密码无关。"),
	Says: []Says{
		{Words: []string{"unrecognized command|unrecognised command|unknown command|command not recognized|command unrecognized|command not recognised|" +
			"command not implemented|not implemented|invalid command|bad command|unsupported command|command unknown|command not understood"},
			Stages: []fact.Stage{fact.StageService, fact.StageSend}, Source: srcPostfix + ", " + srcExchange},
		{Words: []string{"bad sequence|out of sequence|wrong sequence|say helo first|send helo first|ehlo first|helo first|say hello first|" +
			"synchronization error|mail first|rcpt first|nested mail"},
			Source: srcExim + ", " + srcCourier},
		{Words: []string{"helo", "invalid|rejected|error|argument|fully-qualified|syntactically|malformed|name was rejected|required"}, Source: srcExim + ", " + srcGmail + ", " + srcPostfix},
		{Words: []string{"my name was rejected|helohost error|ehlo argument"}, Source: srcQmail + ", " + srcCN2012},
		{Words: []string{"syntax error|syntactically|line too long|too many invalid imap commands|too many bad commands|too many syntax errors|" +
			"too many errors|invalid imap commands|smtplf.html|bare lf|bare line feed|bare newline|bare newlines|nul characters|" +
			"invalid characters|header is too long|mi:cel|pipelining"},
			Stages: []fact.Stage{fact.StageService, fact.StageMailbox, fact.StageSend}, Source: srcPostfix + ", " + srcQmail + ", " + srcDovecot},
		{RespCode: "CLIENTBUG", Source: "RFC 5530"},
		{Enhanced: "X.5.1", Stages: atSend, Source: "RFC 3463 section 3.6"},
		{Enhanced: "X.5.2", Stages: atSend, Source: "RFC 3463 section 3.6"},
		{Enhanced: "X.5.4", Stages: atSend, Source: "RFC 3463 section 3.6"},
		{Enhanced: "X.5.5", Stages: atSend, Source: "RFC 3463 section 3.6"},
		{Enhanced: "5.3.3", Stages: atSend, Source: "RFC 3463 section 3.4"},
		{Enhanced: "5.6.11", Source: srcExchange},
		{Code: 500, Source: "RFC 5321 section 4.2.4"},
		{Code: 501, Source: "RFC 5321 section 4.2.4"},
		{Code: 502, Source: "RFC 5321 section 4.2.4"},
		{Code: 503, Source: "RFC 5321 section 4.2.4"},
		{Code: 504, Source: "RFC 5321 section 4.2.4"},
		{Code: 555, Source: "RFC 5321 section 4.2.4"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} says that a command was malformed, unknown or out of order.", "{service} 说收到的命令格式不对、不认识，或顺序错了。"),
		[]lang.Text{
			lang.T("Switch off the mail scanning of antivirus programs and the “SMTP inspection” of the firewall for a test: they rewrite the dialogue.", "先关掉杀毒软件的邮件扫描、防火墙的“SMTP 检测”试一次，它们会改写对话内容。"),
			lang.T("Use port 465 with SSL/TLS, or 587 with STARTTLS, and see that the encryption chosen fits the port.", "端口用 465（SSL/TLS）或 587（STARTTLS），加密方式要和端口对应。"),
			lang.T("If a script or a device sends, let it greet with a proper host name (letters, digits, hyphens) and end lines with CR LF; update it.", "如果是脚本或设备发信：HELO 用规范的主机名（字母、数字、连字符），每行以 CR LF 结尾；并升级固件或程序库。"),
		}
})
