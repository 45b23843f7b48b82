package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientTLSTooOld = &Cause{
	Code: "client.tls-too-old", Stage: fact.StageClient, Severity: Error,
	Title: lang.T("The mail program or its system is too old for today's encryption", "邮件客户端或系统太旧，不支持现在的加密协议"),
	Means: lang.T(
		"The server takes only TLS 1.2 or later, and this mail program, or the system under it, can't speak it: Windows XP and Vista, an unpatched Windows 7 or 8, Outlook 2010 and older, Android before 5, macOS before 10.11. Newer programs on the same PC work with the same server. Update the program or the system; on Windows 7, install KB3140245 and switch TLS 1.2 on, or use a program that brings its own TLS (Thunderbird).",
		"服务器只接受 TLS 1.2 或更高版本，而这个客户端或它所在的系统不支持：Windows XP、Vista，没打补丁的 Windows 7/8，Outlook 2010 及更早，Android 5 以前，macOS 10.11 以前。同一台电脑上换新的客户端连同一台服务器就正常。升级客户端或系统；Windows 7 可以安装 KB3140245 并启用 TLS 1.2，或者用自带 TLS 的客户端（Thunderbird）。"),
	Says: []Says{
		{Words: []string{"tls 1.2 is required|requires tls 1.2|tls1.2 required|tls 1.2 or higher|tls 1.2 or later|upgrade your client|upgrade your mail client|client too old|client is too old|outdated client|legacy tls clients|no longer supports tls 1.0|tls 1.0 and 1.1 are not supported|tls1.0 and tls1.1 are not supported|4.7.66 tls|unsupported tls client"}, Confidence: Likely, Alternatives: []string{"tls.version-too-old"}, Source: srcExchange},
		{Words: []string{"客户端版本过低|版本太低|客户端版本太旧|系统版本过低|不支持 tls 1.2|不支持tls1.2|不支持tls 1.2"}, Confidence: Likely, Source: srcFoxmail},
	},
}
