package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"recoup/model"
)

// digest is what is found out about a file's content as a whole, whatever it says.
type digest struct {
	digest string
	sum    uint32 // as every pass makes it
	known  bool
	err    error
	done   chan struct{} // closed when the others may be looked at
}

// digestBeside makes the digest on a goroutine of its own, since a hash of the content takes a third of the time that
// looking through it does, and most of the time that it takes to know a file again. A file that is known stops the look.
func (f *File) digestBeside(ctx context.Context, stop func()) *digest {
	d := &digest{done: make(chan struct{})}
	go func() {
		defer close(d.done)
		defer func() {
			if r := recover(); r != nil { // a file must not take the screen's terminal down with it
				d.err = model.Failed(fmt.Errorf("panic: %v", r), "Please report this. Nothing was changed.", "%s could not be read.", f.name())
			}
		}()
		if d.err = d.read(ctx, f); d.err == nil && f.opt.Known != nil {
			d.known, d.err = f.opt.Known(ctx, d.digest)
		}
		if d.known {
			stop()
		}
	}()
	return d
}

func (d *digest) read(ctx context.Context, f *File) error {
	src, err := f.open(ctx)
	if err != nil {
		return err
	}
	content := sha256.New()
	const piece = 256 << 10
	if _, err := io.CopyBuffer(content, struct{ io.Reader }{src}, make([]byte, piece)); err != nil {
		src.close()
		return f.passError(err)
	}
	d.digest, d.sum = f.seal(content.Sum(nil)), src.sum
	return f.finish(src)
}

// seal makes the digest of the content and of all that changes its meaning.
func (f *File) seal(content []byte) string {
	h := sha256.New()
	part := func(s string) { fmt.Fprintf(h, "%d:%s", len(s), s) } //nolint:errcheck // a hash does not fail
	part(f.layout.id)
	part(f.layout.version)
	part(string(content))
	part(f.opt.Zone.String())
	part(fmt.Sprint(f.opt.Decimal))
	part(fmt.Sprint(f.opt.SeenAt))
	for _, header := range slices.Sorted(maps.Keys(f.opt.Map)) {
		part(headerKey(header))
		part(strings.ToLower(strings.TrimSpace(f.opt.Map[header])))
	}
	return hex.EncodeToString(h.Sum(nil))
}
