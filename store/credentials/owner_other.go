//go:build !unix

package credentials

import "os"

// checksModes tells whether files here say who may read them.
const checksModes = false

// ownerOf knows no owner where files have none that could be compared.
func ownerOf(os.FileInfo) (uid int, known bool) { return 0, false }
