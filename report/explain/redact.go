package explain

import (
	"strings"

	"maildiag/report/pattern"
)

// Passwords that stand in a pasted dialogue, log or letter: none gets into a report.
var (
	secretCommand = pattern.New(`(?im)\b((?:AUTH|AUTHENTICATE)[ \t]+(?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5|NTLM)[ \t]+|PASS[ \t]+|^(?:c: |>>> |-> |> )?[a-z]{0,4}[0-9]{1,6}[ \t]+LOGIN[ \t]+\S+[ \t]+)([^\s]+)`)
	secretAnswer  = pattern.New(`(?m)^((?:s: |<<< |<- |< )?(?:334|\+)(?:[ \t].*)?\n[ \t]*(?:C: |>>> |-> |> )?)([A-Za-z0-9+/=]{4,})[ \t]*$`)
	secretNamed   = pattern.New(`(?i)((?:password|passwd|pwd|pass|密码|口令|授权码)[ \t]*(?:is|为|是)?[ \t]*[:=：][ \t]*["']?)([^\s"'，。,;]{4,})`)
	bearer        = pattern.New(`(?i)(bearer[ \t]+)([A-Za-z0-9._~+/=-]{12,})`)
)

const hidden = "***"

// redact hides what is, or may be, a password.
func redact(s string) string {
	lower := strings.ToLower(s)
	for _, sign := range []string{"auth", "pass", "login", "334", "pwd", "密码", "口令", "授权码", "bearer"} {
		if !strings.Contains(lower, sign) {
			continue
		}
		s = secretCommand.ReplaceAllStringFunc(s, func(m string) string {
			p := secretCommand.FindStringSubmatch(m)
			if word(p[2]) {
				return m
			}
			return p[1] + hidden
		})
		for range 3 { // each answer stands between two challenges
			s = secretAnswer.ReplaceAllString(s, "${1}"+hidden)
		}
		s = secretNamed.ReplaceAllStringFunc(s, func(m string) string {
			p := secretNamed.FindStringSubmatch(m)
			if word(p[2]) {
				return m
			}
			return p[1] + hidden
		})
		return bearer.ReplaceAllString(s, "${1}"+hidden)
	}
	return s
}

// word says whether what stands in the place of a password is talk: "incorrect", "错误".
func word(s string) bool {
	if han(s) > 0 {
		return true
	}
	letters := strings.Trim(s, ".,;:!?)(<>[]")
	for _, r := range letters {
		if !(r >= 'a' && r <= 'z') && !(r >= 'A' && r <= 'Z') {
			return false
		}
	}
	return speaksOfError(letters) || notSecret[strings.ToLower(letters)]
}

var notSecret = map[string]bool{"authentication": true, "mechanism": true, "required": true, "login": true, "wrong": true, "mismatch": true, "unsuccessful": true, "plain": true,
	"is": true, "not": true, "and": true, "the": true, "or": true, "command": true, "credentials": true, "attempts": true, "again": true, "yes": true, "none": true, "authorization": true}
