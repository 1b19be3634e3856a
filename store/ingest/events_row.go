package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"recoup/model"
	"recoup/store/hotmart"
)

// keptRow is one row of a file of JSON: an event, an item of an answer, or what cannot be read.
type keptRow struct {
	line          int
	blank, header bool
	fault         string // why it cannot be read; empty when it can
	text          []byte // of one that cannot be read, as it came, decoded
	change        model.Change
	event         string // the event's name
	known         bool
	endpoint      string        // that an item is of; empty for an event
	latest        model.Instant // the latest moment that an item speaks of
}

// keptRows gives the rows of one file of JSON.
type keptRows struct {
	pieces *pieces
	now    model.Instant
	queue  []keptRow // of the piece at hand
}

func newKeptRows(src io.Reader, now model.Instant) (*keptRows, error) {
	buffered := bufio.NewReaderSize(src, 64<<10)
	head, err := buffered.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	encoding, bom := detectEncoding(head)
	if bom && encoding == UTF8 {
		buffered.Discard(len(utf8BOM)) //nolint:errcheck,gosec // it was peeked at
	}
	return &keptRows{pieces: newPieces(encoding.decoded(buffered)), now: now}, nil
}

// next gives the next row, valid until the one after it, or io.EOF.
func (k *keptRows) next() (keptRow, error) {
	if len(k.queue) == 0 {
		found, err := k.pieces.next()
		if err != nil {
			return keptRow{}, err
		}
		k.read(found)
	}
	row := k.queue[0]
	k.queue = k.queue[1:]
	return row, nil
}

// read takes a piece apart into its rows, at least one.
func (k *keptRows) read(found piece) {
	k.queue = k.queue[:0]
	row := keptRow{line: found.line, blank: found.blank, fault: found.fault}
	if found.blank {
		k.queue = append(k.queue, row)
		return
	}
	text := bytes.TrimPrefix(found.text, utf8BOM)
	if !utf8.Valid(text) {
		text = []byte(lineText(text)) // written by a program that knows no UTF-8
	}
	if row.text = text; row.fault == "" {
		events, err := hotmart.Unwrap(text)
		if err == nil {
			k.events(row, events)
			return
		}
		if k.answer(row, text) {
			return
		}
		row.fault = "it is neither an event nor an answer of Hotmart that can be read"
	}
	k.queue = append(k.queue, row)
}

func (k *keptRows) events(row keptRow, bodies []json.RawMessage) {
	for _, body := range bodies {
		one := row
		event, change, err := hotmart.ReadEvent(body, k.now)
		one.change, one.event, one.known = change, event.Name, event.Known
		if err != nil {
			one.fault = reasonOf(err)
		}
		one.text = body
		k.queue = append(k.queue, one)
	}
}

// answer reads an answer of the API, or one item of it, also one that was rejected and has been mended; false for what
// is neither. An answer without items is a header of nothing.
func (k *keptRows) answer(row keptRow, text []byte) bool {
	if k.item(row, text) {
		return true
	}
	var page struct {
		Items json.RawMessage `json:"items"`
		Info  json.RawMessage `json:"page_info"`
		Body  json.RawMessage `json:"body"`
	}
	if text[0] == '{' {
		if json.Unmarshal(text, &page) != nil {
			return false
		}
		if page.Items == nil && page.Info == nil {
			return page.Body != nil && k.item(row, page.Body)
		}
		if page.Items != nil && page.Items[0] != '[' {
			return false
		}
	} else if text[0] != '[' {
		return false
	}
	answer, err := hotmart.ParsePage(text)
	if err != nil {
		return false
	}
	if len(answer.Items) == 0 {
		row.header = true
		k.queue = append(k.queue, row)
	}
	for _, item := range answer.Items {
		if !k.item(row, item) {
			one := row
			one.text, one.fault = item, "it is no item of an answer that can be read"
			k.queue = append(k.queue, one)
		}
	}
	return true
}

func (k *keptRows) item(row keptRow, item []byte) bool {
	endpoint, change, err := hotmart.ReadItem(item, 0)
	if err != nil {
		return false
	}
	row.endpoint, row.change, row.text = endpoint, change, item
	row.latest = latestOf(change, k.now)
	k.queue = append(k.queue, row)
	return true
}

// latestOf is the latest moment that lies behind what an item tells of, no later than now.
func latestOf(change model.Change, now model.Instant) model.Instant {
	var latest model.Instant
	see := func(at model.Instant) {
		if now == 0 || at <= now {
			latest = max(latest, at)
		}
	}
	if t := change.Transaction; t != nil {
		see(t.OrderedAt)
		see(t.ApprovedAt)
		see(t.ReversedAt)
	}
	for _, r := range change.Records {
		for i, f := range r.Fields() {
			switch f.Name {
			case "started_at", "cancelled_at", "last_charge_at", "created_at", "starts_at":
				if at, ok := r.Fact(i).(model.Instant); ok {
					see(at)
				}
			}
		}
	}
	return latest
}

// areEvents tells whether a piece of JSON is an event, or holds some.
func areEvents(text []byte) bool {
	_, err := hotmart.Unwrap(text)
	return err == nil
}

// reasonOf is what is wrong, without the advice.
func reasonOf(err error) string {
	var known *model.Error
	if errors.As(err, &known) {
		return known.Message
	}
	return model.Clean(err.Error()).String()
}
