package probe

import (
	"fmt"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"maildiag/probe/fact"
)

// imapDialogue is an IMAP session that is logged in.
type imapDialogue struct {
	*bridge
	client   *imapclient.Client
	pending  []string               // tags that wait for their answer, in order
	replies  map[string]*fact.Reply // by tag
	caps     *fact.Caps             // the newest list that the server gave by itself
	messages *int
}

// loginIMAP logs in once, by AUTHENTICATE PLAIN or LOGIN (RFC 3501 section 6.2), through go-imap.
func loginIMAP(s *session, c credentials) (*fact.Login, dialogue) {
	start := time.Now()
	s.deadline(loginTimeout)
	d := newIMAPDialogue(s, c.caps)
	l := &fact.Login{Mechanism: c.mechanism}
	s.mask(true)
	err := d.call(func() error {
		switch c.mechanism {
		case "PLAIN":
			return d.client.Authenticate(sasl.NewPlainClient("", c.name, c.password))
		case saslXOAUTH2:
			return d.client.Authenticate(&bearer{c})
		case saslLogin:
			return d.client.Authenticate(sasl.NewLoginClient(c.name, c.password))
		}
		return d.client.Login(c.name, c.password).Wait()
	})
	s.mask(false)
	r, err := d.answer(d.reply(0), err)
	settle(l, start, r, err)
	l.Caps = d.caps
	return l, d
}

func newIMAPDialogue(s *session, caps *fact.Caps) *imapDialogue {
	d := &imapDialogue{replies: map[string]*fact.Reply{}}
	known := "IMAP4rev1"
	if caps.Has("SASL-IR") {
		known += " SASL-IR"
	}
	d.bridge = newBridge(s, "* OK [CAPABILITY "+known+"] ready\r\n")
	d.line = func(line string) string {
		tag, _, found := strings.Cut(line, " ")
		if found && strings.HasPrefix(tag, "T") && !d.continuing(tag) {
			d.mu.Lock()
			d.pending = append(d.pending, tag)
			d.mu.Unlock()
		}
		return ""
	}
	d.next = func() (string, error) { return d.read(known) }
	d.client = imapclient.New(d.bridge, nil)
	return d
}

// continuing says whether a line is the answer to a "+" rather than a new command: the library's tags are T1, T2, …
func (d *imapDialogue) continuing(tag string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	_, err := fmt.Sscanf(tag, "T%d", &n)
	return err != nil || n != len(d.pending)+1
}

// read hands the library the next line that concerns it: a continuation, or the answer to the oldest command that
// waits. What stands between is written down and kept from it.
func (d *imapDialogue) read(known string) (string, error) {
	start := d.sent()
	d.mu.Lock()
	tag := ""
	for _, t := range d.pending {
		if d.replies[t] == nil {
			tag = t
			break
		}
	}
	d.mu.Unlock()
	if tag == "" {
		return "", nil // nothing is due: what the server says by itself concerns nobody
	}
	r, challenge, err := d.untilAnswered(tag, start)
	switch {
	case err != nil:
		return "", err
	case r == nil:
		return challenge + "\r\n", nil
	}
	d.mu.Lock()
	d.replies[tag] = r
	more := false
	for _, t := range d.pending {
		more = more || d.replies[t] == nil
	}
	d.mu.Unlock()
	if more {
		d.want()
	}
	return imapPlain(tag, r, known), nil
}

// untilAnswered reads up to the tagged answer, or up to a continuation request, which is returned as it is.
func (d *imapDialogue) untilAnswered(tag string, start time.Time) (*fact.Reply, string, error) {
	var r *fact.Reply
	for count := 0; count < 20*maxLines; count++ {
		if b, err := d.s.br.Peek(1); err == nil && b[0] == '+' {
			line, err := d.s.readLine()
			if rest := strings.TrimSpace(strings.TrimPrefix(string(line), "+")); isBase64(rest) {
				return nil, "+ " + rest, err
			}
			return nil, "+ ", err // some servers put words where base64 belongs
		}
		line, err := d.s.readLine()
		if err != nil {
			if r == nil {
				r = &fact.Reply{Kind: fact.ReplyGarbage}
			}
			return nil, "", d.s.unfinished(r, line, err)
		}
		first, rest, _ := strings.Cut(string(line), " ")
		kind, code, known := imapStatus(rest)
		text := d.s.clean(line)
		if r == nil {
			r = &fact.Reply{Kind: fact.ReplyGarbage}
		}
		switch {
		case first == tag, first == "*" && kind == fact.ReplyBye:
			r.Lines, r.MS = append(r.Lines, text), ms(time.Since(start))
			if known {
				r.Kind, r.RespCode = kind, code
			}
			d.listed(listedIMAP(r))
			return r, "", nil
		case known && kind != fact.ReplyOK && len(r.Lines) < maxLines:
			r.Lines = append(r.Lines, text)
		case first == "*" && !isData(rest) && len(r.Lines) < maxLines:
			r.Lines = append(r.Lines, text) // hMailServer says so why it will hang up
		default:
			d.untagged(string(line))
		}
	}
	return nil, "", &stepError{class: fact.TooMuch, text: "the server's answer has no end"}
}

func (d *imapDialogue) listed(caps *fact.Caps) {
	if caps != nil {
		d.caps = caps
	}
}

// isData says whether an untagged line is one of the data responses of RFC 3501 section 7 or its extensions, which begin
// with a number or a word in capitals. Everything else is a server's free speech.
func isData(rest string) bool {
	word, _, _ := strings.Cut(rest, " ")
	return word != "" && word == strings.ToUpper(word)
}

// untagged reads what the facts want of the lines between: capabilities and the number of messages.
func (d *imapDialogue) untagged(line string) {
	if words, ok := cutFold(line, "* CAPABILITY "); ok {
		caps := &fact.Caps{}
		caps.List, caps.Auth = capabilityWords(words)
		d.listed(caps)
	}
	var n int
	var word string
	if _, err := fmt.Sscanf(line, "* %d %s", &n, &word); err == nil && strings.EqualFold(word, "EXISTS") {
		d.messages = &n
	}
}

// imapPlain is the answer that the library reads: the status, with the capabilities it would else ask for.
func imapPlain(tag string, r *fact.Reply, known string) string {
	switch r.Kind {
	case fact.ReplyOK:
		return tag + " OK [CAPABILITY " + known + "] done\r\n"
	case fact.ReplyBye:
		return "* BYE bye\r\n" + tag + " NO bye\r\n"
	}
	return tag + " NO no\r\n"
}

func isBase64(s string) bool {
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == ""
}

// reply returns the server's answer to the n-th command, or nil.
func (d *imapDialogue) reply(n int) *fact.Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n >= len(d.pending) {
		return nil
	}
	return d.replies[d.pending[n]]
}

// after names this program (RFC 2971: some providers open the mailbox only then) and opens INBOX read-only. Both
// commands go out together; the server answers them in order.
func (d *imapDialogue) after(l *fact.Login, c credentials) {
	start := time.Now()
	d.s.deadline(commandTimeout)
	withID := c.caps.Has("ID") || d.caps.Has("ID")
	n := 1
	if withID {
		n = 2
	}
	err := d.call(func() error {
		if withID {
			id := d.client.ID(&imap.IDData{Name: "maildiag", Vendor: "maildiag"})
			defer id.Wait() //nolint:errcheck // a refused ID is no failure; its answer is a fact
		}
		_, err := d.client.Select("INBOX", &imap.SelectOptions{ReadOnly: true}).Wait()
		return err
	})
	if withID {
		l.ID = d.reply(1)
	}
	r, err := d.answer(d.reply(n), err)
	l.Mailbox = step(fact.StageMailbox, "EXAMINE", start, r, err)
	if r != nil && r.Kind == fact.ReplyOK {
		l.Mailbox.Messages = d.messages
	}
}

func (d *imapDialogue) end() { d.client.Close() }
