package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"maildiag/probe/fact"
)

// classify turns an error of the system or of a library into a failure: OS errors become words once, here.
func classify(stage fact.Stage, op string, start, now time.Time, err error) *fact.Failure {
	f := &fact.Failure{Stage: stage, Op: op, Class: class(err), Raw: escape(err.Error()), AfterMS: ms(now.Sub(start))}
	f.Alert, _ = alertOf(err)
	var known *stepError
	if errors.As(err, &known) {
		f.Reply, f.FirstBytes, f.Bytes = known.reply, known.firstBytes, known.bytes
	}
	return f
}

// stepError is a failure that the project's own code found and already knows the class of.
type stepError struct {
	class      fact.Class
	text       string
	reply      *fact.Reply
	firstBytes string
	bytes      int
}

func (e *stepError) Error() string { return e.text }

// errnoClasses maps the errors of sockets to classes; Windows' numbers are in classify_windows.go.
var errnoClasses = []struct {
	errno error
	class fact.Class
}{
	{syscall.ECONNREFUSED, fact.Refused},
	{syscall.ECONNRESET, fact.Reset},
	{syscall.ECONNABORTED, fact.Reset},
	{syscall.EPIPE, fact.Reset},
	{syscall.ETIMEDOUT, fact.TimedOut},
	{syscall.EHOSTUNREACH, fact.HostUnreachable},
	{syscall.ENETUNREACH, fact.NetUnreachable},
	{syscall.EADDRNOTAVAIL, fact.AddrUnavailable},
	{syscall.EAFNOSUPPORT, fact.AddrUnavailable},
	{syscall.EACCES, fact.Denied},
	{syscall.EPERM, fact.Denied},
}

func class(err error) fact.Class {
	var known *stepError
	if errors.As(err, &known) {
		return known.class
	}
	for _, list := range [][]struct {
		errno error
		class fact.Class
	}{errnoClasses, systemErrnos} {
		for _, e := range list {
			if errors.Is(err, e.errno) {
				return e.class
			}
		}
	}
	var header tls.RecordHeaderError
	var timeout net.Error
	_, alert := alertOf(err)
	switch {
	case errors.Is(err, errCut), errors.Is(err, context.Canceled):
		return fact.Cut
	case alert:
		return fact.Alert
	case errors.As(err, &header):
		return fact.NotTLS
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return fact.TimedOut
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fact.EOF
	case errors.Is(err, net.ErrClosed):
		return fact.Cut
	}
	return fact.Other
}

// alertOf finds the number of a TLS alert that the peer sent. crypto/tls gives it as a *net.OpError around a type of its
// own, which says the same words as the exported tls.AlertError.
func alertOf(err error) (number int, ok bool) {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "remote error" || op.Err == nil {
		return 0, false
	}
	words := op.Err.Error()
	for n := range 256 {
		if tls.AlertError(n).Error() == words {
			return n, true
		}
	}
	return 0, true
}

// cutOff says whether a time-out was the run's deadline rather than the step's own: then nothing is known. The system's
// timer may fire a moment before the context's.
func cutOff(ctx context.Context, err error) bool {
	end, ok := ctx.Deadline()
	return ok && time.Until(end) < 50*time.Millisecond && class(err) == fact.TimedOut
}

// errCut is the cause of a context that ended because the run did: the deadline, or ^C.
var errCut = errors.New("the run ended before this was known")

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
