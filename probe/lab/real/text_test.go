//go:build linux

package real

import (
	"strings"
	"testing"
	"unicode"
)

// TestText runs the program as a person does, in text form, with everything shown.
func TestText(t *testing.T) {
	Need(t)
	binary(t)
	evil := "554-\x1b]0;owned\x07mail.example.com\r\n554 \x1b[31m\u009b2Jgo away\x00\r\n"
	healthy := &scenario{args: "--imap {imap} --pop3 {pop} --smtp {smtp} -v --full"}
	refused := &scenario{site: Site{Label: "refused"}, args: healthy.args, password: wrongPassword, exit: 1}
	banner := &scenario{site: Site{Label: "banner", Script: scripts(587, Says(evil))}, args: "--smtp {smtp}:587 -v --full", exit: 1}
	w := New(t, Options{Sites: []*Site{&healthy.site, &refused.site, &banner.site}})
	for name, sc := range map[string]*scenario{"healthy": healthy, "refused": refused, "banner": banner} {
		for _, format := range []string{"text", "json"} {
			for _, lang := range []string{"en", "zh"} {
				t.Run(strings.Join([]string{name, format, lang}, "-"), func(t *testing.T) {
					t.Parallel()
					args, env := sc.command(w, lang, format)
					ran, err := w.PC().Run(append(env, "LC_ALL=C.UTF-8"), binary(t), args...)
					if err != nil {
						t.Fatal(err)
					}
					out := string(ran.Stdout) + string(ran.Stderr)
					if ran.Exit != sc.exit {
						t.Errorf("exit status %d, want %d\n%s", ran.Exit, sc.exit, out)
					}
					if !strings.Contains(out, sc.site.Domain()) {
						t.Errorf("the output does not name the servers:\n%s", out)
					}
					sc.verifySecret(t, ran.Stdout, ran.Stderr)
					if i := strings.IndexFunc(out, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); i >= 0 {
						t.Errorf("a control character in the output: %q", out[max(0, i-40):min(len(out), i+40)])
					}
				})
			}
		}
	}
}
