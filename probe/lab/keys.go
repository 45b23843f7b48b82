package lab

import "slices"

// key is what a fault is about, and what its values do to the blueprint.
type key struct {
	ofService bool // "<svc>.key"; else the key stands for itself
	ofPort    bool // may be narrowed by @port
	apply     func(*blueprint, item) error
}

// keys is the one table from a key to its effect. A key of the talking kind only notes its value at the ports that it
// is about; the server looks there when it comes to that point of the dialogue.
var keys = map[string]key{
	// What the network does.
	"tcp":            {ofService: true, ofPort: true, apply: applyTCP},
	"host":           {ofService: true, apply: applyHost},
	"v4":             {ofService: true, apply: applyFamily(4)},
	"v6":             {ofService: true, apply: applyFamily(6)},
	"second-address": {ofService: true, apply: applySecondAddress},
	"path":           {ofService: true, apply: applyPath},
	// What the server does.
	"cert":     {ofService: true, ofPort: true, apply: note},
	"tls":      {ofService: true, ofPort: true, apply: note},
	"starttls": {ofService: true, ofPort: true, apply: applyStartTLS},
	"greeting": {ofService: true, ofPort: true, apply: note},
	"caps":     {ofService: true, ofPort: true, apply: note},
	"login":    {ofService: true, ofPort: true, apply: applyLogin},
	"mailbox":  {ofService: true, ofPort: true, apply: applyLogin},
	"send":     {ofService: true, ofPort: true, apply: applySend},
	// What resolvers answer.
	"name":            {ofService: true, apply: applyName},
	"dns.system":      {apply: noteWorld},
	"dns.first":       {apply: noteWorld},
	"dns.reference":   {apply: noteWorld},
	"dns.name":        {apply: applyName},
	"dns.split":       {apply: noteWorld},
	"dns.intercepted": {apply: noteWorld},
	"dns.srv":         {apply: noteWorld},
	"dns.cname":       {apply: noteWorld},
	"domain.mx":       {apply: applyMX},
	// What web servers publish.
	"web.autoconfig":   {apply: applyAutoconfig},
	"web.ispdb":        {apply: applyISPDB},
	"web.autodiscover": {apply: applyAutodiscover},
	"web.mail":         {apply: applyWebmail},
	// The PC.
	"hosts.imap":  {apply: applyPinned},
	"hosts.pop3":  {apply: applyPinned},
	"hosts.smtp":  {apply: applyPinned},
	"pc.ipv6":     {apply: noteWorld},
	"pc.offline":  {apply: noteWorld},
	"pc.clock":    {apply: applyClock},
	"pc.portal":   {apply: noteWorld},
	"pc.proxy":    {apply: applyProxy},
	"pc.distance": {apply: noteWorld},
	// What is asked for.
	"plan.imap":     {apply: applyPlanService},
	"plan.pop3":     {apply: applyPlanService},
	"plan.smtp":     {apply: applyPlanService},
	"plan.services": {apply: applyPlanServices},
	"plan.password": {apply: noteWorld},
	"plan.token":    {apply: noteWorld},
	"plan.login":    {apply: noteWorld},
	"plan.send-to":  {apply: noteWorld},
	"plan.family":   {apply: noteWorld},
	"plan.timeout":  {apply: applyTimeout},
	"plan.no-auth":  {apply: noteWorld},
}

// rows is every fault. The order is that of the list.
var rows = slices.Concat(rowsNetwork, rowsPath, rowsTLS, rowsGreeting, rowsCaps, rowsLogin, rowsMailbox, rowsSend, rowsDNS, rowsWeb, rowsPC, rowsAround, rowsPlan)

// scene is a short name that stands for several faults at once.
type scene struct{ short, faults, en, zh string }

var scenes = []scene{
	{"wrong-port", "plan.smtp=smtp.example.com:25/starttls;smtp.tcp@25=filtered",
		"the client sends over port 25, which the network blocks; 465 works",
		"客户端用 25 端口发信，而网络封了 25 端口；465 端口可用"},
	{"wrong-security", "plan.imap=imap.example.com:993/starttls",
		"the client is set to STARTTLS on a port that speaks TLS from the first byte",
		"端口一连上就是 TLS，客户端却选了 STARTTLS"},
	{"wrong-security-plain", "plan.imap=imap.example.com:143/tls",
		"the client is set to TLS on a port that begins in clear text",
		"端口一开始是明文，客户端却选了 SSL/TLS"},
}
