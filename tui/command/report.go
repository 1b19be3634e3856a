package command

import (
	"io"

	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store/aggregate"
	"recoup/store/export"
)

func (a *app) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report [SECTION]",
		Short: "Print a section with the numbers of the screen; without a name, those of the home screen",
		Long: "Print a section with the numbers of the screen; without a name, those of the home screen.\n\nSections: " +
			list(sectionNames()),
		Example: `  recoup report
  recoup report lost-sales --period 30d
  recoup report declined-cards --format json | jq '.tables[0].rows'`,
		Args: atMostArgs(1, "a section"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return sectionNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: a.report,
	}
	addReadingFlags(cmd)
	cmd.Flags().String("format", "table", "how it is written: table, json, csv, md")
	return cmd
}

func (a *app) report(cmd *cobra.Command, args []string) error {
	word, _ := cmd.Flags().GetString("format")
	format, err := export.ParseFormat(word, export.ReportFormats()...)
	if err != nil {
		return err
	}
	id := model.Home
	if len(args) == 1 {
		id = model.SectionID(args[0])
	}
	r, err := a.open(cmd, false)
	if err != nil {
		return err
	}
	defer r.close() //nolint:errcheck // opened for reading: nothing can be lost
	return a.printReport(cmd, r, id, format)
}

func (a *app) printReport(cmd *cobra.Command, r *reading, id model.SectionID, format export.Format) error {
	report, err := r.report(cmd, id)
	if err != nil {
		return err
	}
	return a.print(func(w io.Writer) error { return export.Report(w, report, r.exportOptions(format)) })
}

// report computes a section and marks what comes from the sample account.
func (r *reading) report(cmd *cobra.Command, id model.SectionID) (model.Report, error) {
	data, err := r.data(cmd.Context())
	if err != nil {
		return model.Report{}, err
	}
	report, err := data.Report(cmd.Context(), id, r.query)
	if err == nil && r.sample {
		report.Notes = append(report.Notes, model.Say("Sample data: the built-in sample account, not yours."))
	}
	return report, err
}

func (r *reading) exportOptions(format export.Format) export.Options {
	return export.Options{Format: format, Formatter: r.format, Redact: r.format.Redact}
}

// sectionNames lists the sections that can be asked for, home first.
func sectionNames() []string {
	names := []string{string(model.Home)}
	for _, s := range model.Sections() {
		if aggregate.Built(s.ID) {
			names = append(names, string(s.ID))
		}
	}
	return names
}

// atMostArgs accepts up to n arguments, each being such a thing.
func atMostArgs(n int, thing string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return model.Usage("See: "+cmd.CommandPath()+" --help", "%q is one argument too many after %s.", model.Clean(args[n]), thing)
		}
		return nil
	}
}
