package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardInput throws away what was typed or pasted and not read yet (FREAD of TIOCFLUSH is 1).
func discardInput() { _ = unix.IoctlSetPointerInt(int(os.Stdin.Fd()), unix.TIOCFLUSH, 1) }

// hideTyping switches the terminal's echo off.
func hideTyping() (restore func()) {
	fd := int(os.Stdin.Fd())
	before, err := unix.IoctlGetTermios(fd, unix.TIOCGETA)
	if err != nil {
		return func() {}
	}
	quiet := *before
	quiet.Lflag &^= unix.ECHO
	if unix.IoctlSetTermios(fd, unix.TIOCSETA, &quiet) != nil {
		return func() {}
	}
	return func() { _ = unix.IoctlSetTermios(fd, unix.TIOCSETA, before) }
}
