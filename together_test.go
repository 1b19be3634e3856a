package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// two imports at once, and reports all the while. Nobody is told to wait, and a report sees whole imports only: its
// number of sales is a sum of the sizes of files, each brought in after the one before it.
func TestTwoImportsAndReportsAtOnce(t *testing.T) {
	const size = 400
	rounds := 12
	if testing.Short() {
		rounds = 4
	}
	u := newUser(t)
	u.must("import", u.report("first.csv", 0))
	files := make([][]string, 2)
	for w := range files {
		for r := range rounds {
			from := 1 + (w*rounds+r)*size
			files[w] = append(files[w], u.report(fmt.Sprintf("%d-%d.csv", w, r), numbers(from, from+size)...))
		}
	}
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for w := range files {
		writers.Go(func() {
			for _, file := range files[w] {
				if s := u.types("import", file); s.code != 0 {
					t.Errorf("the import of %s ended with %d:\n%s%s", file, s.code, s.out, s.err)
				}
			}
		})
	}
	reports, between := 0, 0
	readers.Go(func() {
		for {
			sales, ok := u.sales()
			if !ok {
				return
			}
			reports++
			if (sales-1)%size != 0 {
				t.Errorf("a report saw %d sales: part of an import", sales)
			}
			if sales > 1 && sales < 1+2*rounds*size {
				between++
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	writers.Wait()
	close(done)
	readers.Wait()
	if sales, _ := u.sales(); sales != 1+2*rounds*size {
		t.Errorf("at the end there are %d sales, want %d", sales, 1+2*rounds*size)
	}
	t.Logf("%d reports, %d of them between two imports", reports, between)
	if between == 0 {
		t.Error("no report ran while the imports did: nothing is proved")
	}
	u.must("verify")
}

var salesLine = regexp.MustCompile(`(?m)^Sales +([\d,]+)`)

// sales is the number of sales that a report of all time shows.
func (u *user) sales() (n int, ok bool) {
	s := u.types("report", "sold", "--period", "all")
	found := salesLine.FindStringSubmatch(s.out)
	if s.code != 0 || found == nil {
		u.t.Errorf("the report ended with %d:\n%s%s", s.code, s.out, s.err)
		return 0, false
	}
	n, err := strconv.Atoi(strings.ReplaceAll(found[1], ",", ""))
	if err != nil {
		u.t.Error(err)
	}
	return n, err == nil
}
