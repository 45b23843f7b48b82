package cause

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// contractCodes are the cause codes of the contract. They are a promise: helpdesks search for them.
var contractCodes = strings.Fields(`
client.offline client.captive-portal client.clock-wrong client.proxy client.firewall client.security-software client.tls-too-old client.hosts-override
dns.resolver-unreachable dns.resolver-failing dns.wrong-answer dns.intercepted dns.split-horizon dns.name-not-found dns.slow dns.mx-elsewhere dns.no-mx
tcp.filtered tcp.refused tcp.host-unreachable tcp.reset tcp.ipv6-broken tcp.partial-outage
tls.certificate-expired tls.certificate-not-yet-valid tls.name-mismatch tls.self-signed tls.untrusted-issuer tls.incomplete-chain tls.intercepted
tls.version-too-old tls.legacy-server tls.large-hello-dropped tls.revocation-unreachable tls.handshake-dropped tls.starttls-missing
path.mtu-blackhole service.wrong-protocol service.no-greeting service.rejecting service.temporary
settings.wrong-port settings.wrong-security settings.wrong-host settings.no-encryption settings.auth-method settings.login-form
auth.rejected auth.locked auth.app-password-required auth.oauth-required auth.service-disabled auth.no-common-mechanism auth.client-id-required
auth.too-many-connections auth.mailbox-busy auth.password-expired auth.account-disabled auth.web-login-required auth.policy mailbox.full
send.auth-required send.relay-denied send.sender-rejected send.recipient-rejected send.external-forbidden send.rate-limited send.message-too-large
send.content-rejected send.mailbox-full send.address-blocked path.blocked path.loss path.latency path.loop web.unreachable web.http-error
mailbox.folder-error send.domain-auth-failed send.reverse-dns-missing send.remote-unreachable send.loop send.tls-required send.protocol-error
send.policy-rejected client.store-damaged web.browser-incompatible delay.sender delay.hop delay.greylist delay.clock-skew
receive.filtered-as-spam receive.rule-or-forward receive.sender-gave-up message.duplicated message.garbled message.attachment-lost
client.store-full client.settings-incomplete
settings.no-protocol`)

func TestEveryCauseIsWhole(t *testing.T) {
	var seen []string
	for _, c := range All {
		if slices.Contains(seen, c.Code) {
			t.Errorf("%s: twice in All", c.Code)
		}
		seen = append(seen, c.Code)
		if !slices.Contains(contractCodes, c.Code) {
			t.Errorf("%s: not in the contract", c.Code)
		}
		if ByCode(c.Code) != c {
			t.Errorf("%s: ByCode does not find it", c.Code)
		}
		if !slices.Contains(fact.Stages, c.Stage) || c.Severity.rank() < 0 {
			t.Errorf("%s: stage %q, severity %q", c.Code, c.Stage, c.Severity)
		}
		if c.Find == nil && len(c.Says) == 0 {
			t.Errorf("%s: neither a rule nor words", c.Code)
		}
		if c.Fault != "" && c.Fault == c.NearMiss {
			t.Errorf("%s: its near miss is its fault", c.Code)
		}
		for name, text := range map[string]lang.Text{"title": c.Title, "meaning": c.Means} {
			if text.In(lang.EN) == "" || text.In(lang.ZH) == "" || text.In(lang.EN) == text.In(lang.ZH) || strings.ContainsAny(text.In(lang.EN)+text.In(lang.ZH), "{}") {
				t.Errorf("%s: %s in one language only, or with a gap", c.Code, name)
			}
		}
		if c.Find != nil && (c.Fault == "" || c.NearMiss == "") {
			t.Errorf("%s: fault %q, near miss %q", c.Code, c.Fault, c.NearMiss)
		}
	}
	if ByCode("no.such-code") != nil {
		t.Error("ByCode finds what is not there")
	}
}

// The order of All is the precedence of claims: by stage, as long as measurements decide.
func TestClaimsGoByStage(t *testing.T) {
	last := -1
	for _, c := range All {
		i := slices.Index(fact.Stages, c.Stage)
		if c.Find == nil || c.Stage == fact.StageAuth {
			continue
		}
		if i < last {
			t.Errorf("%s stands behind a later stage", c.Code)
		}
		last = max(last, i)
	}
}

// One cause, one file of its name.
func TestEachMeasuredCauseHasItsFile(t *testing.T) {
	for _, c := range All {
		if c.Find == nil {
			continue
		}
		name := strings.NewReplacer(".", "_", "-", "_").Replace(c.Code) + ".go"
		data, err := os.ReadFile(name)
		if err != nil {
			t.Errorf("%s: %v", c.Code, err)
		} else if !strings.Contains(string(data), `"`+c.Code+`"`) {
			t.Errorf("%s: not in %s", c.Code, name)
		}
	}
}

var oneText = regexp.MustCompile("(?s)lang\\.T\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\",\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\)")

var gap = regexp.MustCompile(`\{[a-z]+\}`)

// Both halves of a text fill the same gaps, and the Chinese one is Chinese with its own punctuation.
func TestTextsOfThisPackage(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	halfWidth := regexp.MustCompile(`\p{Han}[,;:!?]|[,;:!?]\p{Han}`)
	n := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range oneText.FindAllStringSubmatch(string(data), -1) {
			n++
			en, zh := gap.FindAllString(m[1], -1), gap.FindAllString(m[2], -1)
			slices.Sort(en)
			slices.Sort(zh)
			if !slices.Equal(slices.Compact(en), slices.Compact(zh)) {
				t.Errorf("%s: gaps %v and %v: %s", file, en, zh, m[1])
			}
			if halfWidth.MatchString(m[2]) {
				t.Errorf("%s: half-width punctuation in %s", file, m[2])
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d texts found", n)
	}
}
