package model

import (
	"flag"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// cases checks a property on at least n generated cases; -rapid.checks asks for more.
func cases(t *testing.T, n int, property func(*rapid.T)) {
	t.Helper()
	asked := flag.Lookup("rapid.checks").Value
	before := asked.String()
	if have, err := strconv.Atoi(before); err != nil || have < n {
		if err := asked.Set(strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = asked.Set(before) })
	}
	rapid.Check(t, property)
}
