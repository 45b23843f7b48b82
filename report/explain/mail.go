package explain

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"strings"

	"github.com/emersion/go-message"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

// maxMessage is how much of a message is read: a report stands before the message that it is about.
const maxMessage = 8 << 20

// letter is what is kept of one message.
type letter struct {
	subject, from string
	report        string   // report-type of a multipart/report, or what stands for it
	auto          bool     // it says that a program answered
	failed        []string // X-Failed-Recipients
	texts         []string // readable parts, the first ones
	status        []string // message/delivery-status parts
	inner         *letter  // a message that was forwarded as an attachment
	parts         int
}

// readMessage reads a message: a bounce gives a piece a recipient; any other is looked through for errors that it quotes.
func readMessage(in *bufio.Reader) ([]fact.Said, error) {
	skipPreface(in)
	raw := &bytes.Buffer{}
	source := io.TeeReader(io.LimitReader(in, maxMessage), &limited{raw, maxWhole})
	e, err := message.ReadWithOptions(source, &message.ReadOptions{MaxHeaderBytes: maxHeader})
	if e == nil {
		// No MIME that holds: the words alone.
		_, copyErr := io.Copy(io.Discard, source)
		if copyErr != nil && err == nil {
			return nil, copyErr
		}
		return ofText(decode(raw.Bytes()), false), nil
	}
	l := &letter{}
	l.open(e, 0)
	return l.pieces(), nil
}

// limited keeps the first bytes that are written to it.
type limited struct {
	to   *bytes.Buffer
	most int
}

func (l *limited) Write(p []byte) (int, error) {
	if room := l.most - l.to.Len(); room > 0 {
		l.to.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// skipPreface takes off a byte order mark, blank lines and an mbox's "From " line.
func skipPreface(in *bufio.Reader) {
	if head, _ := in.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		in.Discard(3)
	}
	for range 100 {
		head, err := in.Peek(5)
		switch {
		case len(head) > 0 && (head[0] == '\n' || head[0] == '\r' || head[0] == ' ' || head[0] == '\t'):
			in.Discard(1)
		case bytes.Equal(head, []byte("From ")):
			for {
				if _, err = in.ReadSlice('\n'); err != bufio.ErrBufferFull {
					break
				}
			}
		default:
			return
		}
		if err != nil {
			return
		}
	}
}

var words = mime.WordDecoder{CharsetReader: charsetReader}

// header is one field, decoded.
func header(e *message.Entity, name string) string {
	v := e.Header.Get(name)
	if len(v) > 4000 {
		v = v[:4000]
	}
	if out, err := words.DecodeHeader(v); err == nil {
		v = out
	}
	return decode([]byte(v))
}

var autoFields = []string{"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Mail-Autoreply"}

// open reads an entity and the parts in it.
func (l *letter) open(e *message.Entity, depth int) {
	if depth == 0 || l.subject == "" && l.from == "" && l.parts == 0 {
		l.subject, l.from = header(e, "Subject"), header(e, "From")
		auto := strings.ToLower(e.Header.Get("Auto-Submitted"))
		l.auto = strings.HasPrefix(auto, "auto-replied") || strings.EqualFold(strings.TrimSpace(e.Header.Get("Precedence")), "auto_reply")
		for _, f := range autoFields {
			l.auto = l.auto || e.Header.Has(f) && !strings.EqualFold(e.Header.Get(f), "no")
		}
		l.failed = anyAddress.FindAllString(e.Header.Get("X-Failed-Recipients"), 100)
	}
	if l.parts++; l.parts > maxParts || depth > maxDepth {
		return
	}
	kind, params, _ := e.Header.ContentType()
	kind = strings.ToLower(kind)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		if kind == "multipart/report" && l.report == "" {
			l.report = strings.ToLower(params["report-type"])
			if l.report == "" {
				l.report = "delivery-status"
			}
		}
		l.multipart(e, depth)
	case kind == "message/delivery-status", kind == "message/global-delivery-status":
		l.report = "delivery-status"
		l.status = append(l.status, l.text(e, ""))
	case kind == "message/feedback-report":
		l.report = "feedback-report"
	case kind == "message/disposition-notification":
		l.report = "disposition-notification"
		l.texts = append(l.texts, l.text(e, ""))
	case kind == "message/rfc822":
		if l.report == "" && l.inner == nil {
			if inner, _ := message.ReadWithOptions(e.Body, &message.ReadOptions{MaxHeaderBytes: maxHeader}); inner != nil {
				l.inner = &letter{parts: l.parts}
				l.inner.subject, l.inner.from = "", ""
				l.inner.open(inner, depth+1)
				l.parts = l.inner.parts
			}
		}
	case strings.HasPrefix(kind, "text/") && kind != "text/rfc822-headers", kind == "":
		if disposition, _, _ := e.Header.ContentDisposition(); len(l.texts) < 4 && (disposition != "attachment" || len(l.texts) == 0) {
			l.texts = append(l.texts, l.text(e, params["charset"]))
		}
	}
}

func (l *letter) multipart(e *message.Entity, depth int) {
	mr := e.MultipartReader()
	if mr == nil {
		l.texts = append(l.texts, l.text(e, ""))
		return
	}
	for l.parts <= maxParts {
		p, err := mr.NextPart()
		if p == nil {
			if err != nil && err != io.EOF && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				return
			}
			return
		}
		l.open(p, depth+1)
		if len(l.status) > 0 && len(l.texts) > 0 {
			return // what follows is the message that the report is about
		}
	}
}

// text reads a readable part, bounded.
func (l *letter) text(e *message.Entity, charset string) string {
	b, _ := io.ReadAll(io.LimitReader(e.Body, maxText))
	return decodeAs(b, charset)
}

var (
	bounceFrom    = pattern.New(`(?i)mailer[-_.]?daemon|postmaster@|mail delivery (?:sub)?system|mail administrator|mailadmin|microsoftexchange|系统退信|邮件系统|delivery-?(?:daemon|report)|\bmdaemon\b`)
	bounceSubject = pattern.New(`(?i)undeliver|returned mail|returned to sender|failure notice|delivery (?:status|fail|problem|report|has failed|error|delay|was delayed|unsuccessful|incomplete)|mail delivery|non[- ]?deliver|delivery notification|mail system error|could not send message|warning: could not|warning: message|failed mail|mail failure|rejected:|delayed mail|退信|投递失败|发送失败|无法投递|未送达|邮件退回|投递状态|递送失败|传递状态|未传递|无法送达|unzustellbar|zustellung|nicht zustellbar|échec de la remise|non remis|no se puede entregar|no entregad|devuelto|mancato recapito|配信不能|配信エラー|送信エラー|недоставлен|не доставлен`)
	autoSubject   = pattern.New(`(?i)^\s*(?:auto(?:matic)?[ -]?(?:reply|response|answer)|out of (?:the )?office|on vacation|away from|abwesen|automatische antwort|réponse automatique|respuesta automática|risposta automatica|自动回复|自動回覆|不在|\[auto[- ]?reply|autoreply|ooo:|i am (?:away|out)|vacation)`)
	autoWords     = pattern.New(`(?i)\bout of (?:the )?office\b|\bi am (?:currently )?(?:away|on (?:vacation|leave|holiday))|\bi'm (?:away|on (?:vacation|leave|holiday))|\bon annual leave\b|this is an auto(?:matic|mated)[ -]?(?:reply|response)|自动回复|我正在休假|我在休假|外出.{0,6}(?:期间|无法)|abwesend|nicht im (?:büro|haus)|im urlaub`)
	abuseWords    = pattern.New(`(?i)\babuse report for an email message\b|feedback-type:\s*abuse`)
	receiptWords  = pattern.New(`(?i)return receipt for (?:the )?mail|your message (?:was|has been) (?:read|successfully delivered|displayed)|was successfully (?:delivered|relayed) to|successfully delivered to the following|delivery to these recipients or groups is complete|邮件已读|已被阅读|成功送达|已成功投递|read receipt|was displayed on the recipient|relayed to (?:these|the following) recipients`)
)

// pieces judges what kind of message it is and takes it apart.
func (l *letter) pieces() []fact.Said {
	text := ""
	if len(l.texts) > 0 {
		text = redact(repair(l.texts[0]))
	}
	lead := shown(l.subject)
	switch {
	case l.report == "feedback-report", abuseWords.MatchString(clip(text)):
		return []fact.Said{{Kind: fact.SaidAbuse, Line: lead}}
	case l.report == "disposition-notification":
		return []fact.Said{{Kind: fact.SaidSuccess, Line: lead}}
	case len(l.status) > 0:
		return ofReport(strings.Join(l.status, "\n\n"), text)
	case autoSubject.MatchString(l.subject) && !bounceFrom.MatchString(l.from):
		return []fact.Said{{Kind: fact.SaidAutoReply, Line: lead}}
	case bounceFrom.MatchString(l.from), bounceSubject.MatchString(l.subject), l.report == "delivery-status", len(l.failed) > 0:
		if s := ofHuman(text, l.failed); s != nil {
			return s
		}
		for _, other := range l.texts[min(1, len(l.texts)):] {
			if s := ofHuman(redact(repair(other)), l.failed); s != nil {
				return s
			}
		}
		if m := judge(l.subject, nil); len(m) > 0 && m[0].Telling() {
			return []fact.Said{{Kind: fact.SaidBounce, Text: l.subject, Line: lead}}
		}
		if l.auto || autoWords.MatchString(clip(text)) {
			return []fact.Said{{Kind: fact.SaidAutoReply, Line: lead}}
		}
		return []fact.Said{{Kind: fact.SaidBounce, Text: clip(unwrapped(text)), Line: lead}}
	case l.inner != nil:
		return l.inner.pieces()
	}
	if s, ok := plainBounce(text); ok {
		return s
	}
	if l.auto || autoWords.MatchString(clip(text)) && len(text) < 3000 {
		return []fact.Said{{Kind: fact.SaidAutoReply, Line: lead}}
	}
	return ofText(text, true)
}
