package world

import (
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"time"
)

// chance draws the account. There is no floating point in it: processors round that differently.
type chance struct{ pcg *rand.PCG }

func newChance(seed uint64) chance { return chance{rand.NewPCG(seed, 0x5ca1ab1e0ddba11)} }

// below gives a number from 0 up to, but not including, n.
func (c chance) below(n int) int { return int(c.pcg.Uint64() >> 32 * uint64(n) >> 32) }

// between gives a number from low to high, both included.
func (c chance) between(low, high int) int { return low + c.below(high-low+1) }

// percent is true in so many of a hundred cases.
func (c chance) percent(n int) bool { return c.below(100) < n }

// lasting gives a length of time between two, in whole units of the third.
func (c chance) lasting(low, high, unit time.Duration) time.Duration {
	return low + time.Duration(c.below(int((high-low)/unit)+1))*unit
}

func pick[T any](c chance, from []T) T { return from[c.below(len(from))] }

// word gives n characters of an alphabet.
func (c chance) word(n int, alphabet string) string {
	var b strings.Builder
	for range n {
		b.WriteByte(alphabet[c.below(len(alphabet))])
	}
	return b.String()
}

const (
	digits    = "0123456789"
	lowercase = "abcdefghijklmnopqrstuvwxyz0123456789"
	uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	bothcases = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// uuid gives an identifier in the usual form.
func (c chance) uuid() string {
	var raw [16]byte
	for i := range raw {
		raw[i] = byte(c.below(256))
	}
	raw[6], raw[8] = raw[6]&0x0f|0x40, raw[8]&0x3f|0x80
	text := hex.EncodeToString(raw[:])
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}
