// Package command is the command line: it parses what was typed, wires the rooms together, prints, and turns the outcome
// into an exit code. It holds no rules of the field.
package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store/credentials"
	"recoup/tui"
)

// The exit codes.
const (
	ExitDone      = 0
	ExitFailed    = 1   // nothing changed
	ExitUsage     = 2   // the command line itself is wrong
	ExitRejected  = 3   // done, but some rows could not be read; their file is named
	ExitCancelled = 130 // stopped by the user; nothing changed
)

// World is everything outside the program that a command may touch, so that a test can be another world.
type World struct {
	In       *os.File
	Out, Err *os.File
	Getenv   func(string) string
	Now      func() time.Time
	Keyring  credentials.Keyring // nil for none
}

// RealWorld is this process's own.
func RealWorld() World {
	return World{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: time.Now, Keyring: credentials.SystemKeyring()}
}

// Main runs the command line and returns the exit code.
func Main(args []string, w World) int {
	if w.Getenv("RECOUP_LOCK_THREAD") == "1" {
		runtime.LockOSThread() // so that a fault can be injected at the n-th write of an import
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app := &app{World: w, out: bufio.NewWriterSize(w.Out, 1<<16), letSignals: stop}
	root := app.root()
	root.SetArgs(args)
	root.SetOut(app.out)
	root.SetErr(w.Err)
	err := root.ExecuteContext(ctx)
	if flushErr := app.out.Flush(); err == nil && flushErr != nil {
		err = model.Failed(flushErr, "Write to another place, or make room there.", "Could not write the output: %s.", model.Clean(flushErr.Error()))
	}
	return app.exit(ctx, err)
}

// app carries what every command shares.
type app struct {
	World
	out *bufio.Writer
	// letSignals ends this package's own handling of signals: the screen has one that restores the terminal.
	letSignals func()
}

// outcome is an error that says an exit code and was already explained on the screen.
type outcome struct{ code int }

func (o outcome) Error() string { return fmt.Sprintf("exit code %d", o.code) }

func (a *app) exit(ctx context.Context, err error) int {
	var said outcome
	var ended *tui.Exit
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &said):
		return said.code
	case errors.As(err, &ended):
		if ended.Message != "" {
			fmt.Fprintf(a.Err, "recoup: %s\n", ended.Message)
		}
		return ended.Code
	}
	var readable *model.Error
	if !errors.As(err, &readable) && ctx.Err() != nil {
		err = &model.Error{Kind: model.KindCancelled, Message: "Stopped.", Hint: "Nothing was changed."}
	}
	a.complain(err)
	switch model.KindOf(err) {
	case model.KindUsage:
		return ExitUsage
	case model.KindCancelled:
		return ExitCancelled
	}
	return ExitFailed
}

// complain prints an error: what is wrong, then what to do.
func (a *app) complain(err error) {
	var readable *model.Error
	if errors.As(err, &readable) {
		fmt.Fprintf(a.Err, "recoup: %s\n", readable.Message)
		if readable.Hint != "" {
			fmt.Fprintf(a.Err, "        %s\n", readable.Hint)
		}
		return
	}
	fmt.Fprintf(a.Err, "recoup: %s\n", model.Clean(err.Error()))
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "recoup",
		Short: "Hotmart's Sales Management in the terminal: what you sold, what you lost, and who can still be won back",
		Long: `recoup shows what you sold on Hotmart and what you lost, from a snapshot of your transactions on this machine. It is filled
from the reports that Hotmart lets you download, from Hotmart's API, and from webhooks. Nothing about your sales leaves the
machine: the API is only asked, and only by recoup sync.

Without a command it opens the program on your snapshot, or on the built-in sample account while there is none.`,
		Example: `  recoup                                        open the program
  recoup import ~/Downloads/sales_history.csv   bring in a sales report
  recoup sync                                   bring in what changed, through Hotmart's API
  recoup report lost-sales --period 30d         print a section
  recoup export lost-sales -o lost.csv          write the lost sales to a file`,
		Args:              noArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		RunE:              a.openScreen,
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return model.Usage("See: "+cmd.CommandPath()+" --help", "%s.", model.Clean(err.Error()))
	})
	addReadingFlags(root)
	root.AddCommand(a.demoCommand(), a.importCommand(), a.syncCommand(), a.listenCommand(), a.authCommand(), a.reportCommand(), a.exportCommand(),
		a.doctorCommand(), a.verifyCommand(), a.completionCommand(), a.manCommand(), a.versionCommand())
	root.SetHelpCommand(&cobra.Command{Use: "no-help", Hidden: true})
	return root
}

// noArgs refuses arguments, with the nearest command's name where the first one looks like a mistyped command.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	if near := model.Nearest(args[0], names); near != "" {
		return model.Usage("Did you mean: "+cmd.CommandPath()+" "+near, "%q is not a command.", model.Clean(args[0]))
	}
	return model.Usage("See: "+cmd.CommandPath()+" --help", "%q is one argument too many.", model.Clean(args[0]))
}

func (a *app) print(write func(io.Writer) error) error {
	if err := write(a.out); err != nil {
		var readable *model.Error
		if errors.As(err, &readable) {
			return err
		}
		return model.Failed(err, "Write to another place, or make room there.", "Could not write the output: %s.", model.Clean(err.Error()))
	}
	return nil
}
