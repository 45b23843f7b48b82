package explain

import (
	"os"
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/cause"
)

// TestBounces: bounces in the styles of many servers; each recipient has its own cause. What is expected stands in
// expected.tsv: "recipient=code|code recipient=code", "-" for a notice that is no failure.
func TestBounces(t *testing.T) {
	data, err := os.ReadFile("testdata/bounces/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) < 30 {
		t.Errorf("only %d bounces", len(lines))
	}
	for _, line := range lines {
		name, expected, _ := strings.Cut(line, "\t")
		file, err := os.Open("testdata/bounces/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		said, err := Read(file)
		file.Close()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if expected == "-" {
			if v := Diagnose(&fact.Set{Said: said}); v.Status != cause.StatusOK || !slices.Contains([]fact.SaidKind{fact.SaidAutoReply, fact.SaidSuccess, fact.SaidAbuse}, said[0].Kind) {
				t.Errorf("%s: %s, %+v", name, v.Status, said)
			}
			continue
		}
		for _, want := range strings.Fields(expected) {
			recipient, codes, _ := strings.Cut(want, "=")
			got := ""
			for i := range said {
				if recipient == "" || said[i].Recipient == recipient {
					m, _ := meaning(&said[i])
					got = m.Code
					break
				}
			}
			if !slices.Contains(strings.Split(codes, "|"), got) {
				t.Errorf("%s: %s means %q, want %s: %+v", name, recipient, got, codes, said)
			}
		}
	}
}

// TestCompoundFile: a message that Outlook saved as .msg, and files that are no text at all.
func TestCompoundFile(t *testing.T) {
	file := append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 600)...)
	for _, r := range "Your message did not reach some or all of the intended recipients.\r\n\r\nbob@example.net\r\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\r\n" {
		file = append(file, byte(r), byte(r>>8))
	}
	file = append(file, make([]byte, 600)...)
	said, err := Read(strings.NewReader(string(file)))
	if err != nil {
		t.Fatal(err)
	}
	if v := Diagnose(&fact.Set{Said: said}); len(v.Findings) != 1 || v.Findings[0].Cause.Code != "send.recipient-rejected" {
		t.Errorf("%+v", said)
	}
	for _, head := range []string{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "\x7fELF\x02\x01\x01\x00"} {
		if _, err := Read(strings.NewReader(head + strings.Repeat("\x00\x01ab", 500))); err != ErrBinary {
			t.Errorf("%q: %v", head, err)
		}
	}
}
