package main

import (
	"context"
	"testing"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/probe/lab"
	"maildiag/report"
	"maildiag/report/cause"
)

// inLab is the verdict on a world, judged from the facts as a saved report gives them back.
func inLab(t *testing.T, faults string) cause.Verdict {
	t.Helper()
	world, err := lab.New(faults)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	plan := world.Plan()
	if len(plan.Services) == 0 {
		plan = probe.Discover(context.Background(), world.Env(), plan)
	}
	set, err := report.Mask(probe.Run(context.Background(), world.Env(), plan))
	if err != nil {
		t.Fatal(err)
	}
	v := cause.Diagnose(set)
	if len(v.Crashed) > 0 {
		t.Fatalf("crashed: %v", v.Crashed)
	}
	return v
}

// TestSettings: what is wrong with a configured setting is named, and what only looks wrong is not.
func TestSettings(t *testing.T) {
	for _, c := range []struct{ faults, want string }{
		// The server's name.
		{"dns.srv=on;plan.imap=pop.example.com:993/tls", "settings.wrong-host"},
		{"web.autoconfig=on;plan.imap=imapp.example.com:993/tls", "settings.wrong-host"},
		{"plan.smtp=smpt.example.com:465/tls", "settings.wrong-host"},
		{"domain.mx=exmail;plan.imap=imap.qq.com:993/tls;plan.pop3=off;plan.smtp=smtp.exmail.qq.com:465/tls", "settings.wrong-host"},
		{"domain.mx=takes-no-login;plan.smtp=mx.example.com:25/starttls", "settings.wrong-host"},
		{"domain.mx=takes-no-login;plan.smtp=mx.example.com:587/starttls", "settings.wrong-host"},
		// A published or usual value that fails keeps its own cause.
		{"dns.srv=on;imap.tcp@993=refused", "tcp.refused"},
		{"dns.srv=on;smtp.tcp@465=filtered", "tcp.filtered"},
		{"imap.cert=expired;dns.srv=on", "tls.certificate-expired"},
		{"plan.imap=imapp.example.com:993/tls;imap.tcp=refused;imap.host=refused", "dns.name-not-found"}, // nothing that works was found
		{"domain.mx=exmail;plan.imap=imap.exmail.qq.com:993/tls;plan.pop3=off;plan.smtp=smtp.exmail.qq.com:465/tls;plan.password=wrong", "auth.rejected"},
		// What works is fine, whatever is published.
		{"web.autoconfig=on;plan.smtp=smtp.example.com:465/tls", ""},
		{"web.autoconfig=elsewhere", ""},
		{"dns.srv=on;plan.imap=imap.example.com:143/starttls", ""},
		// Port and security with discovered values.
		{"dns.srv=on;plan.imap=imap.example.com:994/tls", "settings.wrong-port"},
		{"dns.srv=on;plan.imap=imap.example.com:143/tls", "settings.wrong-security"},
		{"imap.starttls=missing;plan.imap=imap.example.com:143/none", "settings.no-encryption"},
		{"imap.starttls=missing;plan.imap=imap.example.com:143/none;imap.tcp@993=refused", ""}, // there is no encryption to choose
		{"plan.imap=smtp.example.com:993/tls", "settings.wrong-host"},
		// The login name.
		{"web.autoconfig=on;plan.login=alice;plan.smtp=smtp.example.com:587/starttls", "settings.login-form"},
		{"plan.login=alice", "auth.rejected"},
		// The domain.
		{"domain.mx=aliyun;plan.imap=imap.exmail.qq.com:993/tls;plan.pop3=off;plan.smtp=smtp.exmail.qq.com:465/tls", "dns.mx-elsewhere"},
		{"domain.mx=exmail;plan.imap=imap.exmail.qq.com:993/tls;plan.pop3=off;plan.smtp=smtp.exmail.qq.com:465/tls", ""},
		{"domain.mx=filter", ""},
		{"domain.mx=exmail", ""}, // one's own servers, and mail that comes in through a provider
		// The webmail page.
		{"web.mail=on", ""},
		{"web.mail=refused", "web.unreachable"},
		{"web.mail=error", "web.http-error"},
		{"web.mail=error;imap.cert=expired", "tls.certificate-expired"},
		// No access for mail programs at all.
		{"web.autodiscover=on;dns.name=missing;plan.services=none", "settings.no-protocol"},
		{"web.autodiscover=on;plan.services=none", ""},
	} {
		t.Run(c.faults, func(t *testing.T) {
			t.Parallel()
			v := inLab(t, c.faults)
			got := ""
			if len(v.Findings) > 0 {
				got = v.Findings[0].Cause.Code
			}
			if got != c.want || c.want == "" && v.Status != cause.StatusOK {
				t.Errorf("%s (%s), want %s: %s", got, v.Status, c.want, told(v))
			}
		})
	}
}

// TestFaultsOfSettings: each of these causes is first on its fault, and silent on its near miss.
func TestFaultsOfSettings(t *testing.T) {
	for _, code := range []string{"settings.wrong-host", "settings.wrong-port", "settings.wrong-security", "settings.no-encryption",
		"settings.no-protocol", "dns.mx-elsewhere", "web.unreachable", "web.http-error"} {
		c := cause.ByCode(code)
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			if v := inLab(t, c.Fault); len(v.Findings) == 0 || v.Findings[0].Cause != c {
				t.Errorf("%s: %s", c.Fault, told(v))
			}
			for _, f := range inLab(t, c.NearMiss).Findings {
				if f.Cause == c {
					t.Errorf("%s: it fires", c.NearMiss)
				}
			}
		})
	}
}

// TestNoPasswordWithoutLeave: a server outside the domain that only a look-up names gets none.
func TestNoPasswordWithoutLeave(t *testing.T) {
	world, err := lab.New("web.autoconfig=elsewhere;plan.services=none")
	if err != nil {
		t.Fatal(err)
	}
	defer world.Close()
	plan := probe.Discover(context.Background(), world.Env(), world.Plan())
	set := probe.Run(context.Background(), world.Env(), plan)
	if n := len(world.Logins()); n != 0 {
		t.Errorf("%d logins", n)
	}
	for _, s := range set.Services {
		if s.Login == nil || s.Login.Skipped != fact.SkipHostNotAllowed {
			t.Errorf("%s: %+v", s.Host, s.Login)
		}
	}
}
