package ingest

import (
	"context"
	"hash"
	"hash/crc32"
	"io"
	"os"
)

// source reads a file from its beginning to its end, and keeps count: of the bytes for progress, and of their sums.
type source struct {
	ctx      context.Context
	file     *os.File
	sum      uint32
	digest   hash.Hash // may be nil
	done     int64
	told     int64
	progress func(done int64) // may be nil
}

// tellEvery is how many bytes lie between two calls of the progress function.
const tellEvery = 1 << 20

// Read fills p; the context can stop it.
func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.file.Read(p)
	s.sum = crc32.Update(s.sum, castagnoli, p[:n])
	if s.digest != nil {
		s.digest.Write(p[:n]) //nolint:errcheck // a hash does not fail
	}
	s.done += int64(n)
	if s.progress != nil && (s.done-s.told >= tellEvery || err == io.EOF) {
		s.told = s.done
		s.progress(s.done)
	}
	return n, err
}

// open opens the file for a pass, and checks that it is still the one that was recognised.
func (f *File) open(ctx context.Context) (*source, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, f.unreadable(err)
	}
	stat, err := file.Stat()
	if err == nil {
		err = f.checkSame(stat)
	}
	if err != nil {
		file.Close() //nolint:errcheck,gosec // only read
		return nil, err
	}
	return &source{ctx: ctx, file: file}, nil
}

// close ends a pass, and checks that the file did not change under it.
func (f *File) close(s *source) error {
	defer s.file.Close() //nolint:errcheck // only read
	stat, err := os.Stat(f.path)
	if err != nil {
		return f.unreadable(err)
	}
	return f.checkSame(stat)
}

var _ io.Reader = (*source)(nil)
