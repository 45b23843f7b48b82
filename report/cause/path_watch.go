package cause

import (
	"fmt"

	"maildiag/report/lang"
	"maildiag/report/route"
)

// watchedLines tell of a way that was watched for a while how often and when it was bad.
func watchedLines(w *route.Way) []lang.Text {
	bad := w.BadTimes()
	if len(w.Path.Rounds) < 12 {
		return nil
	}
	minutes := func(ms float64) string { return fmt.Sprintf("%d:%02d", int(ms)/60000, int(ms)/1000%60) }
	if len(bad) == 0 {
		return []lang.Text{lang.T("watched for {time}: not once without an answer, nor over twice the usual time",
			"持续观察 {time}：没有一次无回应，也没有一次超过平常的两倍").With("time", minutes(w.Path.DurationMS))}
	}
	out := []lang.Text{lang.T("watched for {time}, {rounds} rounds: bad in {bad} of them", "持续观察 {time}，共 {rounds} 轮：其中 {bad} 轮不正常").With(
		"time", minutes(w.Path.DurationMS), "rounds", len(w.Path.Rounds), "bad", w.BadRounds())}
	for i, b := range bad {
		if i == 5 {
			out = append(out, lang.T("… and at {n} more times", "……另外还有 {n} 次").With("n", len(bad)-i))
			break
		}
		out = append(out, lang.T("from {from} to {to}: {lost} of {sent} without an answer, up to {worst}", "{from} 到 {to}：{sent} 次中 {lost} 次无回应，最长 {worst}").With(
			"from", minutes(b.FromMS), "to", minutes(b.ToMS), "lost", b.Lost, "sent", b.Sent, "worst", took(b.Worst)))
	}
	return out
}
