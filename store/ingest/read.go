package ingest

import (
	"context"
	"errors"
	"io"

	"recoup/model"
)

// MaxRejectsKept is how many rejected rows a File remembers; WriteRejects writes all of them.
const MaxRejectsKept = 1000

// checkEvery is how many rows lie between two looks at the context.
const checkEvery = 64

// read is the Read of the file's batch.
func (f *File) read(ctx context.Context, emit func(model.Change) error) (model.Tally, error) {
	f.rejects = nil
	return f.pass(ctx, visitor{
		progress: f.progressFrom(f.stat.Size()),
		sale: func(c *converter) error {
			return emit(model.Change{Source: model.SourceReport, SeenAt: f.seenAt, Transaction: c.take()})
		},
		reject: func(rec record) error {
			if len(f.rejects) < MaxRejectsKept {
				f.rejects = append(f.rejects, f.reject(rec))
			}
			return nil
		},
	})
}

// Rejects gives the first MaxRejectsKept rows that the last Read could not read, in the order of the file.
func (f *File) Rejects() []Reject { return f.rejects }

func (f *File) reject(rec record) Reject {
	return Reject{Line: rec.line, Column: f.layout.name(rec.fault.column), Reason: rec.fault.reason}
}

// visitor is what a pass hands its records to. Progress may be nil.
type visitor struct {
	progress func(done int64)
	sale     func(*converter) error // the converter holds the row
	reject   func(record) error
}

// pass goes through the file with all that was decided about it, and counts its records.
func (f *File) pass(ctx context.Context, v visitor) (model.Tally, error) {
	var tally model.Tally
	src, err := f.open(ctx)
	if err != nil {
		return tally, err
	}
	defer src.file.Close() //nolint:errcheck // only read
	src.progress = v.progress
	records := newRecords(src, &f.form, f.layout)
	c := newConverter(f.layout, newWallClock(f.opt.Zone), f.styles)
	for {
		if tally.Rows%checkEvery == 0 && ctx.Err() != nil {
			return tally, ctx.Err()
		}
		rec, err := records.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return tally, f.passError(err)
		}
		if err := v.visit(rec, c, &tally); err != nil {
			return tally, err
		}
	}
	if src.sum != f.sum {
		return tally, f.changed()
	}
	return tally, f.close(src)
}

// visit counts a record and hands it over.
func (v *visitor) visit(rec record, c *converter, tally *model.Tally) error {
	tally.Rows++
	switch rec.kind {
	case rowBlank:
		tally.Blank++
		return nil
	case rowHeader:
		tally.Header++
		return nil
	case rowSale:
		if rec.fault = c.read(rec.cells); rec.fault == nil {
			return v.sale(c)
		}
	}
	tally.Rejected++
	return v.reject(rec)
}
