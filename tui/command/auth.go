package command

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"recoup/model"
	"recoup/store"
	"recoup/store/credentials"
)

func (a *app) authCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "auth",
		Short: "Keep the credentials for Hotmart's API and webhooks: set, status, remove",
		Long: `Keep the credentials for Hotmart's API and webhooks, and say where they are. They are kept in the system's keyring, or where
there is none in a file that only you may read, or come from the environment. No command shows one.`,
		Example: `  recoup auth set       type or paste the values; they are not shown
  recoup auth status    what is set and where it is kept
  recoup auth remove    forget them`,
		Args: authArgs,
		RunE: func(*cobra.Command, []string) error {
			return model.Usage("For example: recoup auth status", "Say what to do: set, status or remove.")
		},
	}
	cmd.SetFlagErrorFunc(authFlagError)
	cmd.AddCommand(a.authSetCommand(), a.authStatusCommand(), a.authRemoveCommand())
	return cmd
}

func (a *app) authSetCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "set",
		Short: "Keep client_id, client_secret, basic and hottok, typed without being shown or piped in",
		Long: `Keep the values that Hotmart shows: client_id, client_secret and basic under Tools, Developer Credentials, for recoup sync;
the hottok under ` + credentials.HottokOrigin + `, for recoup listen. Those that are kept already and not given stay.

In a terminal it asks for each and shows nothing of what is typed. Otherwise it reads standard input: lines such as
client_secret=…, or a JSON object of the same names, or with --only one value alone. A value is never an argument: it would
stay in the shell's history and stand in the list of processes.

Without a basic, the one made of client_id and client_secret is sent: base64(client_id:client_secret).`,
		Example: `  recoup auth set
  recoup auth set < values.txt
  pass hotmart/secret | recoup auth set --only client-secret
  recoup auth set --sandbox`,
		Args: authArgs,
		RunE: a.authSet,
	}
	f := cmd.Flags()
	addSandboxFlag(cmd)
	f.Bool("file", false, "keep them in the file although there is a keyring")
	f.String("only", "", "only the value of this `NAME`: client-id, client-secret, basic, hottok")
	f.Bool("secret-stdin", false, "what is piped in without a name is the client_secret")
	return cmd
}

func (a *app) authStatusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "status",
		Short:   "Say which credentials are set and where they are kept, and nothing of the values",
		Example: "  recoup auth status\n  recoup auth status --json | jq '.profiles[0].values'",
		Args:    authArgs,
		RunE:    a.authStatus,
	}
	cmd.Flags().Bool("json", false, "print a JSON object")
	return cmd
}

func (a *app) authRemoveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "remove",
		Short: "Remove the credentials from the keyring and the file, and say what the environment still holds",
		Long: `Remove the credentials from the keyring and the file, those of the sandbox too; with --sandbox only those. What the
environment holds is named. In Hotmart they stay valid until they are deleted there.`,
		Example: "  recoup auth remove\n  recoup auth remove --sandbox",
		Args:    authArgs,
		RunE:    a.authRemove,
	}
	addSandboxFlag(cmd)
	return cmd
}

func addSandboxFlag(cmd *cobra.Command) {
	cmd.Flags().Bool("sandbox", false, "the credential of Hotmart's sandbox, which is another")
}

// sayNoValue is the answer to a value on the command line, which is not repeated.
func sayNoValue(cmd *cobra.Command) error {
	return model.Usage("Run recoup auth set, and paste it where it asks. If it was a secret, delete the line from the shell's history.",
		"%s takes no values as arguments: they stay in the shell's history. Nothing was kept.", cmd.CommandPath())
}

// authArgs refuses arguments without repeating them: they may be secrets.
func authArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	if near := model.Nearest(args[0], names); near != "" {
		return model.Usage("Did you mean: "+cmd.CommandPath()+" "+near, "There is no such command.")
	}
	return sayNoValue(cmd)
}

// authFlagError refuses flags without repeating them: --client-secret=… is one that does not exist.
func authFlagError(cmd *cobra.Command, err error) error {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	var unknown *pflag.NotExistError
	var alone *pflag.ValueRequiredError
	switch {
	case errors.As(err, &alone):
		return model.Usage("For example: recoup auth set --only hottok", "A flag lacks its value.")
	case errors.As(err, &unknown):
		if near := model.Nearest(unknown.GetSpecifiedName(), names); near != "" {
			return model.Usage("Did you mean: --"+near, "There is no such flag.")
		}
	}
	return sayNoValue(cmd)
}

// credentialStore is where the credentials of this world are. Sentences on places that could not be used go to standard
// error, each once.
func (a *app) credentialStore() *credentials.Store {
	o := credentials.Options{Getenv: a.Getenv, Keyring: a.Keyring, Tell: func(sentence string) { fmt.Fprintf(a.Err, "recoup: %s\n", sentence) }}
	if strings.EqualFold(a.Getenv("RECOUP_KEYRING"), "off") {
		o.Keyring = nil
	}
	if places, err := store.DefaultPlaces(a.Getenv); err == nil { // without a home there are the keyring and the environment
		o.Folder = places.Config
	}
	return credentials.New(o)
}

func profileOf(cmd *cobra.Command) credentials.Profile {
	if sandbox, _ := cmd.Flags().GetBool("sandbox"); sandbox {
		return credentials.Sandbox
	}
	return credentials.Production
}

func (a *app) authSet(cmd *cobra.Command, _ []string) error {
	profile := profileOf(cmd)
	toFile, _ := cmd.Flags().GetBool("file")
	values, err := a.newValues(cmd, profile)
	if err != nil {
		return err
	}
	kept := a.credentialStore()
	r, err := kept.Set(cmd.Context(), profile, values, toFile)
	if err != nil {
		return err
	}
	return a.print(func(w io.Writer) error {
		_, err := io.WriteString(w, receiptText(r, profile, kept.File()))
		return err
	})
}

// newValues asks for the values, or reads them from what is piped in.
func (a *app) newValues(cmd *cobra.Command, profile credentials.Profile) (credentials.Values, error) {
	asked, bare := profile.Names(), credentials.Name("")
	if secret, _ := cmd.Flags().GetBool("secret-stdin"); secret {
		bare = credentials.ClientSecret
	}
	if word, _ := cmd.Flags().GetString("only"); cmd.Flags().Changed("only") {
		name, err := credentials.ParseName(word)
		if err != nil {
			return nil, err
		}
		asked, bare = []credentials.Name{name}, name
	}
	if term.IsTerminal(a.In.Fd()) {
		return a.askFor(cmd.Context(), asked)
	}
	read, err := credentials.ReadValues(a.In, bare)
	if err != nil || !cmd.Flags().Changed("only") {
		return read, err
	}
	if !read[bare].IsSet() {
		return nil, model.Usage("Pipe in that value alone, or leave out --only.", "Standard input has no %s.", bare)
	}
	return credentials.Values{bare: read[bare]}, nil
}

func (a *app) authStatus(cmd *cobra.Command, _ []string) error {
	kept := a.credentialStore()
	status, err := kept.Status(cmd.Context())
	if err != nil {
		return err
	}
	return a.print(func(w io.Writer) error {
		if asJSON, _ := cmd.Flags().GetBool("json"); asJSON {
			return writeStatusJSON(w, status, kept.File())
		}
		return writeStatus(w, status, kept.File())
	})
}

func (a *app) authRemove(cmd *cobra.Command, _ []string) error {
	profiles := credentials.Profiles()
	if profileOf(cmd) == credentials.Sandbox {
		profiles = []credentials.Profile{credentials.Sandbox}
	}
	removed, err := a.credentialStore().Remove(cmd.Context(), profiles...)
	said := a.print(func(w io.Writer) error { return writeRemoval(w, removed, err == nil) })
	return errors.Join(err, said)
}
