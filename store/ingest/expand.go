package ingest

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recoup/model"
)

// Skipped is a file of a folder that Expand left out, and why.
type Skipped struct {
	Path string
	Why  string
}

// Expand turns paths into the files to import: a file is itself, a folder is what lies in it and below it that looks like
// a report, in the order of the paths, and an archive (zip) is the reports in it, each named like a file in a folder:
// reports.zip/may/sales.csv. Files that were named are kept whatever they are, so that Open can say what is
// wrong with them; of a folder's files, those that are no report are given back as skipped. Rejected rows that wait to be
// mended are skipped too: name them to import them. Hidden files and folders are not looked at.
func Expand(paths []string, opt Options) (files []string, skipped []Skipped, err error) {
	for _, path := range paths {
		if _, member := locate(path); member != "" {
			files = append(files, path)
			continue
		}
		stat, err := os.Stat(path)
		if err != nil {
			f := File{path: path, disk: path}
			return nil, nil, f.unreadable(err)
		}
		if !stat.IsDir() {
			found, left, archive, err := expandArchive(path, opt)
			if err != nil {
				return nil, nil, err
			}
			if !archive {
				found = []string{path}
			}
			files, skipped = append(files, found...), append(skipped, left...)
			continue
		}
		found, left, err := expandFolder(path, opt)
		if err != nil {
			return nil, nil, err
		}
		files, skipped = append(files, found...), append(skipped, left...)
	}
	return unique(files), skipped, nil
}

func expandFolder(folder string, opt Options) (files []string, skipped []Skipped, err error) {
	var json foundKept
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			f := File{path: path, disk: path}
			return f.unreadable(err)
		case strings.HasPrefix(entry.Name(), ".") && path != folder:
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		if json.add(path, opt) {
			return nil
		}
		found, left, archive, err := expandArchive(path, opt)
		if archive {
			if err != nil {
				left = []Skipped{{path, reason(err)}}
			}
			files, skipped = append(files, found...), append(skipped, left...)
			return nil
		}
		if why := notReport(path, opt); why != "" {
			skipped = append(skipped, Skipped{path, why})
		} else {
			files = append(files, path)
		}
		return nil
	})
	json.settle()
	files, skipped = append(files, json.paths...), append(skipped, json.skipped...)
	slices.Sort(files)
	slices.SortFunc(skipped, func(a, b Skipped) int { return cmp.Compare(a.Path, b.Path) })
	return files, skipped, err
}

// notReport says why a file of a folder is left out, or nothing when it looks like a report.
func notReport(path string, opt Options) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".htm", ".html":
	default:
		return "not a report"
	}
	if isRejects(path) {
		return "rejected rows that wait to be mended"
	}
	if _, err := recognised(path, opt); err != nil {
		return reason(err)
	}
	return ""
}

// reason is what is wrong, without what to do about it.
func reason(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}

// unique drops paths that were given twice, also where they are written differently.
func unique(paths []string) []string {
	seen := make(map[string]bool, len(paths))
	return slices.DeleteFunc(paths, func(path string) bool {
		full, err := filepath.Abs(path)
		if err != nil {
			full = path
		}
		again := seen[full]
		seen[full] = true
		return again
	})
}
