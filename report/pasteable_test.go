package report

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
	"maildiag/report/paste"
)

// well is a run in which both services work.
func well() *fact.Set {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	service := func(p fact.Protocol, port int) fact.Service {
		host := string(p) + ".example.com"
		return fact.Service{Protocol: p, Host: host, Port: port, Security: fact.TLS, Source: fact.SourceUser, Login: &fact.Login{State: fact.LoginOK, MS: 3},
			Attempts: []fact.Attempt{{Addr: "192.0.2.1:993", Reason: fact.ReasonCheck, Security: fact.TLS, Dial: &fact.Dial{MS: 1},
				TLS: &fact.TLSInfo{Version: "TLS 1.3", Chain: []fact.Cert{{NotBefore: start.AddDate(0, -1, 0), NotAfter: start.AddDate(0, 1, 0), DNSNames: []string{host}}},
					Trust: &fact.Trust{System: fact.Yes, Public: fact.Yes, SentAlone: fact.Yes, Name: fact.Yes}},
				Talk: fact.Talk{Greeting: &fact.Reply{Kind: fact.ReplyOK}, Caps: &fact.Caps{List: []string{"IDLE"}}}}}}
	}
	return &fact.Set{Run: fact.Run{Address: "user-1@example.com", Domain: "example.com", Started: start, Masked: true},
		Services: []fact.Service{service(fact.IMAP, 993), service(fact.SMTP, 465)}}
}

// TestACutPasteIsNeverWell: what was cut off may have been the trouble, and the reader is told.
func TestACutPasteIsNeverWell(t *testing.T) {
	set := well()
	if v := cause.Diagnose(set); v.Status != cause.StatusOK {
		t.Fatalf("the whole run is %s: %+v", v.Status, v.Findings)
	}
	lines, err := paste.Encode(set, "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\n")
	judged := 0
	for n := len(text) - 40; n > 40; n -= 16 {
		got, _, err := Decode(strings.NewReader(text[:n]))
		var bad *InputError
		if err != nil {
			if !errors.As(err, &bad) {
				t.Fatal(err)
			}
			continue
		}
		if len(got.Run.Lost) == 0 { // only the last lines' end was cut
			whole, _ := json.Marshal(set)
			if data, _ := json.Marshal(got); string(data) != string(whole) {
				t.Errorf("cut at %d: nothing is said to be lost of\n%s", n, data)
			}
			continue
		}
		judged++
		v := cause.Diagnose(got)
		r := New(got, v, lang.EN, Options{Version: "1.0.0"})
		notes := strings.Join(r.Page.Notes, "\n")
		if v.Status == cause.StatusOK || !strings.Contains(notes, "The paste is incomplete") {
			t.Errorf("cut at %d: %s, and the notes say %q", n, v.Status, notes)
		}
	}
	if judged < 3 {
		t.Errorf("only %d cut pastes could be used", judged)
	}
}

func TestLostPartsInWords(t *testing.T) {
	text := lostList([]string{"services 1/3", "pc 1/1", "paths 2/2", "wibble 1/1"})
	if en := text.In(lang.EN); en != "services (1 of 3), this PC's network, paths (2 of 2), wibble" {
		t.Errorf("%q", en)
	}
	if zh := text.In(lang.ZH); zh != "服务（3 项中缺 1 项）、本机网络、网络路径（2 项中缺 2 项）、wibble" {
		t.Errorf("%q", zh)
	}
}

func TestDecodePastes(t *testing.T) {
	lines, err := paste.Encode(well(), "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\r\n")
	utf16 := []byte{0xff, 0xfe}
	for _, b := range []byte(text) {
		utf16 = append(utf16, b, 0)
	}
	want, _ := json.Marshal(well())
	for name, in := range map[string]string{"plain": text, "BOM": "\ufeff" + text, "UTF-16 of PowerShell": string(utf16), "behind GBK": "\xd3\xca\xbc\xfe\n" + text} {
		set, by, err := Decode(strings.NewReader(in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, _ := json.Marshal(set); string(got) != string(want) || by != "1.0.0" {
			t.Errorf("%s: by %s:\n%s", name, by, got)
		}
	}
	for in, want := range map[string]string{
		"✗ 端口被封锁（tcp.filtered）":                                  "codes tcp.filtered",
		"## ✗ The port is blocked (`tcp.filtered`)":              "codes tcp.filtered",
		"(no.such-code) (see example.com)":                       "no report",
		"-----BEGIN MAILDIAG REPORT-----\n":                      "missing or damaged",
		"-----BEGIN MAILDIAG REPORT-----\nAAAA\n(auth.rejected)": "codes auth.rejected",
	} {
		if _, _, err := Decode(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

func TestSymptomIsCompared(t *testing.T) {
	set := well()
	set.Run.Symptom = "535 Error: authentication failed"
	r := New(set, cause.Diagnose(set), lang.EN, Options{Version: "1"})
	if notes := strings.Join(r.Page.Notes, "\n"); !strings.Contains(notes, "auth.rejected") || !strings.Contains(notes, "did not meet") {
		t.Errorf("%q", notes)
	}
	set.Services[0].Login = &fact.Login{State: fact.LoginRefused, Reply: &fact.Reply{Kind: fact.ReplyNo, RespCode: "AUTHENTICATIONFAILED", Lines: []string{"NO [AUTHENTICATIONFAILED] Authentication failed."}}}
	r = New(set, cause.Diagnose(set), lang.ZH, Options{Version: "1"})
	if notes := strings.Join(r.Page.Notes, "\n"); !strings.Contains(notes, "一致") {
		t.Errorf("%q of %+v", notes, r.Verdict.Causes)
	}
}
