package cause

import "maildiag/probe/fact"

// Where words of more than one sentence come from.
const (
	srcAliyun     = "http://sh-aliyun.com/index.php/Products/detail/cid/0/pid/87.html"
	srcBluehost   = "https://www.fobhost.com/jishuzhichi/jishuzhichi59.html"
	srcCN2012     = "https://blog.sina.com.cn/s/blog_8dc13ec50101fxxr.html"
	srcCourier    = "https://github.com/svarshavchik/courier/tree/master/courier"
	srcCyrus      = "https://github.com/cyrusimap/cyrus-imapd/blob/master/imap/imap_err.et"
	srcDovecot    = "https://github.com/dovecot/core/blob/main/src/login-common/client-common-auth.c"
	srcDovecotLib = "https://github.com/dovecot/core/tree/main/src/lib-storage"
	srcDovecotSub = "https://github.com/dovecot/core/tree/main/src/submission-login"
	srcExchange   = "https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online"
	srcExim       = "https://github.com/Exim/exim/tree/master/src/src"
	srcFairEmail  = "https://github.com/M66B/FairEmail/blob/master/FAQ.md"
	srcGmail      = "https://support.google.com/a/answer/3726730"
	srcHMail      = "https://github.com/hmailserver/hmailserver/tree/master/hmailserver/source/Server"
	srcHosting    = "a hosting provider's list of errors (testdata/replies.tsv, 263)"
	srcIANA       = "https://www.iana.org/assignments/smtp-enhanced-status-codes"
	srcICoremail  = "https://www.icoremail.vip/support/index.php?cate_id=84"
	srcImapsync   = "https://github.com/imapsync/imapsync/tree/master/FAQ.d"
	srcNetEase    = "NetEase's return codes: https://biecuoliao.com/pa/MBRrwEM.html"
	srcNetEaseERR = "error codes of NetEase enterprise mail: file-index:42844689925"
	srcPostfix    = "https://github.com/vdukhovni/postfix/tree/master/postfix/src/smtpd"
	srcQmail      = "https://github.com/notqmail/notqmail"
	srcQQ         = "https://qqmailbox.com/transceivers/169.html"
	srcQQHelp     = "https://service.mail.qq.com (detail/122)"
	srcSendmail   = "Sendmail (testdata/replies.tsv)"
	srcTable      = "testdata/replies.tsv"
	srcYahoo      = "https://senders.yahooinc.com/smtp-error-codes/"
	srcZimbraIMAP = "https://github.com/Zimbra/zm-mailbox/blob/develop/store/src/java/com/zimbra/cs/imap/ImapHandler.java"
	srcZimbraPOP  = "https://github.com/Zimbra/zm-mailbox/blob/develop/store/src/java/com/zimbra/cs/pop3/Pop3Handler.java"
	srcZoneMTA    = "https://github.com/zone-eu/zone-mta/blob/master/config/bounces.txt"
)

// Where a sentence may stand.
var (
	atLogin    = []fact.Stage{fact.StageAuth}
	atSend     = []fact.Stage{fact.StageSend}
	atMailbox  = []fact.Stage{fact.StageMailbox}
	atOrAfter  = []fact.Stage{fact.StageTLS, fact.StageAuth, fact.StageMailbox, fact.StageSend} // STARTTLS, login and everything behind it
	talking    = []fact.Stage{fact.StageService, fact.StageAuth, fact.StageMailbox, fact.StageSend}
	receiving  = []fact.Stage{fact.StageAuth, fact.StageMailbox}
	connecting = []fact.Stage{fact.StageService}
)
