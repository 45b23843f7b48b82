package accuracy

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// table is one kind of trials and what is promised of it.
type table struct {
	name   string
	trials []trial
	least  int // so many, distinct in cause and mechanism
}

// TestAccuracy runs every trial, prints what was misjudged and the totals, and fails below 100 %.
func TestAccuracy(t *testing.T) {
	t.Parallel()
	tables := []table{
		{"faults", faulty, 150},
		{"sentences", spoken, 80},
		{"pairs", pairs, 60},
		{"healthy but odd", odd, 40},
	}
	var all []trial
	for i := range tables {
		tables[i].trials, tables[i].least = thinned(tables[i].trials), tables[i].least/every
	}
	for _, tb := range tables {
		all = append(all, tb.trials...)
	}
	begun := time.Now()
	outcomes := runAll(t, all)
	took := time.Since(begun)

	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\t\tdistinct\tright\tfirst cause right\tfalse alarms\tover the deadline")
	for _, tb := range tables {
		mine := outcomes[:len(tb.trials)]
		outcomes = outcomes[len(tb.trials):]
		s := count(mine)
		fmt.Fprintf(out, "%s\t%d\t%d\t%d\t%.1f %%\t%d\t%d\n", tb.name, len(mine), s.distinct, s.right, 100*float64(s.first)/float64(len(mine)), s.alarms, s.late)
		for _, o := range mine {
			if !o.right() {
				t.Errorf("%s: %s", tb.name, o.describe())
			}
			if o.late {
				t.Errorf("%s: %s: over after %v", tb.name, o.faults, o.took)
			}
		}
		if s.distinct < tb.least {
			t.Errorf("%s: %d distinct, at least %d are wanted", tb.name, s.distinct, tb.least)
		}
	}
	out.Flush()
	fmt.Printf("%d worlds in %.0f s\n", len(all), took.Seconds())
}

// sums are the totals of one table.
type sums struct{ distinct, right, first, alarms, late int }

func count(list []*outcome) sums {
	var s sums
	var seen []string
	for _, o := range list {
		key := o.mechanism
		if key == "" {
			key = o.faults
		}
		want := strings.Fields(o.want)
		if key += " " + o.want; !slices.Contains(seen, key) {
			seen = append(seen, key)
			s.distinct++
		}
		if o.right() {
			s.right++
		}
		if (len(want) == 0 && len(o.got) == 0) || (len(want) > 0 && o.first() == want[0]) {
			s.first++
		}
		for _, code := range o.got {
			if !slices.Contains(want, code) {
				s.alarms++
			}
		}
		if o.late {
			s.late++
		}
	}
	return s
}
