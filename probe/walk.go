package probe

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"maildiag/probe/fact"
)

// walk is one connection to one address, from the TCP handshake to the capabilities.
type walk struct {
	run      *run
	index    int // of the service in the plan
	p        *protocol
	host     string
	addr     netip.AddrPort
	reason   fact.Reason
	security fact.Security
	hello    fact.ClientHello
	connect  time.Duration // how long the connect may take
	quiet    bool          // a comparison: it reports no progress, and may not take long

	at     atomic.Int32  // how far it is: walkDialled, walkHeard, walkGreeted
	silent chan struct{} // closed when the greeting is worth a look beside it
}

const (
	walkDialled = 1 + iota // the connection is open
	walkHeard              // the other side has said something in clear text
	walkGreeted            // the greeting is whole
)

// walk goes. The steps stand one below the other; each runs only if the one before succeeded, on the connection that
// one made. An attempt that came to its end (Ready) is returned with its open session, which is the caller's to close.
func (w *walk) walk(ctx context.Context) (*fact.Attempt, *session) {
	a := &fact.Attempt{Addr: w.addr.String(), Reason: w.reason, Security: w.security, StartMS: w.run.elapsed()}
	s := w.dial(ctx, a)
	if s == nil {
		return a, nil
	}
	if w.reason == fact.ReasonNeutralPort || w.reason == fact.ReasonNoHello {
		if w.reason == fact.ReasonNoHello {
			w.listen(a, s)
		}
		s.close()
		return a, nil
	}
	ok := (w.security != fact.TLS || w.handshake(ctx, a, s)) &&
		w.greet(a, s) &&
		(w.security != fact.StartTLS || w.askTLS(a, s) && w.handshake(ctx, a, s)) &&
		w.capabilities(a, s)
	a.Transcript = s.transcript()
	if !ok {
		s.close()
		return a, nil
	}
	return a, s
}

// fail writes the one failure of the attempt down.
func (w *walk) fail(a *fact.Attempt, stage fact.Stage, op string, start time.Time, err error) bool {
	a.Failure = classify(stage, op, start, time.Now(), err)
	if a.Failure.Class == fact.Alert {
		// With TLS 1.3 the client is through with the handshake before the server has judged it: a demand for a client
		// certificate comes in place of the greeting.
		a.Failure.Stage = fact.StageTLS
	}
	w.progress(stage, true)
	return false
}

func (w *walk) progress(stage fact.Stage, failed bool) {
	if w.run.env.Progress != nil && !w.quiet {
		w.run.env.Progress(Event{Service: w.index, Stage: stage, Done: true, Failed: failed})
	}
}

func (w *walk) dial(ctx context.Context, a *fact.Attempt) *session {
	start := time.Now()
	limited, cancel := context.WithTimeout(ctx, w.connect)
	defer cancel()
	conn, err := w.run.env.Dial(limited, w.addr)
	if err != nil {
		if ctx.Err() != nil || cutOff(ctx, err) {
			err = errCut
		}
		w.fail(a, fact.StageTCP, "connect", start, err)
		return nil
	}
	a.Dial = &fact.Dial{MS: ms(time.Since(start)), Local: conn.LocalAddr().String()}
	w.at.Store(walkDialled)
	w.progress(fact.StageTCP, false)
	return newSession(ctx, conn, w.host)
}

// listen says nothing and waits for what the other side does. Silence is what a TLS server answers to silence.
func (w *walk) listen(a *fact.Attempt, s *session) {
	start := time.Now()
	s.deadline(listenTimeout)
	if _, err := s.br.Peek(1); err != nil {
		w.fail(a, fact.StageService, "greeting", start, s.cause(err))
	}
}

func (w *walk) handshake(ctx context.Context, a *fact.Attempt, s *session) bool {
	start := time.Now()
	limit := handshakeTimeout
	if w.quiet {
		limit = compareHandshake
	}
	tc, err := s.startTLS(tlsConfig(w.host, w.hello), limit)
	if err != nil {
		a.TLS = &fact.TLSInfo{ClientHello: w.hello}
		return w.fail(a, fact.StageTLS, "handshake", start, err)
	}
	took := time.Since(start)
	a.TLS = w.run.truster.info(ctx, tc.ConnectionState(), w.host, w.hello, took)
	w.progress(fact.StageTLS, false)
	return true
}

func (w *walk) greet(a *fact.Attempt, s *session) bool {
	start := time.Now()
	limit := greetingTimeout
	if w.quiet {
		limit = compareTalk
	}
	if w.silent != nil {
		var once sync.Once
		for _, t := range []struct {
			after time.Duration
			until int32
		}{{silenceAsksTLS, walkHeard}, {unfinishedAfter, walkGreeted}} {
			timer := time.AfterFunc(t.after, func() {
				if w.at.Load() < t.until {
					once.Do(func() { close(w.silent) })
				}
			})
			defer timer.Stop()
		}
	}
	r, err := greeting(s, w.p, limit, func() { w.at.Store(walkHeard) })
	w.at.Store(walkGreeted)
	a.Talk.Greeting = r
	if err != nil {
		return w.fail(a, fact.StageService, "greeting", start, err)
	}
	w.progress(fact.StageService, false)
	return true
}

// askTLS asks for the upgrade, if it is offered. What the server said before is forgotten afterwards (RFC 3207 section
// 4.2): capabilities are asked for anew.
func (w *walk) askTLS(a *fact.Attempt, s *session) bool {
	start := time.Now()
	if a.Talk.Before = listedIMAP(a.Talk.Greeting); a.Talk.Before == nil {
		caps, err := w.p.caps(s)
		if err != nil {
			return w.fail(a, fact.StageService, "capability", start, err)
		}
		a.Talk.Before = caps
	}
	if !a.Talk.Before.Has(w.p.offered) && a.Talk.Before.MS == 0 {
		// The greeting's list is the server's choice and may be short; its answer to the question is the whole.
		caps, err := w.p.caps(s)
		if err != nil {
			return w.fail(a, fact.StageService, "capability", start, err)
		}
		a.Talk.Before = caps
	}
	if !a.Talk.Before.Has(w.p.offered) {
		err := &stepError{class: fact.NotOffered, text: w.p.startTLS + " is not offered"}
		return w.fail(a, fact.StageTLS, "starttls", start, err)
	}
	start = time.Now()
	r, err := w.p.upgrade(s)
	a.Talk.StartTLS = r
	if err == nil && r.Kind != fact.ReplyOK {
		err = refusal(r, w.p.startTLS)
	}
	if err != nil {
		return w.fail(a, fact.StageTLS, "starttls", start, err)
	}
	return true
}

func (w *walk) capabilities(a *fact.Attempt, s *session) bool {
	start := time.Now()
	if w.security == fact.TLS {
		a.Talk.Caps = listedIMAP(a.Talk.Greeting)
	}
	if a.Talk.Caps != nil {
		return true
	}
	caps, err := w.p.caps(s)
	if err != nil {
		return w.fail(a, fact.StageService, "capability", start, err)
	}
	a.Talk.Caps = caps
	return true
}
