package ingest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recoup/model"
)

// What JSON of Hotmart's can be.
const (
	// KindEvents are bodies of webhooks, as a tool or a log kept them.
	KindEvents = "webhook-events"
	// kindAnswers begins the name of kept answers of the API: api-sales-history and so on; api-answers for several.
	kindAnswers = "api-"
)

const eventsVersion = "events-1"

// kept is what was kept of Hotmart's JSON, in one file or in many: webhook bodies, and answers of the API. Together they
// are one import.
type kept struct {
	name    string // of the file or folder
	folder  string // in which rejected rows are written
	opt     Options
	sources []*keptSource
	seenAt  model.Instant
	kind    string
	source  model.Source
	digest  string
	summary Summary
	rejects []Reject
	done    int64 // bytes that were read, for progress; negative in a pass that tells of none
}

// keptSource is one file of JSON.
type keptSource struct {
	name    string
	size    int64
	modTime model.Instant
	open    func() (io.ReadCloser, error)
	sum     uint32        // checksum of the content as the first pass saw it
	itemsAt model.Instant // when what it holds of answers was true
	digest  [32]byte      // of the content
}

// fileSource is a file of JSON on the disk, or a member of an archive.
func fileSource(path string) (*keptSource, error) {
	f := &File{path: path}
	f.disk, f.member = locate(path)
	stat, err := os.Stat(f.disk)
	if err != nil {
		return nil, err
	}
	f.stat = stat
	src, err := f.open(context.Background())
	if err != nil {
		return nil, err
	}
	src.close()
	return &keptSource{
		name: filepath.Base(path), size: src.size, modTime: model.InstantOf(stat.ModTime()),
		open: func() (io.ReadCloser, error) {
			src, err := f.open(context.Background())
			if err != nil {
				return nil, err
			}
			return closing{src}, nil
		},
	}, nil
}

// closing is a source that is closed like a file.
type closing struct{ *source }

// Close ends the reading.
func (c closing) Close() error {
	c.close()
	return nil
}

// openKept looks through JSON that was kept, in a file or in the files of a folder, once.
func openKept(ctx context.Context, path string, opt Options) (*kept, error) {
	name, folder, paths := filepath.Base(path), filepath.Dir(path), []string{path}
	if disk, member := locate(path); member != "" {
		name, folder = filepath.Base(disk)+"/"+member, filepath.Dir(disk)
	}
	if stat, err := os.Stat(path); err == nil && stat.IsDir() {
		full, err := filepath.Abs(path) // it may be called "."
		if err == nil {
			paths, err = gathered(full)
		}
		if err != nil {
			return nil, unreadableJSON(path, err)
		}
		name, folder = filepath.Base(full), full
	}
	var sources []*keptSource
	for _, path := range paths {
		source, err := fileSource(path)
		if err != nil {
			return nil, unreadableJSON(path, err)
		}
		sources = append(sources, source)
	}
	k := &kept{name: name, folder: folder, opt: opt, sources: sources}
	return k, k.look(ctx)
}

func unreadableJSON(path string, err error) error {
	var known *model.Error
	if errors.As(err, &known) {
		return err
	}
	return model.Failed(err, "Check its name and that you may read it.", "%s cannot be read: %s.", model.Clean(filepath.Base(path)), cause(err))
}

// keptSurvey is what the first pass finds out.
type keptSurvey struct {
	rows, blank, header, events, items int
	answers                            []string      // the endpoints that items are of
	latest                             model.Instant // of events
	latestItem                         model.Instant // of the items of the source at hand
	unknown                            oddities
}

func (s *keptSurvey) row(r keptRow) {
	s.rows++
	switch {
	case r.blank:
		s.blank++
	case r.header:
		s.header++
	case r.fault != "":
	case r.endpoint != "":
		s.items++
		if !slices.Contains(s.answers, r.endpoint) {
			s.answers = append(s.answers, r.endpoint)
		}
		s.latestItem = max(s.latestItem, r.latest)
	default:
		s.events++
		s.latest = max(s.latest, r.change.SeenAt)
		if !r.known {
			s.unknown.add("event", cmp.Or(r.event, "?"))
		}
	}
}

// look goes through all once: what it is, how much, and as of when. Without anything of Hotmart's in it it is an error.
func (k *kept) look(ctx context.Context) error {
	if k.opt.Zone == nil {
		return model.Usage("Name it with --tz, for example America/Sao_Paulo.", "The time zone of the report's dates is not given.")
	}
	slices.SortFunc(k.sources, func(a, b *keptSource) int { return cmp.Compare(a.name, b.name) })
	var s keptSurvey
	for _, source := range k.sources {
		digest := sha256.New()
		items := s.items
		s.latestItem = 0
		sum, err := k.pass(ctx, source, digest, func(r keptRow) error {
			s.row(r)
			return nil
		})
		if err != nil {
			return err
		}
		source.sum = sum
		digest.Sum(source.digest[:0])
		if s.items > items {
			if err := k.dateItems(source, s.latestItem); err != nil {
				return err
			}
		}
	}
	if s.events+s.items == 0 {
		return model.Failed(nil, "Give it the bodies of webhooks, or answers of the API.", "%s holds no event and no answer of Hotmart that can be read.",
			model.Clean(k.name))
	}
	k.kind, k.source = KindEvents, model.SourceWebhook
	if s.events == 0 {
		k.kind, k.source = kindAnswers+"answers", model.SourceAPI
		if len(s.answers) == 1 {
			k.kind = kindAnswers + s.answers[0]
		}
	}
	k.seenAt = s.latest
	for _, source := range k.sources {
		k.seenAt = max(k.seenAt, source.itemsAt)
	}
	k.digest = k.seal()
	k.summarise(&s)
	return nil
}

// dateItems says as of when a file's items of answers count, which answers do not say: when the user says that they were
// asked for; else the latest moment that they speak of, as of a report; else when the file was written.
func (k *kept) dateItems(source *keptSource, latest model.Instant) error {
	source.itemsAt = cmp.Or(k.opt.SeenAt, latest, source.written(k.opt.Now))
	if source.itemsAt < latest {
		words := model.Formatter{Lang: model.LangEN, Zone: k.opt.Zone}
		return model.Failed(nil, "Say when it was downloaded, or leave that out.", "%s was not downloaded at %s: it tells of %s.",
			model.Clean(source.name), words.Instant(source.itemsAt), words.Instant(latest))
	}
	return nil
}

// written is when the file was written, but not after now.
func (s *keptSource) written(now model.Instant) model.Instant {
	if now != 0 {
		return min(s.modTime, now)
	}
	return s.modTime
}

// seal makes the digest of all contents, whatever the files are called, and of what changes their meaning.
func (k *kept) seal() string {
	contents := make([][]byte, len(k.sources))
	for i, source := range k.sources {
		contents[i] = source.digest[:]
	}
	slices.SortFunc(contents, bytes.Compare)
	h := sha256.New()
	fmt.Fprintf(h, "%s %d ", eventsVersion, k.opt.SeenAt) //nolint:errcheck // a hash does not fail
	for _, content := range contents {
		h.Write(content) //nolint:errcheck // a hash does not fail
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (k *kept) summarise(s *keptSurvey) {
	k.summary = Summary{Kind: k.kind, Encoding: "JSON", Rows: s.rows, Blank: s.blank, Header: s.header, SeenAt: k.seenAt}
	if len(k.sources) > 1 {
		k.summary.note("Files of JSON that are imported together: {0}.", model.CountOf(len(k.sources)))
	}
	if s.events > 0 && s.items > 0 {
		k.summary.note("Beside webhook events there are items of API answers: {0} ({1}).", model.CountOf(s.items), model.TextOf(strings.Join(s.answers, ", ")))
	}
	for _, o := range s.unknown.about {
		k.summary.note("Events that no rule knows, which are kept as they came: {0} ({1}).", model.CountOf(o.rows), model.TextOf(strings.Join(o.words, ", ")))
	}
	if slices.Contains(s.answers, "sales-commissions") {
		k.summary.note("Kept commissions do not say which party is the account: its own net is not read from them.")
	}
}

// batch is all of it as one import.
func (k *kept) batch() model.Batch {
	return model.Batch{
		Name: k.name, Kind: k.kind, Digest: k.digest, Source: k.source, Zone: k.opt.Zone.String(), SeenAt: k.seenAt, Read: k.read,
	}
}

// read is the Read of the batch.
func (k *kept) read(ctx context.Context, emit func(model.Change) error) (model.Tally, error) {
	var tally model.Tally
	k.rejects = nil
	k.done = k.size()
	err := k.each(ctx, func(source *keptSource, r keptRow) error {
		tally.Rows++
		switch {
		case r.blank:
			tally.Blank++
		case r.header:
			tally.Header++
		case r.fault != "":
			tally.Rejected++
			if len(k.rejects) < MaxRejectsKept {
				k.rejects = append(k.rejects, Reject{Line: r.line, Reason: k.reason(source, r)})
			}
		default:
			switch {
			case r.endpoint != "":
				r.change.SeenAt = source.itemsAt
			case r.change.SeenAt == 0:
				r.change.SeenAt = source.written(k.opt.Now)
			}
			return emit(r.change)
		}
		return nil
	})
	return tally, err
}

// reason is what is wrong with a row, after its file where there are several.
func (k *kept) reason(source *keptSource, r keptRow) string {
	if len(k.sources) == 1 {
		return r.fault
	}
	return model.Clean(source.name).String() + ": " + r.fault
}
