package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/probe/lab"
	"maildiag/report"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

const exampleProfile = "../../probe/profile/example.yaml"

// TestExampleProfile: its servers are what is tested, and only a file that a flag names vouches for them.
func TestExampleProfile(t *testing.T) {
	p, named, err := readProfile(exampleProfile, nil)
	if err != nil || !named {
		t.Fatal(err, named)
	}
	for _, c := range []struct {
		address string
		named   bool
		servers int
		permit  fact.Permit
	}{
		{"alice@changhong.com", true, 3, fact.PermitProfile},
		{"alice@changhong.com", false, 3, ""},
		{"alice@example.com", true, 0, ""},
	} {
		box, err := parseAddress(c.address)
		if err != nil {
			t.Fatal(err)
		}
		plan := probe.Plan{Address: box.text, Domain: box.domain}
		applyProfile(&plan, p, c.named)
		if len(plan.Profile) != c.servers || (plan.Organisation != nil) != (c.servers > 0) {
			t.Errorf("%s: %+v", c.address, plan.Profile)
		}
		for _, f := range plan.Profile {
			if f.Permit != c.permit {
				t.Errorf("%s: %s may be given a password because of %q", c.address, f.Host, f.Permit)
			}
		}
	}
}

func TestProfilePlaces(t *testing.T) {
	dir := t.TempDir()
	bad, good, away := filepath.Join(dir, "bad.yaml"), filepath.Join(dir, "good.yaml"), filepath.Join(dir, "none.yaml")
	for name, text := range map[string]string{bad: "name: A\ndomains: [a.example]\nserers: {}\n", good: "name: A\ndomains: [a.example]\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if p, _, err := readProfile("", []string{away, filepath.Join(away, "x")}); p != nil || err != nil {
		t.Errorf("no file: %v, %v", p, err)
	}
	if p, named, err := readProfile("", []string{away, good}); p == nil || named || err != nil {
		t.Errorf("a file that lies there: %v, %v, %v", p, named, err)
	}
	_, _, err := readProfile("", []string{bad, good})
	checkUsage(t, "a bad file", err, "did you mean servers?")
	checkUsage(t, "its place", err, "line 3, column 1")
	_, _, err = readProfile(away, []string{good})
	checkUsage(t, "a file that is not there", err, "no such file")
	_, _, err = readProfile(dir, nil)
	checkUsage(t, "a folder", err, "folder")
}

// TestProfileInFixes: whom to call, the limits and the organisation's own words stand in the steps, in both languages.
func TestProfileInFixes(t *testing.T) {
	p, named, err := readProfile(exampleProfile, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ faults, code, en, zh string }{
		{"all.login=locked", "auth.locked", "wait 30 minutes: more than 10 wrong passwords", "超过 10 次"},
		{"plan.password=wrong", "auth.rejected", "not with your staff number", "不是工号"},
		{"plan.send-to=bob@example.net;smtp.send=rate-limited", "send.rate-limited", "50 messages in 15 minutes", "一封邮件最多 100 个收件人"},
		{"plan.send-to=bob@example.net;smtp.send=relay-denied", "send.relay-denied", "10.3.15.240, port 25, no encryption", "10.3.15.240"},
		{"imap.cert=expired", "tls.certificate-expired", "call the mail administrator", "请联系Changhong的信息部邮件管理员"},
	} {
		world, err := lab.New(c.faults)
		if err != nil {
			t.Fatal(err)
		}
		plan := world.Plan()
		facts := p.Profile
		facts.Named = named
		plan.Organisation = &facts
		set, err := report.Mask(probe.Run(t.Context(), world.Env(), plan)) // what the profile says is no secret of the user's
		if err != nil {
			t.Fatal(err)
		}
		v := cause.Diagnose(set)
		world.Close()
		if len(v.Findings) == 0 || v.Findings[0].Cause.Code != c.code {
			t.Errorf("%s: %s", c.faults, told(v))
			continue
		}
		for l, want := range map[lang.Lang]string{lang.EN: c.en, lang.ZH: c.zh} {
			var steps []string
			for _, f := range v.Findings[0].Fixes {
				steps = append(steps, f.In(l))
			}
			if all := strings.Join(steps, "\n"); !strings.Contains(all, want) {
				t.Errorf("%s: %q is not in\n%s", c.faults, want, all)
			}
		}
	}
}
