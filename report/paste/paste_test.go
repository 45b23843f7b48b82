package paste

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"html"
	"math/rand/v2"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
)

// busy is a run of three services as large as real ones get: long chains, four reference resolvers, three paths.
func busy(seed uint64) *fact.Set {
	r := rand.New(rand.NewPCG(seed, 1))
	ms := func(most float64) float64 { return float64(int(r.Float64()*most*1000)) / 1000 }
	sum := func() string {
		var b [32]byte
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return hex.EncodeToString(b[:])
	}
	start := time.Date(2026, 1, 31, 15, 30, 12, 123456789, time.UTC)
	set := &fact.Set{
		Run: fact.Run{Address: "user-1@mail.wuliu.example", Domain: "mail.wuliu.example", Started: start, DurationMS: 9123.456, TimeoutMS: 30000, Configured: true, Masked: true},
		PC: fact.PC{OS: "windows", Arch: "amd64", Version: "Windows 11 10.0.22631", Interfaces: []fact.Interface{{Name: "以太网", Addresses: []string{"10.255.0.1/24", "fe80::1/64"}}},
			Resolvers: []fact.Resolver{{Addr: "192.168.31.1:53", Role: fact.RoleSystem}}},
	}
	middle := fact.Cert{Subject: "CN=TrustAsia RSA OV TLS CA G3,O=TrustAsia Technologies\\, Inc.,C=CN", Issuer: "CN=USERTrust RSA Certification Authority,O=The USERTRUST Network,L=Jersey City,ST=New Jersey,C=US",
		NotBefore: start.AddDate(-3, 0, 0), NotAfter: start.AddDate(5, 0, 0), SHA256: sum(), KeySHA256: sum(), CA: true, Key: "RSA 3072", Signature: "SHA384-RSA"}
	for i, p := range []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP} {
		host := string(p) + ".mail.wuliu.example"
		leaf := fact.Cert{Subject: "CN=*.mail.wuliu.example,O=某某物流有限公司,L=上海市,ST=上海市,C=CN", CommonName: "*.mail.wuliu.example", Issuer: middle.Subject,
			DNSNames:  []string{"*.mail.wuliu.example", "mail.wuliu.example", "mail2.wuliu.example", "autodiscover.wuliu.example", "webmail.wuliu.example"},
			NotBefore: start.AddDate(0, -2, 0), NotAfter: start.AddDate(0, 8, 0), SHA256: sum(), KeySHA256: sum(), Key: "RSA 2048", Signature: "SHA256-RSA"}
		name := fact.Name{Host: host, OS: &fact.OSAnswer{Addrs: []string{fmt.Sprintf("203.0.113.%d", 50+i)}, MS: ms(60)}}
		for _, resolver := range []string{"192.168.31.1:53", "223.5.5.5:53", "119.29.29.29:53", "1.1.1.1:53", "8.8.8.8:53"} {
			for _, kind := range []string{"A", "AAAA"} {
				name.Lookups = append(name.Lookups, fact.Lookup{Resolver: resolver, Role: fact.RoleReference, Type: kind, Name: host, RCode: "NOERROR", MS: ms(80), Transport: "udp"})
			}
		}
		set.Names = append(set.Names, name)
		attempt := fact.Attempt{Addr: fmt.Sprintf("203.0.113.%d:993", 50+i), Reason: fact.ReasonCheck, Security: fact.TLS, StartMS: ms(70), Dial: &fact.Dial{MS: ms(50), Local: "10.255.0.1:51000"},
			TLS:  &fact.TLSInfo{ClientHello: fact.HelloDefault, MS: ms(90), Version: "TLS 1.2", Cipher: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", Chain: []fact.Cert{leaf, middle}, Trust: &fact.Trust{System: fact.Yes, Public: fact.Yes, SentAlone: fact.Yes, Name: fact.Yes}},
			Talk: fact.Talk{Greeting: &fact.Reply{Kind: fact.ReplyOK, Lines: []string{"* OK Coremail System IMap Server Ready(wuliu[" + sum()[:32] + "])"}, MS: ms(50)}, Caps: &fact.Caps{List: []string{"IMAP4REV1", "XLIST", "SPECIAL-USE", "LITERAL+", "STARTTLS", "APPENDLIMIT=71680000", "ID"}, MS: ms(50)}}}
		set.Services = append(set.Services, fact.Service{Protocol: p, Host: host, Port: 993, Security: fact.TLS, Source: fact.SourceUser, Attempts: []fact.Attempt{attempt}})
		path := fact.Path{Target: fmt.Sprintf("203.0.113.%d:993", 50+i), Host: host, Why: fact.PathFailed, StartMS: ms(3000), DurationMS: ms(4000), Method: fact.PathTCP}
		for round := range 3 {
			probes := fact.Round{StartMS: float64(round) * 1000}
			for ttl := 1; ttl <= 15; ttl++ {
				hop := fact.Hop{TTL: ttl}
				if ttl < 12 {
					hop.Answer, hop.Addr, hop.MS, hop.Type, hop.ReplyTTL = fact.HopICMP, fmt.Sprintf("202.97.%d.%d", ttl*7%256, ttl*31%256), ms(60), 11, 255-ttl
				}
				probes.Probes = append(probes.Probes, hop)
			}
			path.Rounds = append(path.Rounds, probes)
		}
		if i == 2 {
			set.Paths = append(set.Paths, path)
		}
	}
	return set
}

func encoded(t testing.TB, set *fact.Set) string {
	t.Helper()
	lines, err := Encode(set, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if len(line) > columns {
			t.Fatalf("%d columns: %s", len(line), line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func same(t *testing.T, got, want *fact.Set) {
	t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if !bytes.Equal(a, b) {
		t.Fatalf("came back as\n%s\nwant\n%s", a, b)
	}
}

func TestThreeServicesFitATicket(t *testing.T) {
	for seed := range uint64(20) {
		if n := len(encoded(t, busy(seed))); n > 6<<10 {
			t.Errorf("the block has %d bytes", n)
		}
	}
}

// lines changes each line.
func lines(s string, change func(int, string) string) string {
	var out []string
	for i, line := range strings.Split(s, "\n") {
		out = append(out, change(i, line))
	}
	return strings.Join(out, "\n")
}

// wrapped breaks a text anew at so many columns.
func wrapped(s string, width int, glue string) string {
	var out strings.Builder
	n := 0
	for _, r := range strings.ReplaceAll(s, "\n", " ") {
		if n++; n > width {
			out.WriteString(glue)
			n = 1
		}
		out.WriteRune(r)
	}
	return out.String()
}

// TestWhatProgramsDoToAPaste: each mangling is one that a mail, chat or ticket program is known for.
func TestWhatProgramsDoToAPaste(t *testing.T) {
	set := busy(7)
	head := "maildiag 1.2.3 · “verdict” — everything’s  wrong\n\n✗ The port is blocked  (tcp.filtered)\n  <b>no</b> & that's it\n\n"
	text := head + encoded(t, set)
	manglings := map[string]string{
		"none":               text,
		"alone":              encoded(t, set),
		"crlf":               strings.ReplaceAll(text, "\n", "\r\n"),
		"old mac":            strings.ReplaceAll(text, "\n", "\r"),
		"quoted":             lines(text, func(_ int, l string) string { return "> " + l }),
		"quoted deep":        lines(text, func(_ int, l string) string { return ">>> >  > " + l }),
		"quoted with a name": lines(text, func(_ int, l string) string { return "LW> " + l }),
		"quoted full-width":  lines(text, func(_ int, l string) string { return "＞ " + l }),
		"quoted with bars":   lines(text, func(_ int, l string) string { return "| " + l }),
		"indented":           lines(text, func(_ int, l string) string { return "\t    " + l }),
		"trailing blanks":    lines(text, func(_ int, l string) string { return l + "   \t" }),
		"blank lines":        strings.ReplaceAll(text, "\n", "\n\n"),
		"wrapped at 50":      lines(text, func(_ int, l string) string { return wrapped(l, 50, "\n") }),
		"wrapped and quoted": lines(lines(text, func(_ int, l string) string { return wrapped("> "+l, 60, "\n> ") }), func(_ int, l string) string { return "> " + l }),
		"one line":           strings.ReplaceAll(text, "\n", " "),
		"one line, wrapped":  wrapped(text, 80, "\n"),
		"no spaces left":     head + strings.ReplaceAll(encoded(t, set), "\n", ""),
		"nbsp":               strings.ReplaceAll(text, " ", "\u00a0"),
		"full-width blanks":  lines(text, func(_ int, l string) string { return "\u3000" + l }),
		"zero-width":         lines(text, func(_ int, l string) string { return wrapped(l, 20, "\u200b") }),
		"soft hyphens":       lines(text, func(_ int, l string) string { return wrapped(l, 30, "\u00ad") }),
		"bom":                "\ufeff" + text,
		"long dashes":        strings.NewReplacer("-----", "—–-").Replace(text),
		"minus signs":        strings.NewReplacer("-----", "−−−−−").Replace(text),
		"no dashes":          strings.NewReplacer("-----", "").Replace(text),
		"html entities":      html.EscapeString(lines(text, func(_ int, l string) string { return "> " + l })),
		"owasp entities":     strings.NewReplacer("+", "&#43;", "/", "&#x2F;").Replace(text),
		"html":               "<html><body><div style=\"x\">" + strings.ReplaceAll(strings.ReplaceAll(html.EscapeString(text), " ", "&nbsp;"), "\n", "<br>\n") + "</div>",
		"html paragraphs": lines(text, func(_ int, l string) string {
			return "<p class=MsoNormal><span>" + html.EscapeString(l) + "</span></p>"
		}),
		"wbr":                lines(text, func(_ int, l string) string { return wrapped(l, 25, "<wbr>") }),
		"code fence":         "```\n" + text + "```\n",
		"json string":        string(jsonOf(text)),
		"url":                strings.ReplaceAll(url.QueryEscape(text), "+", "%20"),
		"signature behind":   text + "\n-- \nLi Wei\nSent from my phone\n",
		"answer around":      "Hello,\nhere it is:\n\n" + lines(text, func(_ int, l string) string { return "> " + l }) + "\nthanks",
		"line in between":    strings.Replace(text, "\n", "\n", 1)[:len(text)-400] + "\n[10:31] Li Wei: go on…\n" + text[len(text)-400:],
		"twice":              text + lines(text, func(_ int, l string) string { return "> " + l }),
		"cut, then whole":    text[:len(text)-800] + "\n\n" + text,
		"upper-case heading": strings.Replace(text, "BEGIN MAILDIAG", "BEGIN  MAILDIAG", 1),
	}
	var qp bytes.Buffer
	w := quotedprintable.NewWriter(&qp)
	w.Write([]byte(text))
	w.Close()
	manglings["quoted-printable"] = qp.String()
	for name, mangled := range manglings {
		t.Run(name, func(t *testing.T) {
			b, err := Decode(mangled)
			if err != nil {
				t.Fatalf("%v in\n%.2000s", err, mangled)
			}
			if len(b.Lost) > 0 || b.Version != "1.2.3" {
				t.Errorf("lost %v, version %q", b.Lost, b.Version)
			}
			same(t, b.Set, set)
		})
	}
}

func jsonOf(s string) []byte {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return data
}

// TestACutPasteGivesWhatIsAboveTheCut: never a part that was not there, and what is missing is named.
func TestACutPasteGivesWhatIsAboveTheCut(t *testing.T) {
	set := busy(3)
	text := encoded(t, set)
	seen := map[int]bool{}
	for n := len(begin) + 1; n < len(text)-len(end)-12; n += 7 {
		b, err := Decode(text[:n])
		if err != nil {
			if !errors.Is(err, ErrEmpty) {
				t.Fatalf("cut at %d: %v", n, err)
			}
			continue
		}
		if len(b.Lost) == 0 {
			t.Fatalf("cut at %d of %d, and nothing is said to be lost", n, len(text))
		}
		for i, s := range b.Set.Services {
			a, _ := json.Marshal(s)
			want, _ := json.Marshal(set.Services[i])
			if !bytes.Equal(a, want) {
				t.Fatalf("cut at %d: service %d is not what it was", n, i)
			}
		}
		seen[len(b.Set.Services)] = true
	}
	for n := 0; n <= 3; n++ {
		if !seen[n] {
			t.Errorf("no cut left %d services", n)
		}
	}
}

// TestADamagedPasteIsNeverBelieved: whatever one wrong letter does, no part comes back changed.
func TestADamagedPasteIsNeverBelieved(t *testing.T) {
	set := busy(4)
	text := encoded(t, set)
	want, _ := json.Marshal(set)
	for at := len(begin) + 1; at < len(text)-len(end)-2; at += 11 {
		if text[at] == '\n' {
			continue
		}
		b, err := Decode(text[:at] + string('A'+(text[at]+1)%20) + text[at+1:])
		if err != nil || len(b.Lost) > 0 {
			continue
		}
		if got, _ := json.Marshal(b.Set); !bytes.Equal(got, want) {
			t.Fatalf("a wrong letter at %d came through", at)
		}
	}
}

// armoured makes a block of any content, checksum right.
func armoured(first byte, content []byte) string {
	var b bytes.Buffer
	b.WriteByte(first)
	w, err := flate.NewWriterDict(&b, 9, dict)
	if err != nil {
		panic(err)
	}
	w.Write(content)
	w.Close()
	return strings.Join(armour(binary.BigEndian.AppendUint32(b.Bytes(), crc32.ChecksumIEEE(b.Bytes()))), "\n")
}

func framed(records ...string) []byte {
	var out []byte
	for _, r := range records {
		out = binary.AppendUvarint(out, uint64(len(r)))
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(r)))
		out = append(out, r...)
	}
	return out
}

func TestHostileBlocks(t *testing.T) {
	header := `{"head":{"version":"1","parts":{"names":1}}}`
	for name, test := range map[string]struct {
		text string
		want error
	}{
		"a bomb in one record":  {armoured(format, framed(header, `{"run":{"address":"`+strings.Repeat("a", 40<<20)+`"}}`)), ErrEmpty},
		"a bomb in records":     {armoured(format, framed(append([]string{header}, many(`{"run":{"address":"`+strings.Repeat("a", 1<<20)+`"}}`, 40)...)...)), ErrTooMuch},
		"empty values":          {armoured(format, framed(header, `{"names":[`+strings.Repeat("{},", maxObjects)+`{}]}`)), ErrTooMuch},
		"very many records":     {armoured(format, framed(append([]string{header}, many(`{"names":[]}`, maxRecords+1)...)...)), ErrTooMuch},
		"no head":               {armoured(format, framed(`{"run":{}}`)), ErrEmpty},
		"nothing":               {armoured(format, nil), ErrEmpty},
		"wrong kind":            {armoured(format, framed(header, `{"names":[7]}`)), ErrEmpty},
		"a later format":        {armoured(9, framed(header)), ErrNewer},
		"no base64":             {begin + "\n你好！\n" + end, ErrEmpty},
		"far too many letters":  {begin + "\n" + strings.Repeat(strings.Repeat("A", 64)+"\n", 2*MaxSize/64) + end, ErrTooMuch},
		"nothing but a heading": {begin, ErrEmpty},
		"no block":              {"hello", ErrNone},
		"random":                {begin + "\n" + base64.StdEncoding.EncodeToString(framed(header)) + "\n" + end, ErrEmpty},
	} {
		if b, err := Decode(test.text); !errors.Is(err, test.want) {
			t.Errorf("%s: %v %v, want %v", name, b, err, test.want)
		}
	}
}

func many(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

// TestTheDictionaryBelongsToTheFormat: with another one no old paste could be read.
func TestTheDictionaryBelongsToTheFormat(t *testing.T) {
	if sum := crc32.ChecksumIEEE(dict); sum != dictOfFormat1 {
		t.Errorf("the checksum of dict.txt is %#x: leave the file as it is, or give the format a new number and keep the old dictionary", sum)
	}
}

// TestFromEarlierOn reads a block that was written once and stays readable for ever.
func TestFromEarlierOn(t *testing.T) {
	b, err := Decode(oldBlock)
	if err != nil || len(b.Lost) > 0 {
		t.Fatalf("%v %v", b, err)
	}
	if b.Version != "1.0.0" || b.Set.Run.Address != "user-1@example.com" || len(b.Set.Services) != 1 || b.Set.Services[0].Port != 993 {
		t.Errorf("read %+v of version %s", b.Set, b.Version)
	}
}

func FuzzDecode(f *testing.F) {
	text := encoded(f, &fact.Set{Run: fact.Run{Address: "a@example.com"}, Services: []fact.Service{{Protocol: fact.IMAP}}})
	f.Add(text)
	f.Add(strings.ReplaceAll(text, "\n", "\r\n> "))
	f.Add(begin + "\n" + base64.RawStdEncoding.EncodeToString([]byte{format, 3, 0}))
	f.Add(armoured(format, framed(`{"head":{"version":"1","parts":{"run":1}}}`, `{"run":{"domain":"x"}}`)))
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Decode(text)
		if err != nil {
			return
		}
		lines, err := Encode(b.Set, b.Version)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(strings.Join(lines, "\n"))
		if err != nil || len(again.Lost) > 0 {
			t.Fatalf("what was read can't be written and read again: %v", err)
		}
		same(t, again.Set, b.Set)
	})
}

// FuzzContent goes past checksum and compression.
func FuzzContent(f *testing.F) {
	f.Add(`{"head":{"version":"1","parts":{"run":1}}}`, `{"run":{"domain":"x"}}`)
	f.Add(`{"head":{"parts":{"run":-1,"zz":99999999}}}`, `{"services":[{"attempts":[{}]}]}`)
	f.Fuzz(func(t *testing.T, head, part string) {
		if b, err := Decode(armoured(format, framed(head, part))); err == nil && b.Set == nil {
			t.Fatal("neither facts nor an error")
		}
	})
}
