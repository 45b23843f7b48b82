package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authAccountDisabled = revealed(Cause{
	Code: "auth.account-disabled", Stage: fact.StageAuth, Severity: Error,
	Fault: "smtp.login=account-disabled", NearMiss: "smtp.login=locked",
	Title: lang.T("The account is suspended or disabled", "账号被停用、冻结或没有授权"),
	Means: lang.T(
		"The account itself is barred: suspended by the provider (misuse, a stolen password, unpaid bills, long disuse), disabled by the administrator (somebody has left), or without a licence. Neither waiting nor another password helps, and the webmail refuses it too or shows why. It is told from a lock after wrong passwords by words such as “disabled”, “suspended”, “frozen”, with no word of tries or time.",
		"账号本身被停了：服务商冻结（滥用、被盗号、欠费、长期不用），管理员停用（比如人员离职），或者没有分配许可证。等也没用，换密码也没用，网页邮箱同样进不去，或者会显示原因。和“试错太多被锁”的区别在于原话是 disabled、suspended、冻结、停用，不提次数和时间。"),
	Says: []Says{
		{Words: []string{"account|user|mailbox|login|user account", "is disabled|has been disabled|disabled by|is suspended|has been suspended|suspended by|is frozen|frozen|is inactive|inactive|" +
			"has been deactivated|is deactivated|deactivated|not active|is not active|is closed|has been closed|is blocked|has been blocked|" +
			"is barred|has been terminated|terminated|has been deleted|is expired|has expired|account expired"},
			Stages: atLogin, Source: "RFC 5248, " + srcZimbraIMAP},
		{Words: []string{"account disabled|account suspended|account inactive|account blocked|account expired|account closed|user disabled|user suspended|" +
			"user inactive|mailbox disabled|mailbox suspended|disabled account|suspended account|disabled user"},
			Stages: atLogin, Source: srcDovecot},
		{Words: []string{"domain", "disabled|suspended|expired|not active|inactive"}, Stages: atLogin, Confidence: Likely, Source: srcHMail},
		{Words: []string{"administratively locked|locked by an administrator|locked by the administrator|locked by administrator|locked for abuse|" +
			"locked due to abuse"},
			Stages: atLogin, Source: "file-index:43409543891"},
		{Words: []string{"err.login.userstatus|err.login.userexp|err.login.usrsexp|err.login.domainexped|err.login.domainstatus"}, Product: "NetEase qiye", Source: srcNetEaseERR},
		{Words: []string{"uc_oper_no_permission"}, Product: "Aliyun qiye", Alternatives: []string{"auth.service-disabled"}, Source: srcAliyun},
		{Words: []string{"isn't allowed to send|is not allowed to send email|not allowed to send mail|not allowed to send email"}, Alternatives: []string{"send.external-forbidden", "auth.locked"}, Source: srcAliyun},
		{Words: []string{"bad outbound sender"}, Product: "Microsoft 365", Confidence: Likely, Alternatives: []string{"send.sender-rejected"}, Source: srcExchange},
		{Words: []string{"ocf12"}, Product: "iCloud", Confidence: Likely, Alternatives: []string{"auth.web-login-required", "auth.policy"}, Source: "https://github.com/MailCore/mailcore2"},
		{Words: []string{"not licensed|no license|no licence|without a license|license expired|unlicensed"}, Stages: receiving, Source: srcFairEmail},
		{Words: []string{"帐号已停用|账号已停用|账户已停用|帐号已冻结|账号已冻结|账户已冻结|已被冻结|已被停用|已被禁用|帐号被禁用|账号被禁用|帐号异常|账号异常|账号被封|帐号被封|已被注销|已过期停用"}, Stages: atLogin, Source: srcICoremail},
		{RespCode: "CONTACTADMIN", Stages: atLogin, Alternatives: []string{"service.temporary", "auth.locked"}, Source: "RFC 5530"},
		{Enhanced: "X.7.13", Stages: atLogin, Confidence: Certain, Source: "RFC 5248 section 2.4"},
		{Enhanced: "X.7.13", Alternatives: []string{"send.recipient-rejected"}, Source: "RFC 5248 section 2.4"},
		{Enhanced: "5.1.8", Code: 550, Op: "MAIL FROM", Product: "Microsoft 365", Alternatives: []string{"send.sender-rejected"}, Source: srcExchange},
		{Code: 525, Stages: atLogin, Source: "RFC 5248 section 2.4"},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	if t.first().Stage == fact.StageSend {
		return lang.T("{service} lets {login} in, but has barred it from sending, as a rule because spam was sent with a stolen password.", "{service} 允许 {login} 登录，但已禁止它发信，通常是因为密码被盗后发过垃圾邮件。"),
			[]lang.Text{
				lang.T("Change the password of {login} in the webmail at once, and scan the PCs that use it for malware.", "马上到网页邮箱修改 {login} 的密码，并给用过它的电脑杀毒。"),
				lang.T("Look in the webmail for forwarding rules and filters that you did not make, and delete them.", "检查网页邮箱里有没有不是自己设的自动转发和收信规则，有就删掉。"),
				lang.T("Then ask the administrator or {provider} to allow sending again.", "然后请管理员或{provider}恢复发信权限。"),
			}
	}
	return lang.T("{service}: the account {login} is suspended or disabled. Waiting or another password does not help.", "{service}：账号 {login} 被停用或冻结，等待或换密码都没有用。"),
		[]lang.Text{
			lang.T("Sign in to the webmail once: it often shows why the account is barred and how to free it.", "到网页邮箱登录一次：通常会显示为什么被停用、怎么解封。"),
			lang.T("In an organisation ask the administrator whether the account is disabled or lacks a licence; else ask {provider} to free it.", "单位邮箱问管理员：账号是不是被停用，或者没有分配许可证；个人邮箱找{provider}客服解封。"),
			lang.T("If a stolen password was the reason, change it before anything else.", "如果是被盗号引起的，先改密码。"),
		}
})
