package report

import (
	"strings"

	"maildiag/report/lang"
	"maildiag/report/paste"
)

var (
	textBlock = lang.T(
		"The lines below hold the measurements, for `maildiag read`: leave them in when you pass this on.",
		"下面几行是测量数据，供 `maildiag read` 读取：转发时请一起保留。")
	textPassOn = lang.T(
		"To pass this on: run it again with --copy (clipboard) or -o report.txt (file).",
		"要转发给别人：加 --copy 重新运行可复制到剪贴板，加 -o report.txt 可保存为文件。")
	textFull = lang.T(
		"Nothing is replaced by placeholders (--full): your names and this PC's addresses are in here. Pass it on only to people you trust.",
		"没有使用代号（--full）：内容包含你的用户名和本机地址，只转发给信得过的人。")
	textLost = lang.T(
		"The paste is incomplete, and what is missing could not be judged: {parts}. Ask for the whole report, down to -----END MAILDIAG REPORT-----.",
		"粘贴的报告不完整，缺失的部分无法判断：{parts}。请索要完整的报告，一直到 -----END MAILDIAG REPORT----- 为止。")
	lostParts = map[string]lang.Text{
		"run":      lang.T("what was asked for", "检测对象"),
		"password": lang.T("signs of a mistyped password", "密码特征"),
		"pc":       lang.T("this PC's network", "本机网络"),
		"services": lang.T("services", "服务"),
		"names":    lang.T("names looked up", "域名解析"),
		"domain":   lang.T("the domain", "域名信息"),
		"profile":  lang.T("the organisation's profile", "单位配置"),
		"paths":    lang.T("paths", "网络路径"),
		"message":  lang.T("the message header", "邮件头"),
		"said":     lang.T("the error texts", "错误文字"),
	}
	textLostOf = lang.T("{part} ({n} of {all})", "{part}（{all} 项中缺 {n} 项）")
)

// pasteable adds what a report needs on its way to somebody else. A block stands behind the words, where it pushes no
// verdict off the screen; where it would (on a terminal), the caller asks for the hint in its place.
func pasteable(p *Page, r *Report, l lang.Lang, opts Options) {
	run := &r.Facts.Run
	if len(run.Lost) > 0 {
		p.Notes = append(p.Notes, textLost.With("parts", lostList(run.Lost)).In(l))
	}
	if !run.Masked && (run.Address != "" || len(r.Facts.PC.Interfaces) > 0) {
		p.Footer = append(p.Footer, textFull.In(l))
	}
	if opts.Hint {
		p.Footer = append(p.Footer, textPassOn.In(l))
	}
	if !opts.Paste {
		return
	}
	by := r.Tool.Version
	if r.Tool.MeasuredBy != "" {
		by = r.Tool.MeasuredBy
	}
	block, err := paste.Encode(r.Facts, by)
	if err != nil || block == nil {
		return // facts beyond what a paste may hold: JSON takes them
	}
	p.Footer = append(p.Footer, textBlock.In(l))
	p.Block = block
}

// lostList puts what is lost into words.
func lostList(lost []string) lang.Text {
	var out []lang.Text
	for _, entry := range lost {
		name, counts, _ := strings.Cut(entry, " ")
		n, all, _ := strings.Cut(counts, "/")
		part, known := lostParts[name]
		switch {
		case !known:
			part = lang.Same(name)
			fallthrough
		case all == "1" || all == "":
			out = append(out, part)
		default:
			out = append(out, textLostOf.With("part", part, "n", n, "all", all))
		}
	}
	return lang.Join(comma, out...)
}
