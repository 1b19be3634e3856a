package command

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"recoup/model"
	"recoup/store"
	"recoup/tui"
)

// version is what this source is; a release build is stamped by its tag through the module's version.
const version = "0.1.0"

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "Print a completion script for bash, zsh, fish or powershell",
		Example:   "  recoup completion bash > ~/.local/share/bash-completion/completions/recoup",
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return model.Usage("One of: "+list(shells), "Say for which shell.")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.print(func(w io.Writer) error {
				root := cmd.Root()
				switch args[0] {
				case "bash":
					return root.GenBashCompletionV2(w, true)
				case "zsh":
					return root.GenZshCompletion(w)
				case "fish":
					return root.GenFishCompletion(w, true)
				case "powershell":
					return root.GenPowerShellCompletionWithDesc(w)
				}
				return unknownWord("completion", args[0], shells)
			})
		},
	}
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of recoup, of the snapshot's format and of what it was built with",
		Example: "  recoup version",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sqlite, err := store.SQLiteVersion(cmd.Context())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "recoup %s%s\nsnapshot format %d\nSQLite %s\n%s %s/%s\n",
				version, revision(), store.SchemaVersion(), sqlite, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// revision is the commit the program was built from, where the build knows it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return " (" + s.Value[:12] + ")"
		}
	}
	return ""
}

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man",
		Short:   "Print the manual page",
		Example: "  recoup man | man -l -",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.print(func(w io.Writer) error { return writeManual(w, cmd.Root()) })
		},
	}
}

// writeManual writes one page in roff: the commands with their flags, then the keys of the screen, both from the tables
// that the program itself works by.
func writeManual(w io.Writer, root *cobra.Command) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH RECOUP 1 \"\" \"recoup %s\" \"User commands\"\n", version)
	fmt.Fprintf(&b, ".SH NAME\nrecoup \\- %s\n", roff(root.Short))
	b.WriteString(".SH SYNOPSIS\n.B recoup\n[\\fICOMMAND\\fR] [\\fIFLAGS\\fR]\n.SH DESCRIPTION\n")
	b.WriteString(roff(root.Long) + "\n.SH COMMANDS\n")
	writeManualCommands(&b, root)
	b.WriteString(".SH SHARED FLAGS\nOf the program itself and of every command that reads:\n")
	writeManualFlags(&b, root, true)
	b.WriteString(".SH KEYS\n")
	for _, k := range tui.KeyHelp() {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", roff(k.Keys), roff(k.Title))
	}
	b.WriteString(".SH EXIT STATUS\n.TP\n0\ndone\n.TP\n1\nfailed, nothing changed\n.TP\n2\nwrong usage\n.TP\n3\ndone, but some rows were rejected; their file is named\n.TP\n130\nstopped by the user\n")
	b.WriteString(".SH FILES\n.TP\n.I $XDG_DATA_HOME/recoup/snapshot.db\nthe snapshot: what Hotmart says\n.TP\n.I $XDG_DATA_HOME/recoup/notes.db\nthe notes: what you say\n.TP\n.I $XDG_CONFIG_HOME/recoup/credentials.json\nthe credentials, where there is no keyring: readable by you alone\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// writeManualCommands lists the commands below one, and those below them.
func writeManualCommands(b *strings.Builder, above *cobra.Command) {
	for _, c := range above.Commands() {
		if c.Hidden {
			continue
		}
		fmt.Fprintf(b, ".SS %s\n%s.\n", roff(above.CommandPath()+" "+c.Use), roff(c.Short))
		writeManualFlags(b, c, false)
		if c.Example != "" {
			fmt.Fprintf(b, ".PP\nExample:\n.nf\n%s\n.fi\n", roff(c.Example))
		}
		writeManualCommands(b, c)
	}
}

// writeManualFlags lists a command's flags: those it shares with the other reading commands, or those of its own.
func writeManualFlags(b *strings.Builder, c *cobra.Command, shared bool) {
	reads := false
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		_, reading := f.Annotations[readingFlag]
		reads = reads || reading
		if reading != shared || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(strings.TrimSpace(name+" "+value)), roff(usage))
	})
	if reads && !shared {
		b.WriteString(".PP\nIt takes the shared flags too.\n")
	}
}

func roff(s string) string {
	s = strings.ReplaceAll(s, `\`, `\e`)
	s = strings.ReplaceAll(s, "-", `\-`)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
