package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/clipperhouse/displaywidth"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/render"
)

// progress is one live line on standard error, so that a person sees that something happens and where. It is there
// only on a terminal that can take a line back; a nil *progress does nothing.
type progress struct {
	app   *app
	out   io.Writer
	width func() int

	mu       sync.Mutex
	begun    time.Time
	services []string
	stages   []string
	shown    bool
	stop     chan struct{}
	stopped  sync.WaitGroup
}

var (
	textSearching = lang.T("Looking for the mail servers of {domain} …", "正在查找 {domain} 的邮件服务器……")
	textRunning   = lang.T("Checking, {n} s", "检测中，{n} 秒")
	stageNames    = map[fact.Stage]lang.Text{
		fact.StageDNS:     lang.T("name", "域名"),
		fact.StageTCP:     lang.T("connect", "连接"),
		fact.StageTLS:     lang.T("encrypt", "加密"),
		fact.StageService: lang.T("greeting", "应答"),
		fact.StageAuth:    lang.T("login", "登录"),
		fact.StageMailbox: lang.T("inbox", "收件箱"),
		fact.StageSend:    lang.T("send", "发信"),
	}
)

// nextStages are under way as soon as the one before is done; what follows them depends on the service.
var nextStages = map[fact.Stage]fact.Stage{fact.StageDNS: fact.StageTCP, fact.StageTCP: fact.StageTLS}

func (a *app) newProgress() *progress {
	if !a.errTTY || a.dumb() {
		return nil
	}
	return &progress{app: a, out: a.err, width: a.errWidth}
}

func (p *progress) searching(domain string) {
	if p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.show(p.app.say(textSearching.With("domain", domain)))
	}
}

// start shows the line for these services, and counts the seconds until clear.
func (p *progress) start(services []probe.ServicePlan) {
	for _, s := range services {
		p.services = append(p.services, strings.ToUpper(string(s.Protocol)))
		p.stages = append(p.stages, p.plain("…"))
	}
	p.begun, p.stop = time.Now(), make(chan struct{})
	p.stopped.Add(1)
	go func() {
		defer p.stopped.Done()
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.redraw()
			case <-p.stop:
				return
			}
		}
	}()
	p.redraw()
}

// event notes what a service is doing now.
func (p *progress) event(e probe.Event) {
	name, known := stageNames[e.Stage]
	p.mu.Lock()
	if e.Service < 0 || e.Service >= len(p.stages) || !known {
		p.mu.Unlock()
		return
	}
	sign := "…"
	switch next, more := nextStages[e.Stage]; {
	case e.Failed:
		sign = " ✗"
	case e.Done && more:
		name = stageNames[next]
	case e.Done:
		sign = " ✓"
	}
	p.stages[e.Service] = p.app.say(name) + p.plain(sign)
	p.mu.Unlock()
	p.redraw()
}

// plain is a sign as this terminal can show it.
func (p *progress) plain(sign string) string {
	if p.app.utf8() {
		return sign
	}
	return strings.NewReplacer("…", "...", "✗", "X", "✓", "OK").Replace(sign)
}

func (p *progress) redraw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	parts := []string{p.app.say(textRunning.With("n", int(time.Since(p.begun).Seconds())))}
	for i, s := range p.services {
		parts = append(parts, s+" "+p.stages[i])
	}
	p.show(strings.Join(parts, "   "))
}

// show puts the line in place of the one before; the caller holds the lock.
func (p *progress) show(s string) {
	s = render.Escape(s)
	for width := p.width(); displaywidth.String(s) >= width && s != ""; {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	fmt.Fprintf(p.out, "\r\x1b[K%s", s)
	p.shown = true
}

// clear takes the line away and stops counting.
func (p *progress) clear() {
	if p == nil {
		return
	}
	if p.stop != nil {
		close(p.stop)
		p.stopped.Wait()
		p.stop = nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.shown = false
	}
}
