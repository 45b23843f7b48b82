//go:build !windows

package main

import (
	"os"
	"path/filepath"
)

// ownWindow: elsewhere a terminal stays open when a program in it ends.
func ownWindow() bool { return false }

// documentFolders is where a report goes when the program's folder can't be written.
func documentFolders() []string {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	return []string{filepath.Join(home, "Documents"), home}
}
