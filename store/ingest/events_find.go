package ingest

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// keptExtensions are those of files that hold JSON. Of other files the beginning tells.
var keptExtensions = [...]string{".json", ".ndjson", ".jsonl"}

// maxGathered is how large a file of a folder may be to be imported together with its neighbours.
const maxGathered = 4 << 20

// gathered lists the small files of JSON that lie in a folder, by name, and leaves those out that wait to be mended.
func gathered(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, entry := range entries {
		extension := strings.ToLower(filepath.Ext(entry.Name()))
		path := filepath.Join(folder, entry.Name())
		stat, err := os.Stat(path)
		if err != nil || !stat.Mode().IsRegular() || stat.Size() > maxGathered || strings.HasPrefix(entry.Name(), ".") ||
			!slices.Contains(keptExtensions[:], extension) || isRejects(path) {
			continue
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// looksKept tells from a file's beginning whether it holds JSON: a value, an array, or lines of a log that end in an
// object. A table may have JSON in a cell, so of a line that begins otherwise the whole must be an event.
func looksKept(head []byte) bool {
	if isBinary(head) {
		return false
	}
	encoding, _ := detectEncoding(head)
	decoded, err := io.ReadAll(encoding.decoded(bytes.NewReader(head)))
	if err != nil {
		return false
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(decoded, utf8BOM), " \t\r\n")
	if len(text) == 0 {
		return false
	}
	if text[0] == '{' || text[0] == '[' && newPieces(bytes.NewReader(text[1:])).beginsArray(0) {
		return true
	}
	p := newPieces(bytes.NewReader(text))
	for range 10 {
		found, err := p.next()
		if err != nil {
			return false
		}
		if found.fault == "" && !found.blank && areEvents(found.text) {
			return true
		}
	}
	return false
}

// isKept tells whether a path is to be read as JSON that was kept: a file that begins as such, or a folder with some.
func isKept(path string, opt Options) bool {
	if opt.Kind != "" && opt.Kind != KindEvents {
		return false
	}
	disk, _ := locate(path)
	stat, err := os.Stat(disk)
	if err != nil {
		return false
	}
	if stat.IsDir() {
		paths, err := gathered(path)
		return err == nil && len(paths) > 0
	}
	if !stat.Mode().IsRegular() || stat.Size() == 0 {
		return false
	}
	return opt.Kind == KindEvents || looksKept(beginning(path))
}

// beginning reads the beginning of a file; nothing of one that cannot be read.
func beginning(path string) []byte {
	source, err := fileSource(path)
	if err != nil {
		return nil
	}
	file, err := source.open()
	if err != nil {
		return nil
	}
	defer file.Close() //nolint:errcheck // only read
	head, err := io.ReadAll(io.LimitReader(file, headSize))
	if err != nil {
		return nil
	}
	return head
}

// keptMember says why a member of an archive that is named as a file of JSON is left out, or nothing when it has something
// of Hotmart's; ok is false for a member with another name.
func keptMember(member string, opt Options) (why string, ok bool) {
	var found foundKept
	switch {
	case !slices.Contains(keptExtensions[:], strings.ToLower(filepath.Ext(member))):
		return "", false
	case isRejects(member):
		return "rejected rows that wait to be mended", true
	case opt.Kind != "" && opt.Kind != KindEvents:
		return "not of the kind that was asked for", true
	}
	if found.single(member); len(found.skipped) > 0 {
		return found.skipped[0].Why, true
	}
	return "", true
}

// foundKept is what a folder has of JSON: what to import, and what has nothing of Hotmart's in it.
type foundKept struct {
	folders map[string][]string // small files, by the folder they lie in
	paths   []string
	skipped []Skipped
}

// add takes a file of a folder, and tells whether it is one of JSON.
func (f *foundKept) add(path string, opt Options) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json", ".ndjson", ".jsonl":
	case ".log", ".txt":
		if !isKept(path, opt) {
			return false
		}
		f.single(path)
		return true
	default:
		return false
	}
	switch stat, err := os.Stat(path); {
	case isRejects(path):
		f.skip(path, "rejected rows that wait to be mended")
	case opt.Kind != "" && opt.Kind != KindEvents:
		f.skip(path, "not of the kind that was asked for")
	case err == nil && stat.Mode().IsRegular() && stat.Size() <= maxGathered:
		if f.folders == nil {
			f.folders = map[string][]string{}
		}
		f.folders[filepath.Dir(path)] = append(f.folders[filepath.Dir(path)], path)
	default:
		f.single(path)
	}
	return true
}

// settle makes one import of the small files of each folder, if there is anything of Hotmart's in them.
func (f *foundKept) settle() {
	for folder, paths := range f.folders {
		switch {
		case len(paths) == 1:
			f.single(paths[0])
		case slices.ContainsFunc(paths, holdsKept):
			f.paths = append(f.paths, folder)
		default:
			for _, path := range paths {
				f.single(path)
			}
		}
	}
}

func (f *foundKept) single(path string) {
	if holdsKept(path) {
		f.paths = append(f.paths, path)
		return
	}
	f.skip(path, "holds no event and no answer of Hotmart that can be read")
}

func (f *foundKept) skip(path, why string) { f.skipped = append(f.skipped, Skipped{path, why}) }

// holdsKept tells whether there is anything among the first rows of a file that can be read.
func holdsKept(path string) bool {
	source, err := fileSource(path)
	if err != nil {
		return false
	}
	file, err := source.open()
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // only read
	rows, err := newKeptRows(file, 0)
	for range 100 {
		if err != nil {
			return false
		}
		var r keptRow
		if r, err = rows.next(); err == nil && r.fault == "" && !r.blank && !r.header {
			return true
		}
	}
	return false
}
