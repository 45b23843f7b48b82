package explain

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestNoSecret: a password in a pasted text gets into nothing that is kept.
func TestNoSecret(t *testing.T) {
	const secret = "Hunter2xyz"
	const coded = "AGFsaWNlAEh1bnRlcjJ4eXo="
	for _, text := range []string{
		"AUTH PLAIN " + coded + "\n535 5.7.8 Authentication failed",
		"EHLO pc\n250 AUTH LOGIN\nAUTH LOGIN\n334 VXNlcm5hbWU6\nYWxpY2U=\n334 UGFzc3dvcmQ6\nSHVudGVyMnh5eg==\n535 5.7.8 Authentication failed",
		"C: a1 LOGIN alice " + secret + "\nS: a1 NO [AUTHENTICATIONFAILED] failed",
		"USER alice\n+OK\nPASS " + secret + "\n-ERR invalid password",
		"my password: " + secret + " gives 535 authentication failed",
		"邮箱密码：" + secret + "，提示 535 Error: authentication failed",
		"From: a@example.com\nSubject: x\nMIME-Version: 1.0\n\nLog:\nPASS " + secret + "\n-ERR [AUTH] invalid\n",
	} {
		said, err := Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(said)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{secret, coded, "SHVudGVyMnh5eg=="} {
			if strings.Contains(string(data), s) {
				t.Errorf("%q is kept of %q: %s", s, text, data)
			}
		}
		if got := answer(t, text); got != "auth.rejected" && got != "auth.app-password-required" {
			t.Errorf("%q means %q", text, got)
		}
	}
	for _, text := range []string{"-ERR invalid password: incorrect", "密码：错误", "AUTH PLAIN failed", "535 password: wrong"} {
		if redact(text) != text {
			t.Errorf("%q became %q", text, redact(text))
		}
	}
}
