package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var sendExternalForbidden = revealed(Cause{
	Code: "send.external-forbidden", Stage: fact.StageSend, Severity: Error,
	Fault: "smtp.send=external-forbidden", NearMiss: "smtp.send=relay-denied",
	Title: lang.T("This account may not send to the outside", "这个账号不能向外部发信"),
	Means: lang.T(
		"The account may write to colleagues of its own domain and to nobody else: the administrator has set it so, or the provider has barred it after spam. Mail within the organisation goes through, which tells it from a wrong setting. Only the administrator can open it.",
		"这个账号只能给本单位域名的人发信，不能发到外面：可能是管理员这么设置的，也可能是发过垃圾邮件后被服务商限制了。内部互发正常，这一点和“设置错了”不同。只有管理员能放开。"),
	Says: []Says{
		{Words: []string{"cannot send mail to other domain|can not send mail to other domain|not allowed to send to external|" +
			"not allowed to send mail to external|external recipients|external domain|external mail|outside the organization|" +
			"outside your organization|outside of your organization|to other domains|to outside|only send to local|local delivery only|" +
			"internal only|internal use only|不能发送到外部|禁止外发|不允许外发|外域|外部邮箱|外部邮件"},
			Stages: atSend, Source: srcHosting},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service}: the account {login} may not send to addresses outside its organisation.", "{service}：账号 {login} 不能向本单位以外的地址发信。"),
		[]lang.Text{
			lang.T("Ask the administrator to allow {login} to send to the outside (mailbox settings, “sending” or “send to external domains”).", "请管理员在后台给 {login} 放开外发权限（邮箱设置里的“发信权限/外域发信”）。"),
			lang.T("If it was allowed before: the account may have been barred after spam. Change its password, scan the PC for malware, then ask for the release.", "以前能发的：可能因为发过垃圾邮件被限制了。先改密码、给电脑杀毒，再申请解除。"),
		}
})
