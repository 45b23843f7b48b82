package lab

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"maildiag/probe/fact"
)

// Fault is one thing that can be wrong in the world, or only look wrong.
type Fault struct {
	Name    string // "imap.cert=expired", as a cause names it
	Short   string // a second name, for the most typical ones
	EN, ZH  string // what it is
	Healthy bool   // nothing is wrong: a mailbox in such a world works
}

// Faults lists every fault there is, once for a service that shows it well.
func Faults() []Fault {
	out := make([]Fault, 0, len(rows)+len(scenes))
	for i := range rows {
		r := &rows[i]
		out = append(out, Fault{Name: r.name(), Short: r.short, EN: r.en, ZH: r.zh, Healthy: r.healthy})
	}
	for _, s := range scenes {
		out = append(out, Fault{Name: s.faults, Short: s.short, EN: s.en, ZH: s.zh})
	}
	return out
}

// UnknownFault says that a fault's name means nothing, and which ones are near it.
type UnknownFault struct {
	Fault string
	Near  []string
}

func (e *UnknownFault) Error() string {
	if len(e.Near) == 0 {
		return fmt.Sprintf("unknown fault %q", e.Fault)
	}
	return fmt.Sprintf("unknown fault %q; near it: %s", e.Fault, strings.Join(e.Near, ", "))
}

// row is one fault that can be asked for: a key and one of its values.
type row struct {
	key   string // "cert" of a service, or "dns.system" of the world
	value string // the word; "" where the key has no value or takes any text
	arg   argument
	// example is what stands in the list where the value is free text: "-3y".
	example string
	list    fact.Protocol // the service that stands in the list
	only    []fact.Protocol
	short   string
	healthy bool
	en, zh  string
	// says is what the servers say in place of their usual words; the services without an entry don't know the value.
	says map[fact.Protocol]speech
	// step is the command that is answered so, where the key alone does not tell: "MAIL", "RCPT", "STAT".
	step string
}

type argument int

const (
	noArg   argument = iota
	seconds          // ":" and a number behind the word
	text             // the whole value is free text
)

// name is the row as somebody would write it.
func (r *row) name() string {
	k := keys[r.key]
	name := r.key
	if k.ofService {
		name = string(r.host()) + "." + r.key
	}
	value := r.value
	if r.arg == seconds {
		value += ":" + r.example
	}
	if r.arg == text {
		value = r.example
	}
	if value == "" {
		return name
	}
	return name + "=" + value
}

// host is the service that shows the row best.
func (r *row) host() fact.Protocol {
	if r.list != "" {
		return r.list
	}
	return r.services()[0]
}

// services lists those that know the row.
func (r *row) services() []fact.Protocol {
	if len(r.only) > 0 {
		return r.only
	}
	if r.says == nil {
		return protocols
	}
	var out []fact.Protocol
	for _, p := range protocols {
		if _, ok := r.says[p]; ok {
			out = append(out, p)
		}
	}
	return out
}

var protocols = []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP}

// item is one fault as it was asked for.
type item struct {
	text string // in the asker's words
	row  *row
	on   []fact.Protocol // of a service
	port int             // 0: all that the key means
	arg  string
	wait float64 // seconds
}

// parse reads a fault string.
func parse(s string) ([]item, error) {
	var out []item
	for _, part := range strings.Split(s, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if long := expand(part); long != part {
			items, err := parse(long)
			if err != nil {
				return nil, err
			}
			out = append(out, items...)
			continue
		}
		it, err := parseOne(part)
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

// expand turns a short name into the fault it stands for.
func expand(s string) string {
	for i := range rows {
		if rows[i].short == s && s != "" {
			return rows[i].name()
		}
	}
	for _, sc := range scenes {
		if sc.short == s {
			return sc.faults
		}
	}
	return s
}

func parseOne(s string) (item, error) {
	left, value, hasValue := strings.Cut(s, "=")
	left, value = strings.TrimSpace(left), strings.TrimSpace(value)
	name, portText, hasPort := strings.Cut(left, "@")
	it := item{text: s}
	who, what, dotted := strings.Cut(name, ".")
	key := name
	if services := addressed(who); dotted && services != nil {
		key, it.on = what, services
	}
	k, ok := keys[key]
	if !ok || k.ofService != (it.on != nil) {
		return item{}, unknown(s)
	}
	if hasPort {
		if err := it.setPort(k, portText); err != nil {
			return item{}, err
		}
	}
	if err := it.setValue(key, value, hasValue); err != nil {
		return item{}, err
	}
	if k.ofService {
		return it, it.narrow()
	}
	return it, nil
}

// addressed gives the services that a name means, or nil.
func addressed(who string) []fact.Protocol {
	if who == "all" {
		return protocols
	}
	if p := fact.Protocol(who); slices.Contains(protocols, p) {
		return []fact.Protocol{p}
	}
	return nil
}

func (it *item) setPort(k key, s string) error {
	port, err := strconv.Atoi(s)
	if err != nil || port < 1 || port > 65535 {
		return fmt.Errorf("fault %q: %q is not a port", it.text, s)
	}
	if !k.ofPort {
		return fmt.Errorf("fault %q: this fault can't be narrowed to one port", it.text)
	}
	it.port = port
	return nil
}

// setValue finds the row that the value means.
func (it *item) setValue(key, value string, given bool) error {
	word, number, hasNumber := strings.Cut(value, ":")
	for i := range rows {
		r := &rows[i]
		switch {
		case r.key != key:
		case r.arg == text:
			if value == "" {
				return fmt.Errorf("fault %q: a value is missing, as in %s", it.text, r.name())
			}
			it.row, it.arg = r, value
			return nil
		case r.arg == seconds && r.value == word:
			n, err := strconv.ParseFloat(number, 64)
			if err != nil || !(n >= 0 && n <= 3600) {
				return fmt.Errorf("fault %q: a number of seconds is missing, as in %s", it.text, r.name())
			}
			it.row, it.wait = r, n
			return nil
		case r.arg == noArg && r.value == value && given == (r.value != "") && !hasNumber:
			it.row = r
			return nil
		}
	}
	return unknown(it.text)
}

// narrow drops the services that don't know the value; one that was named must.
func (it *item) narrow() error {
	know := it.row.services()
	all := len(it.on) > 1
	on := slices.DeleteFunc(slices.Clone(it.on), func(p fact.Protocol) bool { return !slices.Contains(know, p) })
	if it.port != 0 && all {
		on = slices.DeleteFunc(on, func(p fact.Protocol) bool { return !hasPort(p, it.port) })
	}
	if len(on) == 0 {
		if all {
			return fmt.Errorf("fault %q: no service has that port", it.text)
		}
		return fmt.Errorf("fault %q: only %s can have it", it.text, list(know))
	}
	for _, p := range on {
		if it.port != 0 && !hasPort(p, it.port) {
			return fmt.Errorf("fault %q: the %s server has no port %d", it.text, p, it.port)
		}
	}
	it.on = on
	return nil
}

func list(ps []fact.Protocol) string {
	var out []string
	for _, p := range ps {
		out = append(out, string(p))
	}
	return strings.Join(out, ", ")
}

// maxNear is how many names an error offers.
const maxNear = 6

// unknown makes the error that names what is near.
func unknown(s string) error {
	type candidate struct {
		name string
		far  int
	}
	var all []candidate
	add := func(name string) {
		if name != "" {
			far := distance(s, name)
			if strings.HasPrefix(name, s) { // only begun
				far = 1
			}
			all = append(all, candidate{name, far})
		}
	}
	for i := range rows {
		add(rows[i].name())
		add(rows[i].short)
		// The list names one service; what was written may be about another.
		who, _, _ := strings.Cut(s, ".")
		if keys[rows[i].key].ofService && (who == "all" || slices.Contains(rows[i].services(), fact.Protocol(who))) {
			_, what, _ := strings.Cut(rows[i].name(), ".")
			add(who + "." + what)
		}
	}
	for _, sc := range scenes {
		add(sc.short)
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.name, b.name)) })
	var near []string
	for _, c := range all {
		if len(near) < maxNear && c.far <= max(3, len(s)/2) && !slices.Contains(near, c.name) {
			near = append(near, c.name)
		}
	}
	return &UnknownFault{Fault: s, Near: near}
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	a, b = a[:min(len(a), 100)], b[:min(len(b), 100)]
	line := make([]int, len(b)+1)
	for j := range line {
		line[j] = j
	}
	for i := range len(a) {
		before := line[0]
		line[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = line[j+1]
			line[j+1] = min(cost, line[j]+1, before+1)
		}
	}
	return line[len(b)]
}

var errTwice = errors.New("they decide the same thing differently")
