package ingest

import (
	"bytes"
	"context"
	"hash/crc32"
	"io"
	"os"
)

// source reads a file from its beginning to its end, and keeps count: of the bytes for progress, and of their sums.
type source struct {
	ctx      context.Context
	file     *os.File
	member   io.ReadCloser // of an archive, which the file is then; nil where the file itself is read
	size     int64         // of what is read
	sum      uint32
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
	var n int
	var err error
	if s.member != nil {
		n, err = s.member.Read(p)
	} else {
		n, err = s.file.Read(p)
	}
	s.sum = crc32.Update(s.sum, castagnoli, p[:n])
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

// close ends the reading, whether or not all was read.
func (s *source) close() {
	if s.member != nil {
		s.member.Close() //nolint:errcheck,gosec // only read
	}
	s.file.Close() //nolint:errcheck,gosec // only read
}

// maxHeld is how large a spreadsheet in an archive may be: it cannot be read in any order where it is.
const maxHeld = 64 << 20

// whole reads the file from its beginning to its end for its sums, and gives it for reading in any order.
func (s *source) whole() (io.ReaderAt, int64, error) {
	told := s.progress
	s.progress = nil
	defer func() { s.progress, s.done = told, 0 }()
	if s.member == nil {
		size, err := io.Copy(io.Discard, struct{ io.Reader }{s})
		return anywhere{s, s.file}, size, err
	}
	if s.size > maxHeld {
		return nil, 0, formatError{"is too large to be read inside of an archive", "Unpack the archive and import what is in it."}
	}
	held, err := io.ReadAll(s)
	return anywhere{s, bytes.NewReader(held)}, int64(len(held)), err
}

// anywhere reads a source in any order, and keeps telling progress by what was read.
type anywhere struct {
	src *source
	at  io.ReaderAt
}

// ReadAt reads from a place in the file; the context can stop it.
func (a anywhere) ReadAt(p []byte, at int64) (int, error) {
	if err := a.src.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := a.at.ReadAt(p, at)
	a.src.tell(n, false)
	return n, err
}

// open opens the file for a pass, and checks that it is still the one that was recognised.
func (f *File) open(ctx context.Context) (*source, error) {
	file, err := os.Open(f.disk)
	if err != nil {
		return nil, f.unreadable(err)
	}
	src := &source{ctx: ctx, file: file}
	stat, err := file.Stat()
	if err == nil {
		err = f.checkSame(stat)
	}
	if err == nil {
		src.size = stat.Size()
		if f.member != "" {
			err = f.openMember(src)
		}
	}
	if err != nil {
		src.close()
		return nil, err
	}
	return src, nil
}

// finish ends a pass with what the reader of rows had no need of, and checks that the file did not change under it.
func (f *File) finish(s *source) error {
	defer s.close()
	if _, err := io.Copy(io.Discard, struct{ io.Reader }{s}); err != nil {
		return f.passError(err)
	}
	s.tell(int(s.size-s.done), true)
	stat, err := os.Stat(f.disk)
	if err != nil {
		return f.unreadable(err)
	}
	return f.checkSame(stat)
}

var _ io.Reader = (*source)(nil)
