package command

import (
	"context"
	"os"
	"path/filepath"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store"
	"recoup/store/export"
	"recoup/tui"
)

// openScreen opens the program on the snapshot, or on the sample account while there is none.
func (a *app) openScreen(cmd *cobra.Command, _ []string) error {
	r, err := a.open(cmd, true)
	if err != nil {
		return err
	}
	defer r.close() //nolint:errcheck // opened for reading: nothing can be lost
	if !a.hasScreen() {
		return a.printReport(cmd, r, model.Home, export.FormatTable)
	}
	return a.show(cmd, r)
}

func (a *app) demoCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "demo",
		Short:   "Open the sample account, whatever snapshot there is; writes nothing",
		Example: "  recoup demo",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := cmd.Flags().Set("demo", "true"); err != nil {
				return err
			}
			return a.openScreen(cmd, args)
		},
	}
	addReadingFlags(cmd)
	return cmd
}

// hasScreen tells whether there is a terminal to draw on. Without one, and on a dumb one, the program prints instead.
func (a *app) hasScreen() bool {
	kind := a.Getenv("TERM")
	return term.IsTerminal(a.In.Fd()) && term.IsTerminal(a.Out.Fd()) && kind != "" && kind != "dumb"
}

func (a *app) show(cmd *cobra.Command, r *reading) error {
	noColor, _ := cmd.Flags().GetBool("no-color")
	demo, _ := cmd.Flags().GetBool("demo")
	o := tui.Options{
		Lang: r.format.Lang, Redact: r.format.Redact, NoColor: noColor,
		StatePath: a.statePath(demo),
		Welcome:   r.sample && !demo,
		Version:   version,
	}
	b := backend{r}
	if r.sample { // it is in memory already: the first frame is complete
		home, err := b.Report(cmd.Context(), model.Home, r.query)
		if err != nil {
			return err
		}
		o.Home = &home
		if o.Headlines, err = b.Headlines(cmd.Context(), r.query); err != nil {
			return err
		}
	}
	a.letSignals()
	return tui.Run(context.WithoutCancel(cmd.Context()), b, o)
}

// statePath is where the screen keeps its settings; the demo writes nothing.
func (a *app) statePath(demo bool) string {
	places, err := store.DefaultPlaces(a.Getenv)
	if err != nil || demo {
		return ""
	}
	return filepath.Join(places.State, "screen.json")
}

// expandHome replaces a leading ~/ in a path typed into a dialog, where no shell does it.
func expandHome(path string) string {
	if rest, ok := cutHome(path); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

func cutHome(path string) (string, bool) {
	if path == "~" {
		return "", true
	}
	if len(path) > 1 && path[0] == '~' && os.IsPathSeparator(path[1]) {
		return path[2:], true
	}
	return "", false
}
