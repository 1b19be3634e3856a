package ingest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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
	temp, err := os.CreateTemp(folder, ".recoup-*.tmp") // created 0600
	if err != nil {
		return "", k.unwritable(folder, err)
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // gone already when all went well
	count, err := k.writeRejectsTo(ctx, temp)
	if err == nil {
		err = temp.Sync()
	}
	if closing := temp.Close(); err == nil {
		err = closing
	}
	var known *model.Error
	switch {
	case errors.As(err, &known), ctx.Err() != nil && err != nil:
		return "", err
	case err != nil:
		return "", k.unwritable(folder, err)
	case count == 0:
		return "", nil
	}
	return k.placeRejects(temp.Name(), folder)
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

func (k *kept) placeRejects(temp, folder string) (string, error) {
	base := rejectedName.ReplaceAllString(strings.TrimSuffix(filepath.Base(k.name), filepath.Ext(k.name)), "")
	for n := 1; n <= 999; n++ {
		name := base + ".rejected.ndjson"
		if n > 1 {
			name = fmt.Sprintf("%s.rejected-%d.ndjson", base, n)
		}
		path := filepath.Join(folder, name)
		err := claim(temp, path)
		switch {
		case err == nil:
			syncFolder(folder)
			return path, nil
		case !errors.Is(err, fs.ErrExist):
			return "", k.unwritable(folder, err)
		case sameContent(temp, path):
			return path, nil
		}
	}
	return "", model.Failed(nil, "Remove the old ones.", "There are too many files of rejected rows of %s.", model.Clean(k.name))
}

func (k *kept) unwritable(folder string, err error) error {
	return model.Failed(err, "Make room there, or name another folder.", "The rejected rows of %s cannot be written to %s: %s.",
		model.Clean(k.name), model.Clean(folder), cause(err))
}
