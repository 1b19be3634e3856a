// Recoup is Hotmart's Sales Management page in the terminal: what a creator sold, what they lost, and who can still be
// won back, from a snapshot of their transactions on their own machine.
package main

import (
	"os"

	"recoup/tui/command"
)

func main() {
	command.KeepFilesPrivate()
	os.Exit(command.Main(os.Args[1:], command.RealWorld()))
}
