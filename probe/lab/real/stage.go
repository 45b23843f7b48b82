//go:build linux

package real

import (
	"io"
	"net"
	"sync"
	"time"
)

// Script is what a listener does with a connection. It need not close it.
type Script func(net.Conn)

// perform serves a listener by a script until the world is closed; then the connections are cut.
func (w *World) perform(l net.Listener, script Script) {
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	w.closers = append(w.closers, func() {
		l.Close()
		mu.Lock()
		defer mu.Unlock()
		for c := range open {
			c.Close()
		}
	})
	w.staged.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[c] = true
			mu.Unlock()
			w.staged.Go(func() {
				script(c)
				c.Close()
				mu.Lock()
				delete(open, c)
				mu.Unlock()
			})
		}
	})
}

// Silent reads and never says a word.
func Silent(c net.Conn) { io.Copy(io.Discard, c) }

// Says sends the text and then is silent.
func Says(text string) Script {
	return func(c net.Conn) {
		io.WriteString(c, text)
		Silent(c)
	}
}

// Cuts resets the connection as soon as it is open.
func Cuts(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
}

// CutsAfterFirst resets the connection when the first bytes have come.
func CutsAfterFirst(c net.Conn) {
	c.Read(make([]byte, 1))
	Cuts(c)
}

// Drips sends a byte of the text every second, over and over.
func Drips(text string) Script {
	return func(c net.Conn) {
		for i := 0; ; i++ {
			if _, err := c.Write([]byte{text[i%len(text)]}); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	}
}

// Floods sends the text over and over, as fast as it is taken.
func Floods(text string) Script {
	return func(c net.Conn) {
		block := make([]byte, 0, 64<<10)
		for len(block)+len(text) <= cap(block) {
			block = append(block, text...)
		}
		for {
			if _, err := c.Write(block); err != nil {
				return
			}
		}
	}
}
