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
	if f.known {
		return model.Tally{}, model.Failed(nil, "Import it again.", "%s was imported before, it was said, but not into this snapshot.", f.name())
	}
	return f.pass(ctx, visitor{
		progress: f.progressFrom(f.size),
		row:      emit,
		reject: func(rec record) error {
			if len(f.rejects) < MaxRejectsKept {
				f.rejects = append(f.rejects, f.reject(rec))
			}
			return nil
		},
	})
}

// Rejects gives the first MaxRejectsKept rows that the last Read could not read, in the order of the file.
func (f *File) Rejects() []Reject {
	if f.kept != nil {
		return f.kept.rejects
	}
	return f.rejects
}

func (f *File) reject(rec record) Reject {
	return Reject{Line: rec.line, Column: f.layout.name(rec.fault.column), Reason: rec.fault.reason}
}

// visitor is what a pass hands its records to. Progress and row may be nil.
type visitor struct {
	progress func(done int64)
	row      func(model.Change) error
	reject   func(record) error
}

// pass goes through the file with all that was decided about it, and counts its records.
func (f *File) pass(ctx context.Context, v visitor) (model.Tally, error) {
	var tally model.Tally
	src, err := f.open(ctx)
	if err != nil {
		return tally, err
	}
	defer src.close()
	src.progress = v.progress
	records, err := f.format.table(src, f.layout, &f.styles)
	if err != nil {
		return tally, f.passError(err)
	}
	reader := f.layout.rows(&setting{layout: f.layout, clock: newWallClock(f.opt.Zone), styles: f.styles})
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
		if err := f.visit(&v, rec, reader, &tally); err != nil {
			return tally, err
		}
	}
	if err := f.finish(src); err != nil {
		return tally, err
	}
	if src.sum != f.sum {
		return tally, f.changed()
	}
	return tally, nil
}

// visit counts a record and hands it over.
func (f *File) visit(v *visitor, rec record, reader rowReader, tally *model.Tally) error {
	tally.Rows++
	switch rec.kind {
	case rowBlank:
		tally.Blank++
		return nil
	case rowHeader:
		tally.Header++
		return nil
	case rowData:
		if rec.fault = reader.read(rec.cells); rec.fault == nil {
			if v.row == nil {
				return nil
			}
			return v.row(f.seen(reader.change()))
		}
	}
	tally.Rejected++
	return v.reject(rec)
}

// seen fills in what a row does not say of itself: that it is a report's, and as of when.
func (f *File) seen(change model.Change) model.Change {
	if change.Source == model.SourceUnknown {
		change.Source = model.SourceReport
	}
	if change.SeenAt == 0 {
		change.SeenAt = f.seenAt
	}
	return change
}
