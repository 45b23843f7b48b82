package explain

import (
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// advice is what a helpdesk answers where nothing but the words of an error is known.
type advice struct {
	summary lang.Text
	fixes   []lang.Text
}

// Steps that several answers share.
var (
	stepAdministrator = lang.T("Give the whole text to the administrator of your mailbox or to the provider.",
		"把完整的报错原文发给邮箱管理员或服务商。")
	stepCheck = lang.T("Run maildiag check ADDRESS on this PC: it finds out which of the possible causes it is.",
		"在这台电脑上运行 maildiag check 邮箱地址，可以查出到底是哪一种原因。")
	stepHotspot = lang.T("Connect through a phone's hotspot and try once more: if it works there, your network (company, hotel, provider) is in the way; ask whoever runs it.",
		"换成手机热点再试一次：如果能用，就是你所在的网络（公司、酒店、宽带）拦住了，请找管理网络的人。")
	stepWait = lang.T("Wait 10 to 30 minutes and try again. Do not change password or settings.",
		"等 10～30 分钟再试，密码和设置都不要改。")
	stepClock = lang.T("Compare date, time and time zone of this PC with a phone; set them right, then try again.",
		"把电脑的日期、时间、时区和手机对一下，改对后再试。")
	stepAddress = lang.T("Check the address letter by letter, and ask the recipient by another way whether it is still in use.",
		"逐个字母核对地址，并用别的方式问一下收件人：这个地址还在用吗？")
	stepCompletion = lang.T("Delete the entry that the mail program completes by itself, and type the address anew.",
		"删掉客户端自动补全的旧地址，重新手工输入。")
	stepWebmail = lang.T("Sign in to the webmail with the same name and password. If that fails too, reset the password there or ask the administrator.",
		"用同样的账号密码登录网页邮箱。网页也登不上，就在网页上重置密码或找管理员。")
)

// adviceFor is the answer for a cause; where there is none of its own, the cause's title and whom to ask.
func adviceFor(code string) advice {
	for _, table := range []map[string]advice{connecting, account, delivering} {
		if a, ok := table[code]; ok {
			return a
		}
	}
	a := advice{fixes: []lang.Text{stepAdministrator}}
	if known := cause.ByCode(code); known != nil {
		a.summary = known.Title
	}
	return a
}
