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
	size     int64
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
	s.tell(n, err == io.EOF)
	return n, err
}

// tell tells progress now and then, and at the end. What is read twice is told once.
func (s *source) tell(n int, end bool) {
	s.done = min(s.done+int64(n), s.size)
	if s.progress != nil && (s.done-s.told >= tellEvery || end && s.done > s.told) {
		s.told = s.done
		s.progress(s.done)
	}
}

// whole reads the file from its beginning to its end for its sums, and gives it for reading in any order.
func (s *source) whole() (io.ReaderAt, int64, error) {
	told := s.progress
	s.progress = nil
	size, err := io.Copy(io.Discard, struct{ io.Reader }{s})
	s.progress, s.done = told, 0
	return anywhere{s}, size, err
}

// anywhere reads a source in any order, and keeps telling progress by what was read.
type anywhere struct{ src *source }

// ReadAt reads from a place in the file; the context can stop it.
func (a anywhere) ReadAt(p []byte, at int64) (int, error) {
	if err := a.src.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := a.src.file.ReadAt(p, at)
	a.src.tell(n, false)
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
	return &source{ctx: ctx, file: file, size: stat.Size()}, nil
}

// close ends a pass, and checks that the file did not change under it.
func (f *File) close(s *source) error {
	defer s.file.Close() //nolint:errcheck // only read
	s.tell(int(s.size-s.done), true)
	stat, err := os.Stat(f.path)
	if err != nil {
		return f.unreadable(err)
	}
	return f.checkSame(stat)
}

var _ io.Reader = (*source)(nil)
