//go:build unix && !darwin && !ios

package credentials

import (
	"os"
	"path/filepath"
	"strconv"
)

// keyringCanBeAsked tells whether there is a session bus to ask on. Without one the library would start one with
// dbus-launch and leave it running, with nobody on it who keeps secrets.
func keyringCanBeAsked() bool {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return true
	}
	runtime := filepath.Join("/run/user", strconv.Itoa(os.Getuid()))
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join(runtime, name)); err == nil {
			return true
		}
	}
	return false
}
