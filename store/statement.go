package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// prepared is a compiled statement. What is set holds for one run; what is not set is NULL.
type prepared struct {
	session *session
	handle  uintptr // sqlite3_stmt *
	texts   arena
	err     error // of the first value that could not be set
}

// compile compiles the first statement of a query, which is a C string; rest is what follows it. Nothing but space and
// comments gives a statement without a handle.
func (s *session) compile(query uintptr) (p *prepared, rest uintptr, err error) {
	const pointers = 16
	at := s.tls.Alloc(pointers)
	defer s.tls.Free(pointers)
	if rc := sqlite3.Xsqlite3_prepare_v2(s.tls, s.db, query, -1, at, at+8); rc != sqlite3.SQLITE_OK {
		return nil, 0, s.failure(rc)
	}
	return &prepared{session: s, handle: libc.AtomicLoadPUintptr(at), texts: arena{tls: s.tls}}, libc.AtomicLoadPUintptr(at + 8), nil
}

// prepare compiles one statement with a number of parameters, to be run many times.
func (s *session) prepare(ctx context.Context, query string, parameters int) (*prepared, error) {
	text, err := libc.CString(query)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(s.tls, text)
	p, _, err := s.compile(text)
	if err != nil {
		return nil, stopped(ctx, err)
	}
	if n := p.parameters(); n != parameters {
		p.close()
		return nil, fmt.Errorf("the statement has %d parameters, not %d: %s", n, parameters, query)
	}
	return p, nil
}

// parameters is how many parameters the statement has.
func (p *prepared) parameters() int {
	return int(sqlite3.Xsqlite3_bind_parameter_count(p.session.tls, p.handle))
}

// set sets the i-th parameter, from 0. It takes what driver.Value allows but times, and int.
func (p *prepared) set(i int, v driver.Value) {
	switch v := v.(type) {
	case nil:
	case int64:
		p.setNumber(i, v)
	case string:
		p.setText(i, v)
	case []byte:
		p.setBytes(i, v)
	case int:
		p.setNumber(i, int64(v))
	case bool:
		p.setNumber(i, flagNumber(v))
	default:
		p.keep(fmt.Errorf("a %T is no value of SQLite", v))
	}
}

func flagNumber(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func (p *prepared) setNumber(i int, v int64) {
	p.check(sqlite3.Xsqlite3_bind_int64(p.session.tls, p.handle, int32(i+1), v))
}

// The memory of texts and bytes outlives the run, so SQLite makes no copy of its own.
const lasting = uintptr(0) // SQLITE_STATIC

func (p *prepared) setText(i int, v string) {
	if at := hold(&p.texts, v); at == 0 {
		p.check(sqlite3.SQLITE_NOMEM)
	} else {
		p.check(sqlite3.Xsqlite3_bind_text(p.session.tls, p.handle, int32(i+1), at, int32(len(v)), lasting))
	}
}

func (p *prepared) setBytes(i int, v []byte) {
	if at := hold(&p.texts, v); at == 0 {
		p.check(sqlite3.SQLITE_NOMEM)
	} else {
		p.check(sqlite3.Xsqlite3_bind_blob(p.session.tls, p.handle, int32(i+1), at, int32(len(v)), lasting))
	}
}

// setRow sets the parameters of a row, each by so many places behind its column.
func (p *prepared) setRow(row *rowValues, behind int) {
	at := hold(&p.texts, row.texts)
	if at == 0 {
		p.check(sqlite3.SQLITE_NOMEM)
		return
	}
	tls := p.session.tls
	for i, kind := range row.kinds {
		parameter := int32(i + behind + 1)
		switch kind {
		case numberValue:
			p.check(sqlite3.Xsqlite3_bind_int64(tls, p.handle, parameter, row.numbers[i]))
		case textValue:
			p.check(sqlite3.Xsqlite3_bind_text(tls, p.handle, parameter, at, int32(row.numbers[i]), lasting))
			at += uintptr(row.numbers[i])
		}
	}
}

func (p *prepared) check(rc int32) {
	if rc != sqlite3.SQLITE_OK {
		p.keep(p.session.failure(rc))
	}
}

func (p *prepared) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// run runs the statement to its end with what was set, and makes it ready for the next run.
func (p *prepared) run(ctx context.Context) error {
	defer p.reset()
	for {
		if row, err := p.step(ctx); err != nil || !row {
			return err
		}
	}
}

// step goes on to the next row, if there is one.
func (p *prepared) step(ctx context.Context) (row bool, err error) {
	if p.err != nil {
		return false, p.err
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	p.session.follow(ctx)
	switch rc := sqlite3.Xsqlite3_step(p.session.tls, p.handle); rc {
	case sqlite3.SQLITE_ROW:
		return true, nil
	case sqlite3.SQLITE_DONE:
		return false, nil
	default:
		return false, stopped(ctx, p.session.failure(rc))
	}
}

// stopped is the end of a context where that is why SQLite was interrupted; else err itself.
func stopped(ctx context.Context, err error) error {
	if codeOf(err) == sqlite3.SQLITE_INTERRUPT && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// width is the number of columns of a row.
func (p *prepared) width() int { return int(sqlite3.Xsqlite3_column_count(p.session.tls, p.handle)) }

// column gives the i-th value of the row at hand: nil, an int64, a float64, a string or a []byte, which may be kept.
func (p *prepared) column(i int) driver.Value {
	tls, at := p.session.tls, int32(i)
	switch sqlite3.Xsqlite3_column_type(tls, p.handle, at) {
	case sqlite3.SQLITE_INTEGER:
		return p.number(i)
	case sqlite3.SQLITE_FLOAT:
		return sqlite3.Xsqlite3_column_double(tls, p.handle, at)
	case sqlite3.SQLITE_TEXT:
		return p.text(i, "")
	case sqlite3.SQLITE_BLOB:
		blob := sqlite3.Xsqlite3_column_blob(tls, p.handle, at)
		return append([]byte{}, libc.GoBytes(blob, int(sqlite3.Xsqlite3_column_bytes(tls, p.handle, at)))...)
	}
	return nil
}

// isNull tells whether the i-th value of the row at hand is NULL.
func (p *prepared) isNull(i int) bool {
	return sqlite3.Xsqlite3_column_type(p.session.tls, p.handle, int32(i)) == sqlite3.SQLITE_NULL
}

// number is the i-th value of the row at hand as an integer.
func (p *prepared) number(i int) int64 {
	return sqlite3.Xsqlite3_column_int64(p.session.tls, p.handle, int32(i))
}

// text is the i-th value of the row at hand as text; it keeps the memory of one that says the same.
func (p *prepared) text(i int, same string) string {
	text := sqlite3.Xsqlite3_column_text(p.session.tls, p.handle, int32(i)) // before its length: this may convert it
	bytes := libc.GoBytes(text, int(sqlite3.Xsqlite3_column_bytes(p.session.tls, p.handle, int32(i))))
	if string(bytes) == same {
		return same
	}
	return string(bytes)
}

func (p *prepared) reset() {
	sqlite3.Xsqlite3_reset(p.session.tls, p.handle) // it repeats the error of the last step
	sqlite3.Xsqlite3_clear_bindings(p.session.tls, p.handle)
	p.texts.clear()
	p.err = nil
}

// close frees the statement. It repeats no error of its runs.
func (p *prepared) close() {
	sqlite3.Xsqlite3_finalize(p.session.tls, p.handle)
	p.texts.free()
	p.handle = 0
}

// closeAll frees those statements that were compiled.
func closeAll(statements ...*prepared) {
	for _, p := range statements {
		if p != nil {
			p.close()
		}
	}
}

// arena is memory that SQLite can read: what a statement runs with, one text behind the other.
type arena struct {
	tls    *libc.TLS
	blocks []uintptr // the last one is being filled
	room   []byte    // what is left of it
	at     uintptr   // where that begins
	held   int       // bytes in all
	size   int       // of the last block
}

const smallArena = 1 << 10

// hold copies a text and gives its place, which is not 0 even where the text is empty; 0 says that there is no memory.
func hold[T string | []byte](a *arena, text T) uintptr {
	if (len(a.blocks) == 0 || len(text) > len(a.room)) && !a.grow(len(text)) {
		return 0
	}
	place := a.at
	n := copy(a.room, text)
	a.room, a.at, a.held = a.room[n:], a.at+uintptr(n), a.held+n
	return place
}

// grow begins another block: what was held so far must stay where it is.
func (a *arena) grow(need int) bool {
	size := max(smallArena, need, 2*a.held)
	block := sqlite3.Xsqlite3_malloc64(a.tls, sqlite3.Tsqlite3_uint64(size))
	if block == 0 {
		return false
	}
	a.blocks = append(a.blocks, block)
	a.room, a.at, a.size = libc.GoBytes(block, size), block, size
	return true
}

// clear forgets what is held. Of several blocks the largest stays, which alone had room for as much as all before it.
func (a *arena) clear() {
	n := len(a.blocks)
	if n == 0 {
		return
	}
	for _, block := range a.blocks[:n-1] {
		sqlite3.Xsqlite3_free(a.tls, block)
	}
	a.blocks = append(a.blocks[:0], a.blocks[n-1])
	a.room, a.at, a.held = libc.GoBytes(a.blocks[0], a.size), a.blocks[0], 0
}

func (a *arena) free() {
	for _, block := range a.blocks {
		sqlite3.Xsqlite3_free(a.tls, block)
	}
	a.blocks, a.room, a.at, a.held = nil, nil, 0, 0
}
