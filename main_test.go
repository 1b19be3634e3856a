package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"recoup": main})
}

// The scripts of testdata/scripts type what a user types and read what a user reads.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/scripts",
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			home := env.WorkDir + "/home"
			env.Setenv("HOME", home)
			env.Setenv("XDG_DATA_HOME", home+"/data")
			env.Setenv("XDG_STATE_HOME", home+"/state")
			env.Setenv("XDG_CONFIG_HOME", home+"/config")
			env.Setenv("TERM", "dumb")
			return nil
		},
	})
}
