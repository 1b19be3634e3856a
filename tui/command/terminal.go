package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"recoup/model"
	"recoup/store/credentials"
)

// askFor asks for values on a terminal that does not show what is typed. It stays so from the first question to the last:
// of lines that are pasted together, those that come between two questions must not be shown either. Reading a terminal
// cannot be called off, so it is done in a goroutine of its own: whoever stops the program gets their terminal back at once.
func (a *app) askFor(ctx context.Context, names []credentials.Name) (credentials.Values, error) {
	fmt.Fprintln(a.Err, "What you type or paste is not shown. Enter alone leaves a value as it is.")
	before, err := term.MakeRaw(a.In.Fd())
	if err != nil {
		return nil, model.Failed(err, "Pipe the values in: recoup auth set < values.txt", "This terminal cannot be kept from showing what is typed.")
	}
	type answer struct {
		values credentials.Values
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		values, err := converse(a.In, a.Err, names)
		answers <- answer{values, err}
	}()
	var got answer
	select {
	case got = <-answers:
	case <-ctx.Done():
		got.err = ctx.Err()
		fmt.Fprint(a.Err, "\r\n")
	}
	if err := term.Restore(a.In.Fd(), before); err != nil {
		return nil, model.Failed(err, "Run: stty sane", "The terminal could not be put back as it was.")
	}
	if got.err != nil {
		return nil, &model.Error{Kind: model.KindCancelled, Message: "Stopped.", Hint: "Nothing was changed."}
	}
	return got.values, nil
}

// converse asks for each value until it can be one. An empty answer leaves it out. The terminal is raw, so a line ends in
// both of its characters.
func converse(in io.Reader, out io.Writer, names []credentials.Name) (credentials.Values, error) {
	values := credentials.Values{}
	for _, n := range names {
		for !values[n].IsSet() {
			fmt.Fprintf(out, "%s: ", question(n))
			typed, err := readUnseen(in)
			fmt.Fprint(out, "\r\n")
			if err != nil {
				return nil, err
			}
			if typed == "" {
				break
			}
			if values[n], err = credentials.Parse(n, typed); err != nil {
				fmt.Fprintf(out, "%s\r\n", strings.ReplaceAll(err.Error(), "\n", "\r\n"))
			}
		}
	}
	return values, nil
}

// question is what stands before the cursor.
func question(n credentials.Name) string {
	switch n {
	case credentials.Basic:
		return "basic (if Hotmart shows one)"
	case credentials.Hottok:
		return "hottok (for webhooks)"
	default:
		return string(n)
	}
}

// The keys that end, mend or stop a line on a raw terminal.
const (
	ctrlC     = 0x03
	ctrlD     = 0x04
	backspace = 0x08
	ctrlU     = 0x15
	del       = 0x7f
)

// maxTyped bounds a line, in bytes; what is longer is no value and need not be held.
const maxTyped = 8 << 10

// readUnseen reads a line from a raw terminal, which shows nothing and leaves every key to its reader.
func readUnseen(in io.Reader) (string, error) {
	var line []byte
	key := make([]byte, 1)
	for {
		if _, err := io.ReadFull(in, key); err != nil {
			return "", err
		}
		switch key[0] {
		case '\r', '\n':
			return string(line), nil
		case ctrlC:
			return "", errors.New("stopped")
		case ctrlD:
			if len(line) == 0 {
				return "", io.EOF
			}
		case backspace, del:
			_, size := utf8.DecodeLastRune(line)
			line = line[:len(line)-size]
		case ctrlU:
			line = line[:0]
		default:
			if len(line) < maxTyped {
				line = append(line, key[0])
			}
		}
	}
}
