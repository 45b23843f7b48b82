//go:build linux

package real

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// verifyReplay gives the report to `maildiag read`, which must come to the same verdict.
func (o *outcome) verifyReplay(t *testing.T, further ...string) {
	t.Helper()
	file, err := os.CreateTemp(o.w.dir, "report-")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Write(o.Stdout); err != nil {
		t.Fatal(err)
	}
	if err := file.Chmod(0o644); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"read", file.Name(), "--format", "json", "--lang", o.lang}, further...)
	ran, err := o.w.PC().Run(nil, binary(t), args...)
	if err != nil {
		t.Fatal(err)
	}
	var again report
	if err := json.Unmarshal(ran.Stdout, &again); err != nil {
		t.Fatalf("maildiag read gives no JSON object: %v\n%s", err, ran.Stderr)
	}
	if ran.Exit != o.Exit {
		t.Errorf("read again, exit status %d, want %d", ran.Exit, o.Exit)
	}
	if !reflect.DeepEqual(again.Verdict, o.report.Verdict) {
		t.Errorf("read again, the verdict is\n%+v\nand was\n%+v", again.Verdict, o.report.Verdict)
	}
}
