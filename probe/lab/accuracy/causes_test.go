package accuracy

import (
	"slices"
	"testing"

	"maildiag/report/cause"
)

// unlivable are the causes that can't be provoked in the lab, each with its reason.
var unlivable = map[string]string{
	"send.reverse-dns-missing": "only the recipient's server says it, after the message itself, which is never sent here",
	"send.domain-auth-failed":  "only the recipient's server says it, after the message itself, which is never sent here",
	"send.tls-required":        "said to servers in clear text; maildiag sends nothing in clear text",
	"send.protocol-error":      "said of commands that maildiag does not send",
	"send.policy-rejected":     "a refusal without a reason, mostly after the message itself",
}

// TestEachCauseOnItsFault: it is the first of the verdict on its fault, and silent on its near miss; judged from the saved
// and from the masked report the verdict is the same.
func TestEachCauseOnItsFault(t *testing.T) {
	t.Parallel()
	var trials []trial
	for _, c := range cause.All {
		if c.Fault == "" {
			if unlivable[c.Code] == "" {
				t.Errorf("%s: it has no fault in the lab, and no reason stands here", c.Code)
			}
			continue
		}
		trials = append(trials, trial{faults: c.Fault}, trial{faults: c.NearMiss})
	}
	if every > 1 {
		return // what is proved here needs no race detector
	}
	outcomes := runAll(t, trials)
	for _, c := range cause.All {
		if c.Fault == "" {
			continue
		}
		fault, near := outcomes[0], outcomes[1]
		outcomes = outcomes[2:]
		if fault.first() != c.Code || len(fault.problems) > 0 {
			fault.want = c.Code
			t.Errorf("%s on its fault: %s", c.Code, fault.describe())
		}
		if slices.Contains(near.got, c.Code) || len(near.problems) > 0 {
			t.Errorf("%s on its near miss: %s", c.Code, near.describe())
		}
	}
	for code := range unlivable {
		if c := cause.ByCode(code); c == nil || c.Fault != "" {
			t.Errorf("%s: a reason stands here for nothing", code)
		}
	}
}
