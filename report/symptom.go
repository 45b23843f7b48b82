package report

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/explain"
	"maildiag/report/lang"
)

var (
	textSymptomConfirmed = lang.T(
		"The message that was seen fits what was found here: {title} ({code}).",
		"看到的报错与这次检测的结果一致：{title}（{code}）。")
	textSymptomOther = lang.T(
		"The message that was seen means: {title} ({code}). This run did not meet that: it may come and go, or lie in the mail program; `maildiag codes {code}` tells more.",
		"看到的报错的意思是：{title}（{code}）。这次检测没有遇到这个问题：可能时有时无，也可能出在邮件客户端里；用 `maildiag codes {code}` 查看说明。")
	textSymptomBeside = lang.T(
		"The message that was seen usually means: {title} ({code}). What was found here can show itself in the same way.",
		"看到的报错通常表示：{title}（{code}）。这次查出的问题也可能以同样的方式表现出来。")
	textSymptomUnknown = lang.T(
		"What the message that was seen means is not known.",
		"看到的报错是什么意思，目前还不知道。")
)

// symptom says what the message means that the user saw, and whether the run confirms it.
func symptom(set *fact.Set, v cause.Verdict) lang.Text {
	if set.Run.Symptom == "" {
		return lang.Text{}
	}
	said, err := explain.Read(strings.NewReader(set.Run.Symptom))
	if err != nil {
		return textSymptomUnknown
	}
	meant := explain.Diagnose(&fact.Set{Said: said}).Findings
	if len(meant) == 0 {
		return textSymptomUnknown
	}
	for _, m := range meant {
		if slices.ContainsFunc(v.Findings, func(f cause.Finding) bool { return f.Cause.Code == m.Cause.Code }) {
			return textSymptomConfirmed.With("title", m.Cause.Title, "code", m.Cause.Code)
		}
	}
	other := textSymptomOther
	if v.Status == cause.StatusBroken || v.Status == cause.StatusDegraded {
		other = textSymptomBeside
	}
	return other.With("title", meant[0].Cause.Title, "code", meant[0].Cause.Code)
}
