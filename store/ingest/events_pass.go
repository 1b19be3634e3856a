package ingest

import (
	"context"
	"hash"
	"hash/crc32"
	"io"

	"recoup/model"
)

// each goes through all rows of all sources, and checks that they are those of the first pass.
func (k *kept) each(ctx context.Context, visit func(*keptSource, keptRow) error) error {
	for _, source := range k.sources {
		sum, err := k.pass(ctx, source, nil, func(r keptRow) error { return visit(source, r) })
		if err != nil {
			return err
		}
		if sum != source.sum {
			return model.Failed(nil, "Import it again when nothing writes to it any more.", "%s changed while it was read.", model.Clean(source.name))
		}
	}
	return nil
}

func (k *kept) size() int64 {
	var size int64
	for _, source := range k.sources {
		size += source.size
	}
	return size
}

// pass goes through one source, and gives its checksum.
func (k *kept) pass(ctx context.Context, source *keptSource, digest hash.Hash, visit func(keptRow) error) (uint32, error) {
	content, err := source.open()
	if err != nil {
		return 0, unreadableJSON(source.name, err)
	}
	defer content.Close() //nolint:errcheck // only read
	counted := &countedReader{ctx: ctx, src: content, digest: digest}
	if tell, before, total := k.opt.Progress, k.done, 2*k.size(); tell != nil && before >= 0 {
		counted.tell = func(done int64) { tell(before+done, total) }
	}
	rows, err := newKeptRows(counted, k.opt.Now)
	for err == nil {
		var r keptRow
		if r, err = rows.next(); err == nil {
			if err := visit(r); err != nil {
				return 0, err
			}
			err = ctx.Err()
		}
	}
	if k.done >= 0 {
		k.done += counted.done
	}
	if err == io.EOF { //nolint:errorlint // given bare
		return counted.sum, nil
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	return 0, unreadableJSON(source.name, err)
}

// countedReader keeps count of what is read, for progress and checksums.
type countedReader struct {
	ctx        context.Context
	src        io.Reader
	sum        uint32
	digest     hash.Hash        // may be nil
	tell       func(done int64) // may be nil
	done, told int64
}

func (c *countedReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.src.Read(b)
	c.sum = crc32.Update(c.sum, castagnoli, b[:n])
	if c.digest != nil {
		c.digest.Write(b[:n]) //nolint:errcheck // a hash does not fail
	}
	if c.done += int64(n); c.tell != nil && (c.done-c.told >= tellEvery || err == io.EOF) {
		c.told = c.done
		c.tell(c.done)
	}
	return n, err
}
