//go:build !linux && !darwin && !windows

package main

// discardInput: not known here.
func discardInput() {}

// hideTyping: reading a password does that itself.
func hideTyping() (restore func()) { return func() {} }
