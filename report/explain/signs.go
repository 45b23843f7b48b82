package explain

import (
	"strings"

	"maildiag/report/cause"
	"maildiag/report/pattern"
)

// How errors look. A line of a log or of a long text is looked at only where it has one of these signs; everything else
// in it is talk.
var (
	enhanced  = pattern.New(`(?:^|[^\d.])[45]\.\d\.\d{1,3}(?:[^\d.]|$)`)
	popNo     = pattern.New(`(?:^|[\s"':>])-ERR\b`)
	imapNo    = pattern.New(`(?:^|[\s"':>])(?:[A-Za-z]{0,4}[0-9.]{1,9}|\*|tag|TAG) (?:NO|BAD|BYE)\b|^(?:NO|BAD|BYE) (?:\[|[A-Z])|^NO$`)
	clientNo  = pattern.New(`(?i)0x8[0-9a-f]{7}\b|\b(?:ssl|sec|pr|ns|mozilla_pkix)_error_[a-z_]+|\bpr_[a-z_]+_error\b|\berr_[a-z]+_[a-z_]+|\bdns_probe_[a-z_]+|\bwsa[a-z]{6,}|\b(?:econn|etimed|ehost|enet|enot)[a-z]+\b|\beai_[a-z]+|\buc_[a-z]+_[a-z_]+|套接字错误|错误号|socket error|winsock`)
	complaint = pattern.New(`(?i)twice|duplicate|two copies|garbled|mojibake|乱码|两份|两封|两次|重复|垃圾箱|垃圾邮件|junk|spam folder|附件|attachment|收不到|不见了|消失|空的|没了|走丢|很慢|很久|晚了|late|disappeared|missing|no mail|not receiving|empty|再次输入|反复|again and again|keeps asking|弹出|浏览器|browser|忘记|卡住|卡在|停在|outbox|发件箱|打不开|blank|空白|白屏|插件|plug-?in|丢包|转发|prison|whitelisted|fake sender|frozen|forbidden|is null|in use|oauth|starttls|login|password|密码|授权码|证书|certificate|clock|时钟|firewall|防火墙|proxy|代理|quota|size|virus|loop|hops|PTR|reverse dns|spf|dkim|dmarc|network|网络|offline|脱机|host|服务器|server`)
	yes       = pattern.New(`(?i)^(?:s: |<<< |< |<- )?(?:[23]\d\d(?:[ -]|$)|\+ok\b|(?:\S+ )?ok\b)`)
	goodbye   = pattern.New(`(?i)\bBYE\b.{0,40}\b(?:logging out|logged out|log ?out|signing off|good ?bye)\b`)
	allWell   = pattern.New(`(?i)\bstatus=sent\b|\bdsn=2\.|\b(?:0|no|without) errors?\b|\berrors?[:= ]+0\b|没有错误|无错误|成功|successful(?:ly)?\b|\bsucceeded\b|\berror=none\b|\bfailed[:= ]+0\b|0 failed`)
)

// signs says how strongly a line speaks of an error: 2 by the form of a refusal or a code, 1 by a word, 0 not at all.
func signs(line string) int {
	line = bareAnswer(line)
	code := hasCode(line)
	switch {
	case strings.Contains(line, "BYE") && goodbye.MatchString(line):
		return 0
	case strings.Contains(line, "-ERR") && popNo.MatchString(line), mayBeTagged(line) && imapNo.MatchString(line), mayBeClient(line) && clientNo.MatchString(line):
		return 2
	case code && !yes.MatchString(line) && refusalAt(line) >= 0:
		return 2
	case strings.ContainsAny(line, "45") && !yes.MatchString(line) && enhanced.MatchString(line) && !allWell.MatchString(line):
		return 2
	case !speaksOfError(line) || allWell.MatchString(line) || yes.MatchString(line):
		return 0
	}
	return 1
}

// introduces are words after which a log or a sentence quotes a server's answer.
var introduces = []string{"said", "replied", "reply", "responded", "response", "returned", "answer", "error", "status", "failed", "bounced", "deferred", "reject", "rejected", "错误", "应答", "回复", "返回", "提示"}

// refusalAt is where in a line a server's refusal begins, with its reply code: at the start, behind the marks of a
// transcript, behind a colon, or behind a word that introduces an answer. -1: nowhere. A number in a sentence is none.
func refusalAt(line string) int {
	for i := 0; i+3 <= len(line); i++ {
		if line[i] != '4' && line[i] != '5' || !digit(line[i+1]) || !digit(line[i+2]) || i > 0 && (digit(line[i-1]) || line[i-1] == '.' || line[i-1] == '-') {
			continue
		}
		if rest := line[i+3:]; rest != "" && rest[0] != ' ' && rest[0] != '-' && !(rest[0] == ':' && len(rest) > 1 && rest[1] == ' ') {
			continue
		}
		if introduced(line[:i]) {
			return i
		}
	}
	return -1
}

// introduced says whether what stands before a code makes it an answer's.
func introduced(head string) bool {
	if strings.HasSuffix(head, ":") {
		return false // a port
	}
	head = strings.TrimRight(head, " \t\"'([“‘「")
	if head == "" {
		return true
	}
	switch head[len(head)-1] {
	case ':':
		before := strings.ToLower(strings.TrimRight(head, ": "))
		return !strings.HasSuffix(before, "port") && !strings.HasSuffix(before, "端口")
	case '<', '~', ']':
		return true
	case '-':
		return strings.HasSuffix(head, "<-") || strings.HasSuffix(head, "<--")
	case '=':
		return strings.HasSuffix(head, "<=") || strings.HasSuffix(strings.ToLower(head), "code=") || strings.HasSuffix(strings.ToLower(head), "status=") || strings.HasSuffix(strings.ToLower(head), "reply=") || strings.HasSuffix(strings.ToLower(head), "error=")
	}
	head = strings.ToLower(head)
	if head == "s" || head == "recv" || head == "server" {
		return true
	}
	for _, word := range introduces {
		if strings.HasSuffix(head, word) {
			return true
		}
	}
	return false
}

// hasCode is a quick look for a reply code: three digits that begin with 4 or 5.
func hasCode(line string) bool {
	for i := 0; i+3 <= len(line); i++ {
		if (line[i] == '4' || line[i] == '5') && digit(line[i+1]) && digit(line[i+2]) && (i+3 == len(line) || !digit(line[i+3])) && (i == 0 || !digit(line[i-1])) {
			return true
		}
	}
	return false
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

func mayBeTagged(line string) bool {
	return strings.Contains(line, "NO") || strings.Contains(line, "BAD") || strings.Contains(line, "BYE")
}

// mayBeClient is a quick look for what codes of programs are made of.
func mayBeClient(line string) bool {
	return strings.Contains(line, "0x8") || strings.ContainsAny(line, "_WE") || strings.Contains(line, "套接字") || strings.Contains(line, "错误号") ||
		strings.Contains(line, "ocket") || strings.Contains(line, "insock") || strings.Contains(line, "econn") || strings.Contains(line, "wsa") || strings.Contains(line, "etimed") || strings.Contains(line, "OCKET") || strings.Contains(line, "0X8")
}

// errorStems are parts of words by which people and programs speak of an error.
var errorStems = strings.Fields(`error fail fatal refus reject denied invalid unable cannot can't couldn't unreachable undeliver incorrect expired
	blocked locked disabled exceed quota bounce defer delayed exception abort unrout greylist timeout relaying fehler fehlgeschlagen unzustellbar
	zugestellt échec erreur fallo rechazad errore ошибка недоставлен entregar remise
	错误 失败 无法 不能 拒绝 退信 退回 超时 中断 断开 异常 禁止 过期 锁定 已满 不存在 不支持 未找到 找不到 不正确 有误 受限 被拒 不可用 不通 不到 冻结 停用
	エラー 失敗 できません 配信不能 오류 실패`)

var errorPhrases = []string{"could not", "timed out", "time out", "unknown user", "user unknown", "not accepted", "returned mail", "reset by", "lost connection", "not exist", "n't exist",
	"not found", "mailbox full", "mailbox is full", "no se pudo", "не удалось", "access is not", "not allowed", "not permitted", "no such"}

func speaksOfError(line string) bool {
	line = strings.ToLower(line)
	for _, list := range [][]string{errorStems, errorPhrases} {
		for _, stem := range list {
			if strings.Contains(line, stem) {
				return true
			}
		}
	}
	return false
}

// formal is signs for prose: there a number with points may be anything.
func formal(line string) int {
	if s := signs(line); s < 2 || popNo.MatchString(line) || imapNo.MatchString(line) || clientNo.MatchString(line) || refusalAt(line) >= 0 && len(cause.Seen(line, "")) > 0 {
		return s
	}
	return 1
}

// refusals are the answers of servers that a text quotes, each from its code on.
func refusals(text string) []string {
	var out []string
	if !hasCode(text) {
		return nil
	}
	for _, line := range logical(text) {
		if yes.MatchString(line) {
			continue
		}
		if at := refusalAt(line); at >= 0 && len(out) < maxHints {
			out = append(out, line[at:])
		}
	}
	return out
}
