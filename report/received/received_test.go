package received

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
)

func TestHops(t *testing.T) {
	at := time.Date(2026, 11, 2, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, line string
		want       fact.Relay
	}{
		{"Postfix with TLS", "from mail.example.net (mail.example.net [192.0.2.7])\n (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519)\n (No client certificate requested)\n by mx.example.com (Postfix) with ESMTPS id 4Xyz for <li@example.com>; Mon,  2 Nov 2026 10:00:00 +0800 (CST)",
			fact.Relay{From: "mail.example.net", Name: "mail.example.net", IP: "192.0.2.7", By: "mx.example.com", With: "ESMTPS", TLS: "TLSv1.3", For: "li@example.com"}},
		{"Postfix, unknown client", "from pc (unknown [2001:db8::7]) by mx.example.com (Postfix) with ESMTPSA id 1; Mon, 2 Nov 2026 02:00:00 +0000",
			fact.Relay{From: "pc", IP: "2001:db8::7", By: "mx.example.com", With: "ESMTPSA", TLS: "yes"}},
		{"Exim", "from [192.0.2.7] (port=4501 helo=pc.example.net) by mx.example.com with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <bob@example.net>) id 1a2b3c-0001 for li@example.com; Mon, 02 Nov 2026 10:00:00 +0800",
			fact.Relay{From: "pc.example.net", IP: "192.0.2.7", By: "mx.example.com", With: "ESMTPS", TLS: "TLS1.3", For: "li@example.com"}},
		{"Exchange", "from AB1PR01MB0001.apcprd01.prod.outlook.com (2603:1096:100::17) by AB1PR01MB0002.apcprd01.prod.outlook.com (2603:1096:4::21) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9115.10; Mon, 2 Nov 2026 02:00:00 +0000",
			fact.Relay{From: "AB1PR01MB0001.apcprd01.prod.outlook.com", IP: "2603:1096:100::17", By: "AB1PR01MB0002.apcprd01.prod.outlook.com", With: "SMTP", TLS: "TLS1_2"}},
		{"Exchange, mapi", "from EX1.corp.example ([fe80::1]) by EX1.corp.example ([fe80::1%12]) with mapi id 14.03.0513.000; Mon, 2 Nov 2026 10:00:00 +0800",
			fact.Relay{From: "EX1.corp.example", IP: "fe80::1", By: "EX1.corp.example", With: "MAPI"}},
		{"Gmail, inner", "by 2002:a05:6a00:1234:b0:5f0:1 with SMTP id abc123; Sun, 1 Nov 2026 18:00:00 -0800 (PST)",
			fact.Relay{By: "2002:a05:6a00:1234:b0:5f0:1", With: "SMTP"}},
		{"Gmail", "from mail.example.net (mail.example.net. [192.0.2.7]) by mx.google.com with ESMTPS id abc for <li@gmail.com> (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128); Sun, 01 Nov 2026 18:00:00 -0800 (PST)",
			fact.Relay{From: "mail.example.net", Name: "mail.example.net", IP: "192.0.2.7", By: "mx.google.com", With: "ESMTPS", TLS: "TLS1_3", For: "li@gmail.com"}},
		{"qmail, network", "from unknown (HELO pc.example.net) (192.0.2.7) by mx.example.com with SMTP; 2 Nov 2026 02:00:00 -0000",
			fact.Relay{From: "pc.example.net", IP: "192.0.2.7", By: "mx.example.com", With: "SMTP"}},
		{"qmail, invoked", "(qmail 4501 invoked by uid 89); 2 Nov 2026 02:00:00 -0000",
			fact.Relay{By: "qmail", With: "local"}},
		{"Coremail webmail", "from bob$example.cn ( [192.0.2.7] ) by ajax-webmail-wmsvr12 (Coremail) ; Mon, 2 Nov 2026 10:00:00 +0800 (GMT+08:00)",
			fact.Relay{From: "bob$example.cn", IP: "192.0.2.7", By: "ajax-webmail-wmsvr12"}},
		{"NetEase", "from pc (unknown [192.0.2.7]) by smtp3 (Coremail) with SMTP id DcmowAD; Mon, 02 Nov 2026 10:00:00 +0800 (CST)",
			fact.Relay{From: "pc", IP: "192.0.2.7", By: "smtp3", With: "SMTP"}},
		{"QQ", "from smtp.example.cn ( [192.0.2.7]) by newxmmxszc6.qq.com (NewMX) with SMTP id 1A2B; Mon, 02 Nov 2026 10:00:00 +0800",
			fact.Relay{From: "smtp.example.cn", IP: "192.0.2.7", By: "newxmmxszc6.qq.com", With: "SMTP"}},
		{"Sendmail", "from pc.example.net (pc.example.net [192.0.2.7] (may be forged)) by mx.example.com (8.17.1/8.17.1) with ESMTPS id 1A2 (version=TLSv1.2 cipher=ECDHE bits=256 verify=NO) for <li@example.com>; Mon, 2 Nov 2026 10:00:00 +0800",
			fact.Relay{From: "pc.example.net", Name: "pc.example.net", IP: "192.0.2.7", By: "mx.example.com", With: "ESMTPS", TLS: "TLSv1.2", For: "li@example.com"}},
		{"Go's clock", "from pc by relay.example.com with HTTP; 2026-11-02 10:00:00.123456789 +0800 CST m=+0.000123",
			fact.Relay{From: "pc", By: "relay.example.com", With: "HTTP"}},
		{"no semicolon", "from a.example.com by b.example.com with SMTP id 1 Mon, 2 Nov 2026 10:00:00 +0800",
			fact.Relay{From: "a.example.com", By: "b.example.com", With: "SMTP"}},
		{"a comment that is never closed", "from a.example.com (a; b by b.example.com with SMTP; Mon, 2 Nov 2026 10:00:00 +0800",
			fact.Relay{From: "a.example.com", By: ""}},
		{"Chinese date", "from a.example.com by b.example.com with SMTP; 2026年11月2日 10:00:00 +0800",
			fact.Relay{From: "a.example.com", By: "b.example.com", With: "SMTP"}},
		{"ctime", "from a.example.com by b.example.com with SMTP; Mon Nov  2 10:00:00 2026 +0800",
			fact.Relay{From: "a.example.com", By: "b.example.com", With: "SMTP"}},
	} {
		c.want.Time = &fact.Stamp{Time: at}
		got := hop(strings.Join(strings.Fields(c.line), " "))
		if got.Time == nil || *got.Time != *c.want.Time {
			t.Errorf("%s: time %+v", c.name, got.Time)
		}
		got.Time, c.want.Time = nil, nil
		if got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	at := time.Date(2026, 11, 2, 2, 0, 5, 0, time.UTC)
	for text, want := range map[string]*fact.Stamp{
		"Mon, 2 Nov 2026 10:00:05 +0800":           {Time: at},
		"Mon, 2 Nov 2026 10:00:05 +0800 (CST)":     {Time: at},
		"Mon, 2 Nov 2026 02:00:05 GMT":             {Time: at},
		"Mon, 2 Nov 2026 02:00:05 UT":              {Time: at},
		"2 Nov 26 10:00:05 +0800":                  {Time: at},
		"Sun, 1 Nov 2026 18:00:05 PST":             {Time: at},
		"Mon, 2-Nov-2026 10:00:05 +08:00":          {Time: at},
		"Mon, 2 Nov 2026 10:00:05 GMT+8":           {Time: at},
		"Mon, 02 Nov 2026 07:30:05 +0530":          {Time: at},
		"2026-11-02T02:00:05Z":                     {Time: at},
		"2026-11-02T10:00:05.123+08:00":            {Time: at},
		"Mon, 2 Nov 2026 10:00:05 AM +0800":        {Time: at},
		"Mon, 2 Nov 2026 10:00:05":                 {Time: at.Add(8 * time.Hour), NoZone: true},
		"Mon, 2 Nov 2026 10:00:05 CST":             {Time: at.Add(8 * time.Hour), NoZone: true}, // China or Chicago
		"Mon, 2 Nov 2026 10:00:05 XYZ":             {Time: at.Add(8 * time.Hour), NoZone: true},
		"Mon, 31 Nov 2026 10:00:05 +0800":          nil,
		"Mon, 2 Nov 2026 25:00:05 +0800":           nil,
		"yesterday":                                nil,
		"":                                         nil,
		"Mon, 2 Nov 2026 02:00:60 +0000":           {Time: at.Add(54 * time.Second)},
		"id 1; Mon, 2 Nov 2026 10:00:05 +0800 ???": {Time: at},
	} {
		got := stamp(text)
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// way builds a message of hops at these seconds after the first moment; "-" for a line without a time.
func way(date string, hops ...string) *fact.Message {
	start := time.Date(2026, 11, 2, 2, 0, 0, 0, time.UTC)
	stampOf := func(s string) *fact.Stamp {
		if s == "-" || s == "" {
			return nil
		}
		d, err := time.ParseDuration(strings.TrimSuffix(s, "?"))
		if err != nil {
			panic(err)
		}
		return &fact.Stamp{Time: start.Add(d), NoZone: strings.HasSuffix(s, "?")}
	}
	m := &fact.Message{Date: stampOf(date)}
	for i, h := range hops {
		m.Hops = append(m.Hops, fact.Relay{From: fmt.Sprintf("s%d.example.com", i), By: fmt.Sprintf("s%d.example.com", i+1), Time: stampOf(h)})
	}
	return m
}

func TestRoutes(t *testing.T) {
	for _, c := range []struct {
		name   string
		m      *fact.Message
		delays string // of each leg; "?" not known, "!" the clock is off
		total  string
	}{
		{"plain", way("0s", "2s", "3s", "10s"), "2s 1s 7s", "10s"},
		{"one hop waits", way("0s", "2s", "30m", "30m1s"), "2s 29m58s 1s", "30m1s"},
		{"a fast clock in the middle", way("0s", "2s", "45m", "5s"), "2s ! 3s", "5s"},
		{"a slow clock in the middle", way("0s", "2s", "-45m", "5s"), "2s ! 3s", "5s"},
		{"a slow clock at the end", way("0s", "2s", "3s", "-8h"), "2s 1s !", "3s"},
		{"a fast clock at the start", way("0s", "8h", "3s", "4s"), "! 3s 1s", "4s"},
		{"the sender's clock is fast", way("1h", "2s", "3s"), "? 1s", "1s"},
		{"a line without a time", way("0s", "2s", "-", "20m"), "2s ? 19m58s", "20m0s"},
		{"a time without a zone", way("0s", "2s", "8h?", "5s"), "2s ? 3s", "5s"},
		{"small contradictions are no wrong clock", way("0s", "5s", "3s", "8s"), "5s 0s 5s", "8s"},
		{"no times at all", way("", "-", "-"), "? ?", ""},
		{"no hops", way("0s"), "", ""},
	} {
		r := Work(c.m)
		var got []string
		for _, leg := range r.Legs {
			switch {
			case leg.Off != 0:
				got = append(got, "!")
			case !leg.Known:
				got = append(got, "?")
			default:
				got = append(got, leg.Delay.String())
			}
		}
		total := ""
		if r.Known {
			total = r.Total.String()
		}
		if strings.Join(got, " ") != c.delays || total != c.total {
			t.Errorf("%s: %v in %q, want %q in %q", c.name, got, total, c.delays, c.total)
		}
	}
}

func TestSenderOff(t *testing.T) {
	m := way("1h", "2s", "3s")
	r := Work(m)
	if off := r.SenderOff(m); off != time.Hour-2*time.Second {
		t.Errorf("the sender's clock is fast by %v", off)
	}
	m = way("0s", "1h")
	r = Work(m)
	if off := r.SenderOff(m); off != 0 {
		t.Errorf("a message that waited: %v", off)
	}
}

const message = `Return-Path: <bounce@news.example.net>
X-Spam-Flag: YES
X-Spam-Status: Yes, score=7.1 required=5.0
	tests=[A=1]
X-IronPort-Anti-Spam-Filtered: true
X-Greylist: delayed 420 seconds by postgrey-1.37 at mx.example.com; Mon, 02 Nov 2026 10:07:00 +0800 (CST)
Authentication-Results: mx.example.com (x; y=z);
	dkim=none (message not signed) header.d=none;
	spf=softfail (mx.example.com: dmarc=pass) smtp.mailfrom=bounce@news.example.net;
	dmarc=fail (p=NONE) header.from=example.org
Received: from b.example.com (b.example.com [192.0.2.8]) by c.example.com with ESMTP; Mon, 2 Nov 2026 10:00:02 +0800
Received: from a.example.com (a.example.com [192.0.2.7])
	by b.example.com with ESMTPS; Mon, 2 Nov 2026 10:00:01 +0800
Date: Mon, 2 Nov 2026 10:00:00 +0800
From: =?utf-8?q?Ren=C3=A9?= <rene@example.org>
MIME-Version: 1.0
Content-Type: application/ms-tnef; name="winmail.dat"

Received: from body by body; Mon, 2 Nov 2026 11:00:00 +0800
`

func TestParse(t *testing.T) {
	for name, text := range map[string]string{
		"as it is":        message,
		"CRLF":            strings.ReplaceAll(message, "\n", "\r\n"),
		"BOM":             "\ufeff" + message,
		"mbox":            "From bob@example.net Mon Nov  2 10:00:00 2026\n" + message,
		"quoted":          "> " + strings.ReplaceAll(strings.SplitN(message, "\n\n", 2)[0], "\n", "\n> "),
		"behind a phrase": "Here is the header that you asked for\n\n" + strings.SplitN(message, "\n\n", 2)[0],
	} {
		if name == "behind a phrase" {
			text = strings.Replace(text, "\n\n", "\n", 1)
		}
		m, err := Parse(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(m.Hops) != 2 || m.Hops[0].By != "b.example.com" || m.Hops[1].By != "c.example.com" {
			t.Errorf("%s: hops %+v", name, m.Hops)
		}
		if len(m.From) != 1 || m.From[0] != "rene@example.org" || m.Sender != "bounce@news.example.net" {
			t.Errorf("%s: from %v, sender %q", name, m.From, m.Sender)
		}
		if fmt.Sprint(m.Checks) != "[{dkim none none mx.example.com} {spf softfail news.example.net mx.example.com} {dmarc fail example.org mx.example.com}]" {
			t.Errorf("%s: checks %+v", name, m.Checks)
		}
		if len(m.Filters) != 2 || !m.Filters[0].Spam || !m.Filters[1].Spam {
			t.Errorf("%s: filters %+v", name, m.Filters)
		}
		if m.Greyed == nil || m.Greyed.Seconds != 420 {
			t.Errorf("%s: greylist %+v", name, m.Greyed)
		}
		if m.Content == nil || !m.Content.TNEF || m.Content.NoMIME {
			t.Errorf("%s: content %+v", name, m.Content)
		}
	}
}

func TestFilters(t *testing.T) {
	for line, want := range map[string]string{
		"X-Spam-Flag: YES":                   "spam",
		"X-Spam-Flag: NO":                    "ham",
		"X-Spam-Status: No, score=-1.0":      "ham",
		"X-MS-Exchange-Organization-SCL: 6":  "spam",
		"X-MS-Exchange-Organization-SCL: -1": "ham",
		"X-MS-Exchange-Organization-SCL: 1":  "ham",
		"X-Forefront-Antispam-Report: CIP:192.0.2.7;CTRY:CN;LANG:zh;SCL:5;SRV:;SFV:SPM;": "spam",
		"X-Forefront-Antispam-Report: CIP:192.0.2.7;SCL:1;SFV:NSPM;":                     "ham",
		"X-QQ-SPAM: true":                              "spam",
		"X-CM-SenderInfo: 51h2q6":                      "",
		"X-CM-Score: 100.00":                           "spam",
		"X-CM-Score: 0.00":                             "ham",
		"X-Coremail-Antispam: 1Uf129KB":                "",
		"X-Spamd-Result: default: False [-0.1 / 15.0]": "ham",
		"X-Barracuda-Spam-Status: Yes, SCORE=9":        "spam",
		"X-IronPort-Anti-Spam-Filtered: true":          "",
		"X-Yandex-Spam: 4":                             "spam",
		"X-Own-Spam-Flag: true":                        "spam",
		"Subject: X-Spam-Flag: YES":                    "",
	} {
		m, err := Parse(strings.NewReader("Received: by a.example.com; Mon, 2 Nov 2026 10:00:00 +0800\n" + line + "\n\nbody\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(m.Filters) > 0 {
			got = map[bool]string{true: "spam", false: "ham"}[m.Filters[0].Spam]
		}
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestNoHeader(t *testing.T) {
	for _, text := range []string{"", "\n\n", "hello", "PK\x03\x04\x00\x00", "Subject: x\n\nReceived: by a", strings.Repeat("\x00", 9000)} {
		if m, err := Parse(strings.NewReader(text)); !errors.Is(err, ErrNoHeader) {
			t.Errorf("%.20q: %+v, %v", text, m, err)
		}
	}
}

func TestUTF16(t *testing.T) {
	var b bytes.Buffer
	b.Write([]byte{0xff, 0xfe})
	for _, r := range message {
		b.Write([]byte{byte(r), byte(r >> 8)})
	}
	if m, err := Parse(&b); err != nil || len(m.Hops) != 2 {
		t.Errorf("%+v, %v", m, err)
	}
}

// stream is an endless reader of one text.
type stream struct {
	text string
	at   int
	left int
}

func (s *stream) Read(p []byte) (int, error) {
	if s.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), s.left)], s.text[s.at:])
	s.at, s.left = (s.at+n)%len(s.text), s.left-n
	return n, nil
}

func TestHugeHeaders(t *testing.T) {
	for name, text := range map[string]string{
		"Received lines": "Received: from a.example.com by b.example.com; Mon, 2 Nov 2026 10:00:00 +0800\n",
		"one field":      "Received: from ((((((",
		"empty lines":    "\n",
		"results":        "Authentication-Results: a; spf=fail; dkim=fail; spf=fail\n",
		"continuations":  "Received: x\n " + strings.Repeat("y ", 1000) + "\n",
	} {
		start := time.Now()
		m, err := Parse(&stream{text: text, left: 100 << 20})
		if err != nil && !errors.Is(err, ErrNoHeader) {
			t.Errorf("%s: %v", name, err)
		}
		if m != nil && (len(m.Hops) > maxHops || len(m.Checks) > maxChecks) {
			t.Errorf("%s: %d hops, %d checks", name, len(m.Hops), len(m.Checks))
		}
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: took %v", name, d)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(message))
	f.Add([]byte("Received: (qmail 1 invoked by uid 0); 2 Nov 2026 10:00:00 -0000\n\n"))
	f.Add([]byte("Received: from a (b [1.2.3.4] by c; Mon, 2 Nov 2026 10:00:00 CST\nX-Greylist: Delayed for 00:05:01 by milter\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(bytes.NewReader(data))
		if err != nil {
			return
		}
		r := Work(m)
		if len(r.Legs) != len(m.Hops) {
			t.Fatal("a leg for each hop")
		}
		for i, leg := range r.Legs {
			if leg.Delay < 0 || leg.Known && leg.Off != 0 || leg.From >= i {
				t.Fatalf("leg %d: %+v", i, leg)
			}
			r.Server(i)
		}
		if r.Total < 0 {
			t.Fatal("negative total")
		}
	})
}

func TestVerdictFieldsCompile(t *testing.T) {
	for _, v := range append(verdictFields, verdictField{"other", otherSpam, otherHam}) {
		if v.spam.Regexp() == nil || v.ham.Regexp() == nil || v.spam.MatchString("") || v.ham.MatchString("") {
			t.Errorf("%s: an empty value is a verdict", v.name)
		}
	}
}
