package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The rooms of the house and what each may import of ours (see ARCHITECTURE.md). A folder that is not listed is a room
// that nobody planned.
var rooms = map[string][]string{
	".":                  {"tui/command"},
	"model":              {},
	"store":              {"model"},
	"store/ingest":       {"model", "store/hotmart"},
	"store/hotmart":      {"model"},
	"store/hotmart/api":  {"model", "store/hotmart"},
	"store/hotmart/hook": {"model", "store/hotmart"},
	"store/hotmart/fake": {"model", "store/world"},
	"store/world":        {"model"},
	"store/credentials":  {"model"},
	"store/sample":       {"model"},
	"store/export":       {"model"},
	"store/aggregate":    {"model", "store"},
	"tui/draw":           {"model"},
	"tui":                {"model", "tui/draw"},
	"tui/command": {"model", "store", "store/ingest", "store/hotmart/api", "store/hotmart/hook", "store/credentials", "store/sample", "store/export",
		"store/aggregate", "tui", "tui/draw"},
}

// onTheNet are the rooms that may speak HTTP.
var onTheNet = []string{"store/hotmart/api", "store/hotmart/hook", "store/hotmart/fake"}

func TestEachRoomImportsOnlyWhatItMay(t *testing.T) {
	eachGoFile(t, func(path string, file *ast.File, _ *token.FileSet) {
		room := filepath.ToSlash(filepath.Dir(path))
		allowed, planned := rooms[room]
		if !planned {
			t.Errorf("%s stands in %s, a room that is not in the plan", path, room)
			return
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			ours, isOurs := strings.CutPrefix(imported, "recoup/")
			if isOurs && !contains(allowed, ours) {
				t.Errorf("%s imports %s, which %s may not", path, ours, room)
			}
			if (imported == "database/sql" || strings.HasPrefix(imported, "modernc.org/sqlite")) && room != "store" {
				t.Errorf("%s imports %s: SQL stands in store alone", path, imported)
			}
			if strings.HasSuffix(ours, "/fake") || ours == "store/world" && room != "store/hotmart/fake" {
				t.Errorf("%s imports %s, which is for tests", path, imported)
			}
			if imported == "unsafe" || imported == "net/http" && !contains(onTheNet, room) {
				t.Errorf("%s imports %s", path, imported)
			}
		}
	})
}

func TestNoSecondWriterOfMoney(t *testing.T) {
	minorSum := regexp.MustCompile(`\.Minor\(\)\s*[-+*/]|[-+*/]\s*\w+(\.\w+)*\.Minor\(\)`)
	eachGoFile(t, func(path string, _ *ast.File, _ *token.FileSet) {
		if strings.HasPrefix(path, "model"+string(filepath.Separator)) {
			return
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(source), "\n") {
			if minorSum.MatchString(line) {
				t.Errorf("%s:%d computes with minor units outside model: %s", path, i+1, strings.TrimSpace(line))
			}
		}
	})
}

func TestGoroutinesAreStartedWhereAPanicRestoresTheTerminal(t *testing.T) {
	eachGoFile(t, func(path string, file *ast.File, set *token.FileSet) {
		if !strings.HasPrefix(path, "tui"+string(filepath.Separator)) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok && filepath.Base(path) != "terminal.go" {
				t.Errorf("%s: a goroutine of its own: start it with safeGo", set.Position(g.Pos()))
			}
			return true
		})
	})
}

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	const fileLines, functionLines = 450, 75
	eachGoFile(t, func(path string, file *ast.File, set *token.FileSet) {
		if n := set.File(file.Pos()).LineCount(); n > fileLines {
			t.Errorf("%s has %d lines, more than %d: is it still one room?", path, n, fileLines)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; n > functionLines {
				t.Errorf("%s: %s has %d lines, more than %d", path, f.Name.Name, n, functionLines)
			}
		}
	})
}

func TestExportedNamesAreDocumented(t *testing.T) {
	eachGoFile(t, func(path string, file *ast.File, set *token.FileSet) {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no comment", set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
						t.Errorf("%s: %s has no comment", set.Position(ts.Pos()), ts.Name.Name)
					}
				}
			}
		}
	})
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	recv := f.Recv.List[0].Type
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = star.X
	}
	name, ok := recv.(*ast.Ident)
	return ok && name.IsExported()
}

// eachGoFile visits the program's own Go files, tests left out.
func eachGoFile(t *testing.T, visit func(path string, file *ast.File, set *token.FileSet)) {
	t.Helper()
	visited := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && path != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		visited++
		visit(path, file, set)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if visited < 10 {
		t.Fatalf("only %d files were looked at: the walk is broken", visited)
	}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
