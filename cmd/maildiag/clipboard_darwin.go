package main

import "os"

// toClipboard uses pbcopy, which reads its input in the locale's encoding.
func toClipboard(text string) error {
	return feed([]byte(text), append(os.Environ(), "LC_ALL=en_US.UTF-8"), "/usr/bin/pbcopy")
}
