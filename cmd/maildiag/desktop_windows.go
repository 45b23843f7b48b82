package main

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel32              = windows.NewLazySystemDLL("kernel32.dll")
	getConsoleProcessList = kernel32.NewProc("GetConsoleProcessList")
	flushConsoleInput     = kernel32.NewProc("FlushConsoleInputBuffer")
)

// ownWindow says whether the console window was opened for this program alone: by a double-click. It closes with it.
func ownWindow() bool {
	var ids [2]uint32
	n, _, _ := getConsoleProcessList.Call(uintptr(unsafe.Pointer(&ids[0])), uintptr(len(ids)))
	return n == 1
}

// discardInput throws away what was typed or pasted and not read yet.
func discardInput() { _, _, _ = flushConsoleInput.Call(os.Stdin.Fd()) }

// documentFolders is where a report goes when the program's folder can't be written.
func documentFolders() []string {
	dir, err := windows.KnownFolderPath(windows.FOLDERID_Documents, 0)
	if err != nil {
		return nil
	}
	return []string{dir}
}

// hideTyping switches the console's echo off.
func hideTyping() (restore func()) {
	in := windows.Handle(os.Stdin.Fd())
	var mode uint32
	if windows.GetConsoleMode(in, &mode) != nil || windows.SetConsoleMode(in, mode&^windows.ENABLE_ECHO_INPUT) != nil {
		return func() {}
	}
	return func() { _ = windows.SetConsoleMode(in, mode) }
}
