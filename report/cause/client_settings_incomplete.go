package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientSettingsIncomplete = &Cause{
	Code: "client.settings-incomplete", Stage: fact.StageClient, Severity: Error,
	Title: lang.T("The account in the mail program is set up incompletely", "邮件客户端的账号设置不完整"),
	Means: lang.T(
		"Something that the mail program needs for this account is missing or empty: the sender's address, the name of a server, a recipient, a plug-in or its password. The servers were not even asked, or could do nothing with what came. Open the account's settings and fill in every field; if in doubt, delete the account entry and set it up anew (with IMAP nothing is lost).",
		"邮件客户端里这个账号缺了必要的内容：发件人地址、服务器名、收件人、插件或它的密码。服务器还没被问到，或者拿到的内容不完整。打开账号设置逐项填好；拿不准就删掉账号重新添加（IMAP 方式不会丢邮件）。"),
	Says: []Says{
		{Words: []string{"no sender address|sender address is missing|no e-mail address is specified|no recipients were specified|no recipient|must specify a recipient|no account is set up|account is not set up|no outgoing server|outgoing server (smtp) is not set|invalid account settings|account settings are out of date|account settings are incorrect|未指定收件人|没有指定收件人|未填写收件人|未填写发件人|没有填写发件人|账号设置不完整|帐号设置不完整|未设置发件服务器|账户设置不正确|帐户设置已过期"}, Confidence: Likely, Source: srcOE},
		{Words: []string{"need fully-qualified address"}, Product: "client", Confidence: Likely, Alternatives: []string{"send.sender-rejected"}, Source: srcPostfix},
		{Words: []string{"通讯录插件|地址本插件|address book plug-in|address-book plug-in|address book plugin"}, Confidence: Likely, Alternatives: []string{"auth.rejected"}, Source: srcSeeds},
	},
}
