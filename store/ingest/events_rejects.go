package ingest

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"unicode/utf8"

	"recoup/model"
	"recoup/store/hotmart"
)

// keptReject is a row that cannot be read, as it waits to be mended. The body is JSON where it is valid, else a text; one
// that is no JSON and names a webhook's secret is not written down.
type keptReject struct {
	File   string `json:"recoup_file"`
	Line   int    `json:"recoup_line"`
	Reason string `json:"recoup_reason"`
	Body   any    `json:"body,omitempty"`
}

// writeRejects writes the rows that cannot be read as lines of JSON beside the file, or in a folder, and gives the path;
// see File.WriteRejects.
func (k *kept) writeRejects(ctx context.Context, folder string) (string, error) {
	if folder == "" {
		folder = k.folder
	}
	return rejectsFile{of: model.Clean(k.name).String(), base: filepath.Base(k.name), ext: ".ndjson"}.write(ctx, folder, k.writeRejectsTo)
}

func (k *kept) writeRejectsTo(ctx context.Context, to io.Writer) (count int, err error) {
	w := bufio.NewWriter(to)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	k.done = -1
	err = k.each(ctx, func(source *keptSource, r keptRow) error {
		if r.fault == "" {
			return nil
		}
		count++
		line := keptReject{File: source.name, Line: r.line, Reason: r.fault}
		if body := hotmart.WithoutSecret(r.text); json.Valid(body) {
			line.Body = json.RawMessage(body)
		} else if utf8.Valid(body) && len(body) > 0 {
			line.Body = string(body)
		}
		return lines.Encode(line)
	})
	if err != nil {
		return count, err
	}
	return count, w.Flush()
}
