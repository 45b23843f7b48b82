package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authPasswordExpired = revealed(Cause{
	Code: "auth.password-expired", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.login=expired", NearMiss: "imap.login=dovecot-rejected",
	Title: lang.T("The password has expired", "密码已过期，必须先修改"),
	Means: lang.T(
		"The password was right once, and the server wants it changed before anybody gets in again: it has reached its age limit, it was set by an administrator for the first login, or the server has moved to another way of storing passwords. Mail programs can't change it: do it in the webmail or the company's portal, then put the new password into every device. It is told from a wrong password by [EXPIRED], 4.7.12, or the words “expired” or “must be changed”.",
		"密码本来是对的，但服务器要求先改密码才能登录：密码到期了，或者是管理员发的初始密码，或者服务器换了密码存储方式。邮件客户端改不了，要到网页邮箱或单位门户里改，再把新密码填到所有设备上。和“密码错误”的区别在于服务器回 [EXPIRED]、4.7.12，或原话里有“expired”“must be changed”。"),
	Says: []Says{
		{Words: []string{"password", "expired|has expired|must be changed|must change|needs to be changed|change required|change is required|has to be changed"}, Stages: atLogin, Source: srcZimbraPOP + ", " + srcZimbraIMAP},
		{Words: []string{"password expired|password has expired|must change your password|change your password before|password transition is needed|" +
			"passphrase has expired|credentials have expired|credentials expired"},
			Source: "RFC 4954 section 6, " + srcDovecot},
		{Words: []string{"密码已过期|密码过期|密码已失效|必须修改密码|请修改密码|首次登录请修改|初始密码"}, Source: srcICoremail},
		{Words: []string{"err.passchange"}, Product: "NetEase qiye", Source: srcNetEaseERR},
		{RespCode: "EXPIRED", Source: "RFC 5530"},
		{Enhanced: "X.7.12", Confidence: Certain, Source: "RFC 4954 section 6"},
		{Code: 432, Stages: atLogin, Source: "RFC 4954 section 6"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service}: the password of {login} has expired and must be changed first.", "{service}：{login} 的密码已过期，要先修改密码才能登录。"),
		[]lang.Text{
			lang.T("Sign in to the webmail (in a company: the portal where passwords are changed) and set a new password.", "登录网页邮箱（单位邮箱到改密码的门户），设置一个新密码。"),
			lang.T("Put the new password into the mail program on every PC and phone, for receiving and for sending, before it logs in again: old ones that go on trying lock the account.",
				"把所有电脑和手机上的邮件程序都换成新密码（收信、发信两处），否则旧密码反复登录会把账号锁住。"),
			lang.T("If the webmail does not offer the change, ask the administrator to reset the password.", "网页上改不了的，请管理员重置密码。"),
		}
})
