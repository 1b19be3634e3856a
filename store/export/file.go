package export

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"recoup/model"
)

// FileOptions say how WriteFile treats what is there already.
type FileOptions struct {
	// Force replaces an existing file, or a symbolic link itself and not what it points to.
	Force bool
}

// File says what WriteFile wrote.
type File struct {
	Path     string
	Bytes    int64
	Replaced bool // something of that name was there before
}

// WriteFile writes a file that only its owner may read, whole or not at all: whatever goes wrong, and whenever the
// program is killed, the name holds what it held before or all of the new content. Without Force nothing that exists is
// touched, a symbolic link that leads nowhere included; with it, only files and links are replaced, never a folder or a
// device. The content is on the disk when WriteFile returns. An error that write itself came upon is returned as it is; every other
// one is a *model.Error that names the file.
func WriteFile(path string, o FileOptions, write func(io.Writer) error) (File, error) {
	taken, err := checkTarget(path, o.Force)
	if err != nil {
		return File{}, err
	}
	t, err := newTemp(folderOf(path))
	if err != nil {
		return File{}, fileError(path, err)
	}
	defer t.discard()
	if err := write(t); err != nil && t.err == nil {
		return File{}, err
	}
	if err := t.finish(); err != nil {
		return File{}, fileError(path, err)
	}
	if o.Force {
		err = os.Rename(t.path, path)
	} else {
		err = publish(t.path, path, linkNew, renameNew, reserveNew)
	}
	if err != nil {
		return File{}, fileError(path, err)
	}
	t.discard()
	if err := syncFolder(folderOf(path)); err != nil {
		return File{}, model.Failed(err, "Write it again before you rely on it.",
			"%s is written, but might not outlast a power cut: %s.", plain(path), plain(cause(err)))
	}
	return File{Path: path, Bytes: t.bytes, Replaced: taken}, nil
}

// folderOf is the path up to its last separator. It is not cleaned, since that would change what ".." after a symbolic
// link means.
func folderOf(path string) string {
	dir, _ := filepath.Split(path)
	if dir == "" {
		return "."
	}
	return dir
}

// checkTarget refuses what cannot or may not be written, before any work is done, and tells whether the name is taken.
func checkTarget(path string, force bool) (taken bool, err error) {
	if path == "" {
		return false, model.Usage("Give the file's name after -o.", "The file has no name.")
	}
	if os.IsPathSeparator(path[len(path)-1]) {
		return false, model.Usage("Add the file's name.", "%s is a folder's name.", plain(path))
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fileError(path, err)
	case info.IsDir():
		return true, model.Failed(fs.ErrExist, "Add the file's name.", "%s is a folder.", plain(path))
	case info.Mode()&(fs.ModeDevice|fs.ModeCharDevice|fs.ModeNamedPipe|fs.ModeSocket|fs.ModeIrregular) != 0:
		return true, model.Failed(fs.ErrExist, "To write into it, use -o - and redirect the output.", "%s is not a file but a device or a pipe.", plain(path))
	case !force:
		return true, exists(path)
	}
	return true, nil
}

func exists(path string) error {
	return model.Failed(fs.ErrExist, "Choose another name, or replace it with --force.", "%s exists already.", plain(path))
}

// fileError puts a failure into a reader's words, with the file's name.
func fileError(path string, err error) error {
	name, folder := plain(path), plain(folderOf(path))
	switch {
	case errors.Is(err, fs.ErrExist):
		return exists(path)
	case errors.Is(err, fs.ErrNotExist) && strings.HasPrefix(path, "~"):
		return model.Failed(err, "Leave the ~ outside of quotes, or write the folder out.", "There is no folder %s.", folder)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return model.Failed(err, "Make the folder first, or choose another.", "%s cannot be written: there is no folder %s.", name, folder)
	case errors.Is(err, fs.ErrPermission):
		return model.Failed(err, "Choose a folder that is yours.", "%s cannot be written: you may not write in its folder.", name)
	case errors.Is(err, syscall.EROFS):
		return model.Failed(err, "Choose another folder.", "%s cannot be written: its disk can only be read.", name)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return model.Failed(err, "Make room and try again; nothing was written.", "%s does not fit: the disk is full.", name)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return model.Failed(err, "Choose a shorter one.", "The name %s is too long.", name)
	}
	return model.Failed(err, "Nothing was written; try again or choose another place.", "%s could not be written: %s.", name, plain(cause(err)))
}

// cause is the innermost reason, without the paths of our temporary file.
func cause(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return err.Error()
}
