package ingest

import (
	"archive/zip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxMembers is how many files an archive of reports may hold.
const maxMembers = 2000

var errManyMembers = errors.New("is an archive of more than 2,000 files")

// A member of an archive is named like a file in a folder: reports.zip/may/sales.csv.

// locate finds out whether a path is a file of its own or a member of an archive.
func locate(path string) (disk, member string) {
	for disk = path; ; {
		stat, err := os.Stat(disk)
		if err == nil {
			if member != "" && !stat.Mode().IsRegular() {
				return path, ""
			}
			return disk, member
		}
		parent := filepath.Dir(disk)
		if parent == disk {
			return path, ""
		}
		member = entryName(filepath.Base(disk) + "/" + member)
		disk = parent
	}
}

// openMember makes a source that reads a file read a member of it.
func (f *File) openMember(src *source) error {
	z, err := openZip(src.file, src.size)
	if errors.Is(err, errNoZip) {
		return f.unreadable(fs.ErrNotExist) // no archive at all, so it has no members
	}
	if err != nil {
		return f.passError(damagedArchive(err))
	}
	entry := memberOf(z, f.member)
	if entry == nil {
		return f.unreadable(fs.ErrNotExist)
	}
	if src.member, err = unpack(entry); err != nil {
		return f.passError(damagedArchive(err))
	}
	src.size = int64(entry.UncompressedSize64) //nolint:gosec // unpack bounds it
	return nil
}

// memberOf finds an entry by its name; of several with one name it is the first.
func memberOf(z *zip.Reader, name string) *zip.File {
	for _, entry := range z.File {
		if entryName(entry.Name) == name {
			return entry
		}
	}
	return nil
}

// damagedArchive makes a refusal of what is wrong with an archive.
func damagedArchive(err error) error {
	for _, known := range []error{errNoZip, errManyEntries, errManyMembers, errBomb, errZipMethod} {
		if errors.Is(err, known) {
			return formatError{known.Error(), "Unpack it and import what is in it, or export the reports again."}
		}
	}
	return err
}

// expandArchive lists the members of an archive: those that look like reports, and the others with why not. What is no
// archive, be it a spreadsheet or no zip file at all, is not one: ok is false.
func expandArchive(path string, opt Options) (files []string, skipped []Skipped, ok bool, err error) {
	stat, err := os.Stat(path)
	if err != nil || !stat.Mode().IsRegular() { // a pipe would be waited for
		return nil, nil, false, nil //nolint:nilerr // Open says what is wrong with it
	}
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, nil, false, nil //nolint:nilerr // Open says what is wrong with it
	}
	defer file.Close() //nolint:errcheck // only read
	head := make([]byte, 4)
	if n, _ := file.ReadAt(head, 0); n < len(head) || !isZip(head) {
		return nil, nil, false, nil
	}
	f := File{path: path, disk: path}
	z, err := openZip(file, stat.Size())
	if err != nil || !isArchive(z) {
		return nil, nil, false, nil //nolint:nilerr // Open says what is wrong with it
	}
	if err := checkArchive(z); err != nil {
		return nil, nil, true, f.passError(damagedArchive(err))
	}
	seen := map[string]bool{}
	for _, entry := range z.File {
		name := entryName(entry.Name)
		if !entry.Mode().IsRegular() || isHidden(name) {
			continue
		}
		member := path + "/" + name
		why := "has the same name as another file of the archive"
		if !seen[name] {
			why = notMember(member, entry, opt)
		}
		seen[name] = true
		if why == "" {
			files = append(files, member)
		} else {
			skipped = append(skipped, Skipped{member, why})
		}
	}
	return files, skipped, true, nil
}

// isArchive tells an archive of files from a document that is packed as one.
func isArchive(z *zip.Reader) bool {
	for _, name := range []string{"[Content_Types].xml", "mimetype"} {
		if memberOf(z, name) != nil {
			return false
		}
	}
	return true
}

// checkArchive holds all members together against the limits of one.
func checkArchive(z *zip.Reader) error {
	if len(z.File) > maxMembers {
		return errManyMembers
	}
	var packed, plain uint64
	for _, entry := range z.File {
		packed, plain = packed+entry.CompressedSize64, plain+min(entry.UncompressedSize64, maxUnpacked)
	}
	if plain > maxUnpacked || plain > freelyUnpacked && plain/maxRatio > packed {
		return errBomb
	}
	return nil
}

// isHidden tells files that systems put into archives beside one's own.
func isHidden(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// notMember says why a member is left out, or nothing when it looks like a report.
func notMember(member string, entry *zip.File, opt Options) string {
	if err := checkEntry(entry); err != nil {
		return damagedArchive(err).Error()
	}
	if strings.EqualFold(filepath.Ext(member), ".zip") {
		return "is an archive within an archive: unpack it first"
	}
	if why, ok := keptMember(member, opt); ok {
		return why
	}
	return notReport(member, opt)
}
