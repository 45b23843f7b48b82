package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientStoreDamaged = &Cause{
	Code: "client.store-damaged", Stage: fact.StageClient, Severity: Error,
	Title: lang.T("The mail program's own files or profile are damaged", "邮件客户端自己的数据文件或配置损坏"),
	Means: lang.T(
		"The mail program can't open or write its own files on this PC: the data file (.pst, .ost, .dbx), the profile or the account entry is damaged, or another program holds it. The mailbox on the server is not touched: the webmail shows everything. Make a copy of the data file first, then have it repaired (Outlook: scanpst.exe), or create a new profile.",
		"邮件客户端打不开或写不了自己在这台电脑上的文件：数据文件（.pst、.ost、.dbx）、配置文件或账号记录损坏，或者被别的程序占用。服务器上的邮箱不受影响：网页邮箱里都在。先备份数据文件，再修复（Outlook 用 scanpst.exe），或者新建一个配置文件。"),
	Says: []Says{
		{Words: []string{"data file cannot be accessed|data file can't be accessed|cannot open your default e-mail folders|cannot start microsoft outlook|cannot open the outlook window|set of folders cannot be opened|is not a personal folders file|file is not an outlook data file|errors have been detected in the file|inbox repair tool|scanpst|profile is corrupt|corrupted profile|offline address book could not be found|database is corrupt*|message store is corrupt*|msg store is corrupt*"}, Confidence: Likely, Alternatives: []string{"client.settings-incomplete"}, Source: srcOE},
		{Words: []string{"数据文件损坏|数据文件无法访问|无法访问数据文件|无法访问 outlook 数据文件|数据文件已损坏|个人文件夹文件|无法打开默认电子邮件文件夹|无法打开该文件夹集|无法启动 microsoft|配置文件损坏|本地数据损坏|本地邮件损坏|数据库损坏|索引损坏|修复工具"}, Confidence: Likely, Source: srcOE + ", " + srcFoxmail},
	},
}
