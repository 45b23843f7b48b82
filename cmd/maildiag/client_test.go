package main

import (
	"strings"
	"testing"

	"maildiag/probe/client"
	"maildiag/probe/fact"
)

func TestAccountOfAProgramBecomesFlags(t *testing.T) {
	account := client.Account{Program: "Thunderbird", Address: "alice@example.com", Login: "alice", Services: []client.Service{
		{Protocol: fact.IMAP, Host: "imap.example.com", Port: 143, Security: fact.None}, {Protocol: fact.SMTP, Host: "smtp.example.com", Port: 465, Security: fact.TLS}}}
	flags := flagsWith(func(*checkFlags) {})
	if err := takeAccount(flags, account); err != nil {
		t.Fatal(err)
	}
	plan, err := makePlan(box, flags)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Services) != 2 || plan.Services[0].Security != fact.None || plan.Services[1].Port != 465 || !plan.Configured || plan.Login != "alice" {
		t.Errorf("%+v", plan)
	}
}

func TestClientIsOffered(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	for input, want := range map[string]string{"\n": "", "": "", "thunderbird\ny\n": "no mail account", "pine\n": "not known", "thunderbird\nn\n": "were not read"} {
		f := newFake(input, nil).tty()
		flags := flagsWith(func(*checkFlags) {})
		if err := f.app().offerClient(box, flags); err != nil || flags.imap.given > 0 {
			t.Errorf("%q: %v, %+v", input, err, flags)
		}
		if !strings.Contains(f.stderr.String(), want) {
			t.Errorf("%q: %q", input, f.stderr.String())
		}
	}
	flags := flagsWith(func(f *checkFlags) { f.client = "pine" })
	checkUsage(t, "a flag that is wrong", newFake("", nil).tty().app().offerClient(box, flags), "not known")
}

func TestClientFlag(t *testing.T) {
	flags := flagsWith(func(f *checkFlags) { f.client = "pine" })
	checkUsage(t, "an unknown program", newFake("", nil).app().fromClient(box, flags), "thunderbird, outlook")
	flags = flagsWith(func(f *checkFlags) { f.client = "thunderbird"; f.imap.Set("imap.example.com") })
	checkUsage(t, "with --imap", newFake("", nil).app().fromClient(box, flags), "leave --imap")
	flags = flagsWith(func(f *checkFlags) { f.client = "thunderbird" })
	checkUsage(t, "no leave", newFake("n\n", nil).tty().app().fromClient(box, flags), "were not read")
	t.Setenv("HOME", t.TempDir())
	checkUsage(t, "no account", newFake("", nil).app().fromClient(box, flags), "no mail account")
	alice := client.Account{Address: "Alice@Example.com"}
	if _, err := oneAccount("X", []client.Account{alice}, address{text: "bob@example.com"}); err == nil {
		t.Error("somebody else's account is taken")
	}
}
