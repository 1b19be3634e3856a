package command

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store"
)

func (a *app) doctorCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what the snapshot holds and what it does not, and check that it is sound",
		Long: `Say what the snapshot holds and what it does not: each kind of data with the roads by which it came, the periods and
statuses that were asked for and the gaps between them; the transactions by status; the imports with their control totals;
and check the file: integrity, access rights, and that the current state follows from what was seen.`,
		Example: "  recoup doctor",
		Args:    noArgs,
		RunE:    a.doctor,
	}
	addSnapshotFlag(cmd)
	cmd.Flags().Bool("all", false, "list every import, not only the latest")
	return cmd
}

func (a *app) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that the snapshot is sound; with --hash, print one hash of its content",
		Long: `Check that the snapshot is sound. With --hash, print one hash of its content, which depends only on what was imported and
not on the order, the names of the files or the time.`,
		Example: "  recoup verify --hash",
		Args:    noArgs,
		RunE:    a.verify,
	}
	addSnapshotFlag(cmd)
	cmd.Flags().Bool("hash", false, "print one hash of the content")
	return cmd
}

func addSnapshotFlag(cmd *cobra.Command) {
	cmd.Flags().String("snapshot", "", "snapshot `FILE` (default: in the XDG data folder)")
}

// existing opens the snapshot of the flags for reading.
func (a *app) existing(cmd *cobra.Command) (*store.Snapshot, error) {
	path, err := a.snapshotPath(cmd)
	if err != nil {
		return nil, err
	}
	if err := a.mustExist(path); err != nil {
		return nil, err
	}
	return store.Open(cmd.Context(), path, store.ReadOnly)
}

func (a *app) verify(cmd *cobra.Command, _ []string) (err error) {
	s, err := a.existing(cmd)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	report, err := s.Verify(cmd.Context())
	if err != nil {
		return err
	}
	if len(report.Problems) > 0 {
		return unsound(report)
	}
	if wantsHash, _ := cmd.Flags().GetBool("hash"); !wantsHash {
		_, err = fmt.Fprintf(a.out, "%s is sound.\n", model.Clean(s.Path()))
		return err
	}
	hash, err := s.Hash(cmd.Context())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, hash)
	return err
}

func unsound(report store.Verification) error {
	message := "The snapshot is not sound:"
	for _, p := range report.Problems {
		message += "\n        - " + p
	}
	return model.Failed(nil, "Import the original files into a new snapshot: recoup import --snapshot new.db FILE…", "%s", message)
}

func (a *app) doctor(cmd *cobra.Command, _ []string) (err error) {
	s, err := a.existing(cmd)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ctx := cmd.Context()
	info, err := s.Info(ctx)
	if err != nil {
		return err
	}
	imports, err := s.Imports(ctx)
	if err != nil {
		return err
	}
	report, err := s.Verify(ctx)
	if err != nil {
		return err
	}
	err = a.print(func(w io.Writer) error {
		d := diagnosis{w: w, words: model.Formatter{Lang: model.LangEN, Zone: info.Zone}}
		d.all, _ = cmd.Flags().GetBool("all")
		d.snapshot(s, info)
		d.datasets(info)
		d.statuses(info, report)
		d.imports(imports)
		d.soundness(report)
		return d.err
	})
	if err == nil && len(report.Problems) > 0 {
		return unsound(report)
	}
	return err
}

// diagnosis prints doctor's page; the first error of writing stays.
type diagnosis struct {
	w     io.Writer
	words model.Formatter
	all   bool // every import, also the old ones
	err   error
}

func (d *diagnosis) line(format string, args ...any) {
	if d.err == nil {
		_, d.err = fmt.Fprintf(d.w, format+"\n", args...)
	}
}

func (d *diagnosis) count(n int) string { return d.words.Count(int64(n)) }

func (d *diagnosis) snapshot(s *store.Snapshot, info model.SnapshotInfo) {
	d.line("Snapshot      %s", model.Clean(s.Path()))
	d.line("Format        %d", s.Version())
	d.line("Time zone     %s", info.Zone)
	if info.Rows == 0 {
		d.line("Transactions  none")
		return
	}
	d.line("As of         %s", d.words.Instant(info.TakenAt))
	d.line("Transactions  %s since %s", d.count(info.Rows), info.FirstDay)
}

// importsShown is how many imports, the latest ones, doctor lists by itself.
const importsShown = 12

func (d *diagnosis) imports(all []store.Import) {
	d.line("\nImports")
	if len(all) == 0 {
		d.line("  none")
	}
	if earlier := len(all) - importsShown; earlier > 0 && !d.all {
		d.line("  %s earlier ones; recoup doctor --all lists them", d.count(earlier))
		all = all[earlier:]
	}
	for _, i := range all {
		t := i.Tally
		d.line("  %s  %s  %s%s", d.words.Instant(i.ImportedAt), i.Kind, model.Clean(i.Name), speaksUpTo(d.words, i.SeenAt))
		d.line("    %s lines = %s accepted + %s duplicate + %s rejected + %s blank + %s header",
			d.count(t.Rows), d.count(t.Accepted), d.count(t.Duplicate), d.count(t.Rejected), d.count(t.Blank), d.count(t.Header))
		for _, m := range i.Totals {
			d.line("    control total %s", d.words.Money(m))
		}
	}
}

func (d *diagnosis) statuses(info model.SnapshotInfo, report store.Verification) {
	d.line("\nStatuses in this snapshot")
	for _, s := range append(model.Statuses(), model.StatusUnknown) {
		if n := info.Statuses[s]; n > 0 {
			d.line("  %s  %s", model.PadLeft(d.count(n), 9), s.Label())
		}
	}
	d.unknownWords("written", report.UnknownStatuses)
	if len(report.UnknownEvents) > 0 {
		d.line("\nEvents that no rule knows, kept as they came")
		d.unknownWords("", report.UnknownEvents)
	}
}

// unknownWords lists words that no rule knows with how often they came, most often first.
func (d *diagnosis) unknownWords(label string, counts map[string]int) {
	words := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	for _, w := range words {
		d.line("  %s  %s", model.PadLeft(d.count(counts[w]), 9), strings.TrimSpace(label+" "+model.Truncate(model.Clean(w).String(), 80)))
	}
}

func (d *diagnosis) soundness(report store.Verification) {
	d.line("\nSoundness")
	if len(report.Problems) == 0 {
		d.line("  The file is intact, and the current state is what follows from all that was seen.")
	}
	for _, warning := range report.Warnings {
		d.line("  Careful: %s", warning)
	}
}
