// Package accuracy measures how often the verdict is right: every fault of the embedded lab that has a cause of its own,
// healthy worlds that look odd, and pairs of faults, each run through the whole pipeline (probe.Run, the saved JSON, the
// masked report) and judged. It holds tests alone.
//
// It owns the tables of what must be found: faults_test.go (one fault, told by measuring), words_test.go (one fault, told
// by a server's sentence), healthy_test.go, pairs_test.go, causes_test.go (each cause on its own fault and near miss) and
// lookalikes_test.go (cases that are taken for one another).
//
// Not here: how a fault is made (package lab), real servers and kernels (package lab/real), and hand-made facts
// (report/cause). Runs go side by side, many more than there are processors, because nearly all of their time is waiting.
package accuracy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/probe/lab"
	"maildiag/report"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// trial is one world, and what must be said of it.
type trial struct {
	faults string
	// want are the codes that must be found, first to last, and no others; none: nothing is wrong.
	want string
	// mechanism groups trials that differ in no more than protocol or wording: they count once. Empty: the faults themselves.
	mechanism string
}

// outcome is what became of a trial.
type outcome struct {
	trial
	got      []string // codes in order
	status   cause.Status
	problems []string // what is wrong beside the codes
	set      *fact.Set
	verdict  cause.Verdict
	took     time.Duration
	late     bool
}

// first is the first code, "" for none.
func (o *outcome) first() string {
	if len(o.got) == 0 {
		return ""
	}
	return o.got[0]
}

func (o *outcome) right() bool { return strings.Join(o.got, " ") == o.want && len(o.problems) == 0 }

// deadline is that of `check`; grace is what a busy computer may add to it.
const (
	deadline = 30 * time.Second
	grace    = 3 * time.Second
)

var slots = make(chan struct{}, sideBySide)

// starting are the worlds in their first moments, in which they compute more than they wait. Few at a time: what a busy
// computer delays would be measured as a slow network.
var starting = make(chan struct{}, 3)

const firstMoments = 150 * time.Millisecond

// runAll runs the trials side by side, each world once however many trials want it.
func runAll(t *testing.T, trials []trial) []*outcome {
	t.Helper()
	out := make([]*outcome, len(trials))
	var all sync.WaitGroup
	for i, tr := range trials {
		all.Add(1)
		go func() {
			defer all.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			out[i] = worlds.run(tr)
		}()
	}
	all.Wait()
	return out
}

// cache keeps the outcome of each world: the tables name some of them more than once.
type cache struct {
	mu    sync.Mutex
	known map[string]func() outcome
}

var worlds = &cache{known: map[string]func() outcome{}}

func (c *cache) run(tr trial) *outcome {
	c.mu.Lock()
	f := c.known[tr.faults]
	if f == nil {
		f = sync.OnceValue(func() outcome { return run(tr.faults) })
		c.known[tr.faults] = f
	}
	c.mu.Unlock()
	o := f()
	o.trial = tr
	return &o
}

// calm waits until this computer keeps its appointments again, for at most five seconds: a world that starts while a
// ten-millisecond timer is late by several times that would measure the computer and not the lab.
func calm() {
	for range 100 {
		begun := time.Now()
		time.Sleep(10 * time.Millisecond)
		if time.Since(begun) < 40*time.Millisecond {
			return
		}
	}
}

// thinned leaves rows out where the race detector runs.
func thinned(list []trial) []trial {
	var out []trial
	for i := 0; i < len(list); i += every {
		out = append(out, list[i])
	}
	return out
}

// run is one world from the plan to the verdict, judged three times: as measured, as saved and read again, and masked.
func run(faults string) (o outcome) {
	o.faults = faults
	starting <- struct{}{}
	calm()
	time.AfterFunc(firstMoments, func() { <-starting })
	world, err := lab.New(faults)
	if err != nil {
		o.problems = append(o.problems, err.Error())
		return o
	}
	defer world.Close()
	plan := world.Plan()
	begun := time.Now()
	if len(plan.Services) == 0 {
		plan = probe.Discover(context.Background(), world.Env(), plan)
	}
	o.set = probe.Run(context.Background(), world.Env(), plan)
	o.took = time.Since(begun)
	o.late = o.took > deadline+grace
	o.verdict = cause.Diagnose(o.set)
	o.status = o.verdict.Status
	for _, f := range o.verdict.Findings {
		o.got = append(o.got, f.Cause.Code)
	}
	o.problems = append(o.verdict.Crashed, o.again()...)
	return o
}

// again judges the saved and the masked report.
func (o *outcome) again() []string {
	var bad []string
	want := told(o.verdict)
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		data, err := json.Marshal(report.New(o.set, o.verdict, l, report.Options{Version: "test"}))
		if err != nil {
			return append(bad, err.Error())
		}
		saved, _, err := report.Decode(bytes.NewReader(data))
		if err != nil {
			return append(bad, err.Error())
		}
		if got := told(cause.Diagnose(saved)); got != want {
			bad = append(bad, "judged otherwise when saved: "+got)
		}
	}
	masked, err := report.Mask(o.set)
	if err != nil {
		return append(bad, err.Error())
	}
	if got := told(cause.Diagnose(masked)); got != want {
		bad = append(bad, "judged otherwise when masked: "+got)
	}
	return bad
}

// told is a verdict without its words.
func told(v cause.Verdict) string {
	out := []string{string(v.Status)}
	for _, f := range v.Findings {
		out = append(out, strings.Join([]string{f.Cause.Code, f.Subject, string(f.Severity), string(f.Confidence), fmt.Sprint(f.Alternatives)}, " "))
	}
	for _, f := range v.Unexplained {
		out = append(out, "unexplained "+string(f.Stage)+" "+string(f.Class()))
	}
	return strings.Join(out, "; ")
}

// describe tells of a trial that was judged wrong.
func (o *outcome) describe() string {
	want := o.want
	if want == "" {
		want = "nothing"
	}
	text := fmt.Sprintf("%s\n\twant %s\n\tgot  %s", o.faults, want, told(o.verdict))
	for _, p := range o.problems {
		text += "\n\t" + p
	}
	return text
}
