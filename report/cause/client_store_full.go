package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientStoreFull = &Cause{
	Code: "client.store-full", Stage: fact.StageClient, Severity: Error,
	Title: lang.T("The mail program's own store is full", "邮件客户端的本地存储满了"),
	Means: lang.T(
		"The mail program can't store more on this PC: one of its files has reached its limit (2 GB for a folder of Outlook Express, 20 or 50 GB for an Outlook data file), or the disk is full. The mailbox on the server is not the trouble. Find the largest file, move old mail into a new folder or archive, and let the program compact its files.",
		"邮件客户端在这台电脑上存不下了：某个文件到了上限（Outlook Express 单个文件夹 2 GB，Outlook 数据文件 20 或 50 GB），或者硬盘满了。不是服务器上的邮箱满。找出最大的那个文件，把旧邮件移到新文件夹或归档，再压缩数据文件。"),
	Says: []Says{
		{Words: []string{".dbx", "2 gb|2gb|limit|上限|满"}, Confidence: Likely, Source: srcSeeds},
		{Words: []string{"data file has reached the maximum size|outlook data file has reached|pst has reached its maximum|file has reached maximum size|maximum size of the .pst|reached the maximum file size|not enough disk space to download|not enough free disk space|there is not enough disk space|disk is full|hard disk is full|no space left on device|folder is full, and can't hold any more|folder is full and can't hold|数据文件已达到最大|数据文件已满|磁盘空间不足|硬盘空间不足|磁盘已满|文件夹已满，无法|本地存储空间不足"}, Confidence: Likely, Source: srcOE + ", " + srcThunderbird},
	},
}
