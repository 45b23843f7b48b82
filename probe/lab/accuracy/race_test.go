//go:build race

package accuracy

// The race detector makes everything many times slower, and what waits for a processor is measured as a slow network: fewer
// worlds at once, and of each table every fourth row, which still comes by all code.
const (
	sideBySide = 12
	every      = 4
)
