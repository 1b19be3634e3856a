package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"recoup/model"
)

// notesID marks a file as recoup's notes: "rcun" in the file's header.
const notesID = 0x7263756e

// RecoveryState is how far the creator is with winning back a lost sale.
type RecoveryState string

// The states of a recovery.
const (
	ToDo         RecoveryState = "to-do"
	Contacted    RecoveryState = "contacted"
	Promised     RecoveryState = "promised"
	Won          RecoveryState = "won"
	Lost         RecoveryState = "lost"
	DoNotContact RecoveryState = "do-not-contact"
)

// RecoveryStates lists the states in the order a recovery goes through them.
func RecoveryStates() []RecoveryState {
	return []RecoveryState{ToDo, Contacted, Promised, Won, Lost, DoNotContact}
}

// Recovery is what the creator says about winning back one buyer's purchase of one product. It refers to them by key and
// by Hotmart's product number, which stay the same in every snapshot.
type Recovery struct {
	BuyerKey  string
	ProductID string
	State     RecoveryState
	Channel   string // how the buyer was contacted; may be empty
	Owner     string // who does it; may be empty
	At        model.Instant
}

// NoteAbout says what a note is about.
type NoteAbout string

// What a note can be about: a transaction by its code, a buyer by key, a product by Hotmart's number.
const (
	AboutTransaction NoteAbout = "transaction"
	AboutBuyer       NoteAbout = "buyer"
	AboutProduct     NoteAbout = "product"
)

// Note is a text of the creator's own.
type Note struct {
	About NoteAbout
	ID    string // the code, key or number
	Text  string
	Tag   string // may be empty
	At    model.Instant
}

// Notes is the notes file, which holds what the creator says and survives every new snapshot. Nothing is opened before
// it is needed, and no file is made before something is written. Its methods may be called from several goroutines.
type Notes struct {
	path  string
	mutex sync.Mutex
	db    *pool
}

// OpenNotes names the notes file. That it cannot be used is told by the first method that needs it.
func OpenNotes(path string) *Notes { return &Notes{path: path} }

func notesFormat() format {
	return format{kind: "notes file", application: notesID, steps: []migration{`
CREATE TABLE note(
  id INTEGER PRIMARY KEY, entity TEXT NOT NULL, entity_id TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL, tag TEXT NOT NULL) STRICT;
CREATE INDEX note_entity ON note(entity, entity_id);
CREATE TABLE recovery(
  id INTEGER PRIMARY KEY, buyer_key TEXT NOT NULL, product_id TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL,
  channel TEXT NOT NULL, owner TEXT NOT NULL) STRICT;
CREATE INDEX recovery_of ON recovery(buyer_key, product_id);
`}}
}

// SetRecovery records a state. Earlier states stay in the file; the latest counts, and of two at the same moment the one
// that was recorded later.
func (n *Notes) SetRecovery(ctx context.Context, r Recovery) error {
	return n.write(ctx, "INSERT INTO recovery(buyer_key,product_id,at,state,channel,owner) VALUES(?,?,?,?,?,?)",
		r.BuyerKey, r.ProductID, int64(r.At), string(r.State), r.Channel, r.Owner)
}

// Recovery gives the latest state for a buyer and product; found is false when none was ever set.
func (n *Notes) Recovery(ctx context.Context, buyerKey, productID string) (r Recovery, found bool, err error) {
	err = n.read(ctx, recoveryColumns+" WHERE buyer_key=? AND product_id=? ORDER BY at DESC, id DESC LIMIT 1", []any{buyerKey, productID},
		func(row []driver.Value) { r, found = recoveryOf(row), true })
	return r, found, err
}

// Recoveries lists the latest state of every buyer and product, latest first.
func (n *Notes) Recoveries(ctx context.Context) (all []Recovery, err error) {
	const latest = ` WHERE id IN (SELECT id FROM (
  SELECT id, row_number() OVER (PARTITION BY buyer_key, product_id ORDER BY at DESC, id DESC) AS place FROM recovery) WHERE place = 1)
ORDER BY at DESC, id DESC`
	err = n.read(ctx, recoveryColumns+latest, nil, func(row []driver.Value) { all = append(all, recoveryOf(row)) })
	return all, err
}

const recoveryColumns = "SELECT buyer_key, product_id, state, channel, owner, at FROM recovery"

func recoveryOf(row []driver.Value) Recovery {
	text := func(i int) string { s, _ := row[i].(string); return s }
	at, _ := row[5].(int64)
	return Recovery{
		BuyerKey: text(0), ProductID: text(1), State: RecoveryState(text(2)), Channel: text(3), Owner: text(4), At: model.Instant(at),
	}
}

// AddNote records a note.
func (n *Notes) AddNote(ctx context.Context, note Note) error {
	return n.write(ctx, "INSERT INTO note(entity,entity_id,at,text,tag) VALUES(?,?,?,?,?)",
		string(note.About), note.ID, int64(note.At), note.Text, note.Tag)
}

// NotesAbout lists the notes about one thing, oldest first.
func (n *Notes) NotesAbout(ctx context.Context, about NoteAbout, id string) ([]Note, error) {
	return n.notes(ctx, " WHERE entity=? AND entity_id=?", string(about), id)
}

// AllNotes lists every note, oldest first.
func (n *Notes) AllNotes(ctx context.Context) ([]Note, error) { return n.notes(ctx, "") }

func (n *Notes) notes(ctx context.Context, where string, args ...any) (all []Note, err error) {
	err = n.read(ctx, "SELECT entity, entity_id, text, tag, at FROM note"+where+" ORDER BY at, id", args, func(row []driver.Value) {
		text := func(i int) string { s, _ := row[i].(string); return s }
		at, _ := row[4].(int64)
		all = append(all, Note{About: NoteAbout(text(0)), ID: text(1), Text: text(2), Tag: text(3), At: model.Instant(at)})
	})
	return all, err
}

// Close closes the file, if it was opened.
func (n *Notes) Close() error {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.db == nil {
		return nil
	}
	err := n.db.close()
	n.db = nil
	return err
}

func (n *Notes) write(ctx context.Context, statement string, args ...any) error {
	db, err := n.open(ctx, true)
	if err != nil {
		return explain(err, n.path)
	}
	err = writing(ctx, db, func(s *session) (bool, error) { return true, s.exec(ctx, statement, args...) })
	return explain(err, n.path)
}

// read is about nothing when there is no file yet.
func (n *Notes) read(ctx context.Context, query string, args []any, fn func(row []driver.Value)) error {
	db, err := n.open(ctx, false)
	if err != nil || db == nil {
		return explain(err, n.path)
	}
	err = withSession(ctx, db, func(s *session) error {
		return s.each(ctx, query, args, func(row []driver.Value) error { fn(row); return nil })
	})
	return explain(err, n.path)
}

// open opens the file once; without one, and unless it may be made, it gives nothing.
func (n *Notes) open(ctx context.Context, make bool) (*pool, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.db != nil {
		return n.db, nil
	}
	path, err := filepath.Abs(n.path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) && !make {
		return nil, nil
	}
	f := notesFormat()
	if err := f.createIfMissing(ctx, path); err != nil {
		return nil, err
	}
	if err := f.probe(ctx, path); err != nil {
		return nil, err
	}
	db := newPool(1, func() (*session, error) { return openSession(forWriting(path)) })
	if err := f.migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.close())
	}
	n.db = db
	return db, nil
}
