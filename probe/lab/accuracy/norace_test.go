//go:build !race

package accuracy

const (
	sideBySide = 32 // so many worlds run at once: nearly all of their time is waiting
	every      = 1
)
