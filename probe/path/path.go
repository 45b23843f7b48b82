// Package path measures the way to one address and port without rights: every router with its time, and the size of
// packets that pass.
//
// It owns how the probes are paced and bounded (trace.go, round.go), what large packets are tried with (mtu.go), the names of
// routers (names.go), reading ICMP messages (icmp.go), and one door to each operating system (socket_*.go, all with the same
// functions).
//
// Not here: what a path means (report/route reads it, report/cause judges it), and when one is looked at (package probe).
package path

import (
	"context"
	"net"
	"net/netip"
	"time"

	"maildiag/probe/fact"
)

// Options are what a trace has to know beside the target.
type Options struct {
	Host   string // the name that led to the target
	Why    fact.PathReason
	Rounds int // exactly so many; 0: the usual number, and more where packets seem to be lost
	// Quick: the first rounds go side by side from the beginning. That saves time, and makes three times as many connections to
	// a server that is nearer than the first window reaches.
	Quick bool
	For   time.Duration // repeat for so long
	// Sizes: look whether large packets pass, too, by UDP, and by the handshakes of Bulk.
	Sizes bool
	// Bulk makes a connection carry large packets both ways, and tells how much went and came; nil: not tried.
	Bulk func(context.Context, net.Conn) error
	// Name is the system's name for an address, "" for none; nil: names are not asked for.
	Name func(context.Context, netip.Addr) string
	// Origin is who announces an address: its AS and that one's country; nil: not asked for.
	Origin func(context.Context, netip.Addr) (as, country string)
	// Classify puts an error of the system into the vocabulary; nil: its own words are all that is kept.
	Classify func(op string, took time.Duration, err error) *fact.Failure
	// Progress is shown the path after every round, to look at and not to keep; nil: nobody listens.
	Progress func(*fact.Path)
}

// Limits of a trace, each with its reason.
const (
	// Three samples show a silent router, and are within what Linux routers answer in one go (icmp_ratelimit: a burst of
	// six for each destination, then one a second).
	usualRounds = 3
	// Loss is a matter of at least ten samples.
	lossRounds = 10
	// Rounds that follow at once; all that come after are a second apart, as the routers' limits want it.
	burstRounds = 6
	// What is farther than this is not on this internet.
	maxTTL = 30
	// The first look goes this far: most servers are nearer than twice that, and a near one gets few connections too many.
	firstWindow = 8
	// The kernel sends a SYN again after 1 s: a probe that ends before can't get the answer of another.
	longestWait = 950 * time.Millisecond
	// Between two probes of the first look, so that the answer of a near server comes before the probes beyond it are sent.
	spacing = time.Millisecond
	// How long silence has to last before the next window is opened, at least and at most.
	leastSilence, mostSilence = 100 * time.Millisecond, 400 * time.Millisecond
	// Routers make ICMP messages when they have nothing else to do: they get this much longer than the server.
	routerGrace = 150 * time.Millisecond
	// A packet that is late by so much is lost to a person who waits.
	lateGrace = 300 * time.Millisecond
	// Rounds that look for loss, while within the burst.
	lossGap = 200 * time.Millisecond
	// Rounds of a long watch, at least.
	watchGap = time.Second
	// A watch keeps at most this many rounds, so that the report stays small; a longer one has longer pauses.
	watchRounds = 120
	// Names of routers are a comfort: what the resolver does not know by then is left out.
	nameGrace = 400 * time.Millisecond
)

// Trace looks at the way to target. It always comes to an end by itself, or when ctx does, with what is known by then.
func Trace(ctx context.Context, target netip.AddrPort, o Options) fact.Path {
	target = netip.AddrPortFrom(target.Addr().Unmap(), target.Port())
	t := &tracer{o: o, target: target, begun: time.Now(), path: fact.Path{Target: target.String(), Host: o.Host, Why: o.Why}}
	d, err := open(target)
	if err != nil {
		t.path.NotMeasured = err.Error()
		return t.path
	}
	defer d.close()
	t.door, t.path.Method = d, d.method()
	t.names = newNamer(ctx, o)
	t.names.ask(target.Addr().WithZone("").String()) // the last to answer, and known from the beginning
	t.run(ctx)
	t.path.MTU = t.sizing.collect()
	t.path.Routers = t.names.collect(ctx)
	t.path.CutShort = ctx.Err() != nil
	t.path.DurationMS = ms(time.Since(t.begun))
	return t.path
}

// failure is an error of the system in the vocabulary.
func (t *tracer) failure(op string, start time.Time, err error) *fact.Failure {
	if t.o.Classify != nil {
		return t.o.Classify(op, time.Since(start), err)
	}
	return &fact.Failure{Stage: fact.StagePath, Class: fact.Other, Op: op, Raw: err.Error(), AfterMS: ms(time.Since(start))}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
