package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var receiveSenderGaveUp = &Cause{
	Code: "receive.sender-gave-up", Stage: fact.StageSend, Severity: Error,
	Title: lang.T("The sending server gave up", "发送方服务器放弃了投递"),
	Means: lang.T(
		"The sending server tried for hours or days to hand the message over and then gave up. Either the recipient's server could not be reached from there, or it said “try again later” each time. The message was never delivered. What kept it is on the way between the two servers or at the receiving one: the last reply quoted in the notice says which.",
		"发送方的服务器试了几个小时到几天都没能把邮件交出去，最后放弃了。要么从那里连不上收件方的服务器，要么对方每次都回答“稍后再试”。邮件没有送达。原因在两台服务器之间的网络或收件方服务器上：通知里引用的最后一条回答说明是哪一种。"),
	Says: []Says{
		{Words: []string{"retry timeout exceeded|in the queue too long|retry time not reached for any host|message has been in the queue|queue too long|delivery time expired|message expired|expired in queue|could not be delivered for|undeliverable for|undelivered for|after multiple retries|multiple retries, giving up|giving up after|gave up after|gave up trying|maximum retries|retries exceeded|exceeded maximum retr*|retry limit|delivery attempts failed|all delivery attempts|delivery period expired|delivery timed out|message timed out|cannot send message within|could not send message within|couldn't be delivered within|too many delivery attempts|will not try again|not going to try again|i've given up|unable to deliver message after|超过最大重试|多次重试|重试超时|多次尝试投递失败|投递超时|超时未能投递"}, Confidence: Likely, Alternatives: []string{"send.remote-unreachable"}, Source: srcExim + ", " + srcQmail},
		{Enhanced: "X.4.7", Alternatives: []string{"send.remote-unreachable"}, Source: "RFC 3463 section 3.5"},
		{Words: []string{"收不到国外|国外发来的邮件收不到|海外邮件收不到|国外客户发来的|国外的客户发"}, Confidence: Possible, Alternatives: []string{"dns.mx-elsewhere", "receive.filtered-as-spam"}, Source: srcSeeds},
	},
}
