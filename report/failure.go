package report

import (
	"fmt"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

var (
	textFailure = lang.T("{service}, {step}: {what}", "{service}，{step}：{what}")
	textSaid    = lang.T("the server said “{words}”", "服务器回答“{words}”")
	textRaw     = lang.T("{what} ({raw})", "{what}（{raw}）")
)

// failureSentence tells one failure in plain words, as far as it is known.
func failureSentence(f *cause.Failure) lang.Text {
	return textFailure.With("service", failedAt(f), "step", step(f), "what", what(f))
}

// failedAt names the service, and the address where one of several failed.
func failedAt(f *cause.Failure) lang.Text {
	name := serviceName(f.Service)
	if f.Partial && f.Attempt != nil {
		name += " (" + f.Attempt.Addr + ")"
	}
	return lang.Same(name)
}

// step names what was being done.
func step(f *cause.Failure) lang.Text {
	if f.Certificate {
		return lang.T("certificate", "证书")
	}
	op := ""
	if f.Failure != nil {
		op = f.Failure.Op
	}
	switch op {
	case "connect":
		return lang.T("connecting", "连接")
	case "handshake":
		return lang.T("starting the encryption", "建立加密")
	case "greeting":
		return lang.T("greeting", "等待问候语")
	case "capability":
		return lang.T("asking what the server can do", "询问服务器功能")
	case "starttls":
		return lang.T("asking for encryption (STARTTLS)", "请求加密（STARTTLS）")
	}
	switch f.Stage {
	case fact.StageDNS:
		return lang.T("looking up the name", "解析域名")
	case fact.StageTCP:
		return lang.T("connecting", "连接")
	case fact.StageTLS:
		return lang.T("encryption", "加密")
	case fact.StageService:
		return lang.T("first words", "开始对话")
	case fact.StageAuth:
		return lang.T("login", "登录")
	case fact.StageMailbox:
		return lang.T("opening the inbox", "打开收件箱")
	case fact.StageSend:
		return lang.T("asking to send", "请求发信")
	}
	return lang.Same(string(f.Stage))
}

// what says how it ended. The system's or the server's own words follow where there are any.
func what(f *cause.Failure) lang.Text {
	if f.Certificate {
		return lang.T("this PC would not accept it", "本机不接受它")
	}
	if f.Reply != nil && f.Reply.Text() != "" {
		return textSaid.With("words", f.Reply.Text())
	}
	text := lang.T("it failed", "失败")
	if t, ok := ended[f.Class()]; ok {
		text = t
	}
	if f.Failure == nil {
		return text
	}
	text = text.With("time", seconds(f.Failure.AfterMS))
	switch {
	case f.Failure.FirstBytes != "":
		return textRaw.With("what", text, "raw", f.Failure.FirstBytes)
	case f.Failure.Raw != "" && f.Class() != fact.Cut:
		return textRaw.With("what", text, "raw", f.Failure.Raw)
	}
	return text
}

var ended = map[fact.Class]lang.Text{
	fact.Refused:         lang.T("refused", "被拒绝"),
	fact.TimedOut:        lang.T("no answer within {time}", "{time}内没有回应"),
	fact.Reset:           lang.T("cut off by the other side or something on the way", "被对方或中途的设备切断"),
	fact.EOF:             lang.T("the other side hung up", "对方挂断了连接"),
	fact.HostUnreachable: lang.T("the network says that the server can't be reached", "网络报告无法到达服务器"),
	fact.NetUnreachable:  lang.T("this PC knows no way there", "本机没有通往那里的网络"),
	fact.AddrUnavailable: lang.T("this PC has no address of that kind", "本机没有这一类地址"),
	fact.Denied:          lang.T("this PC itself forbids it", "被本机自己禁止"),
	fact.Alert:           lang.T("the other side broke it off", "对方中止了加密"),
	fact.BadTLS:          lang.T("the encryption that was offered could not be used", "对方给出的加密无法使用"),
	fact.NotTLS:          lang.T("what answers there does not speak TLS", "那里应答的不是 TLS"),
	fact.WrongProtocol:   lang.T("another kind of server answers there", "那里应答的是另一种服务器"),
	fact.Answered:        lang.T("the server said no", "服务器拒绝了"),
	fact.NotOffered:      lang.T("the server does not offer it", "服务器不提供"),
	fact.TooMuch:         lang.T("the server sent far too much", "服务器发来的数据多得不正常"),
	fact.Cut:             lang.T("the run ended before this was known", "检测结束时还没有结果"),
	fact.NoAddress:       lang.T("it led to no address", "没有得到任何地址"),
}

// seconds writes a duration for a sentence.
func seconds(ms float64) lang.Text {
	if ms < 999.5 {
		return lang.T("{n} ms", "{n} 毫秒").With("n", fmt.Sprintf("%.0f", ms))
	}
	return lang.T("{n} s", "{n} 秒").With("n", fmt.Sprintf("%.1f", ms/1000))
}
