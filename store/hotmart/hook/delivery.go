package hook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"recoup/model"
	"recoup/store/hotmart"
)

// maxKept bounds what is kept of a body that could not be read, in bytes.
const maxKept = 64 << 10

// bodyHash is the fact by which two events of one id are told apart.
const bodyHash = "body_hash"

// delivery is an event on its way into the snapshot.
type delivery struct {
	digest [sha256.Size]byte // of the body
	body   []byte
	change model.Change
	event  *model.Record // the event itself, one of the change's records
	told   Told
	isRaw  bool
	// stored gets why the event is not on the disk, or is closed when it is.
	stored chan error
}

// reader turns bodies into what they tell.
type reader struct {
	read  func(body []byte, now model.Instant) (hotmart.Event, model.Change, error)
	token token
}

// deliver reads a body that came at a moment. Whatever is wrong with it, there is something to keep.
func (r reader) deliver(body []byte, at time.Time) (d *delivery) {
	body = r.token.remove(body)
	d = &delivery{digest: sha256.Sum256(body), body: body, stored: make(chan error, 1)}
	defer func() {
		if recover() != nil { // one body must not end the receiver
			d = d.unread(at)
		}
	}()
	e, change, err := r.read(body, model.InstantOf(at))
	if err != nil {
		return d.unread(at)
	}
	d.change, d.event = change, eventOf(change)
	if d.event == nil {
		return d.unread(at)
	}
	d.told = Told{Event: short(e.Name), Code: short(e.Transaction), Known: e.Known}
	return d
}

// eventOf is the record of the event among what it tells.
func eventOf(change model.Change) *model.Record {
	for _, r := range change.Records {
		if r.Dataset == model.DataWebhookEvents {
			return r
		}
	}
	return nil
}

// short is a foreign text that fits into a line.
func short(raw string) model.Text {
	const cells = 48
	return model.Clean(model.Truncate(model.Clean(raw).String(), cells))
}

// unread is the same event, kept as it came. The moment at which it came is none of its facts, so that the same body is the
// same record whenever it comes.
func (d *delivery) unread(at time.Time) *delivery {
	hash := hex.EncodeToString(d.digest[:])
	record := model.NewRecord(model.DataWebhookEvents, "sha256:"+hash).
		Text(bodyHash, hash).Flag("known", false).Text("body", kept(d.body))
	return &delivery{
		digest: d.digest, body: d.body, event: record, isRaw: true, stored: d.stored,
		change: model.Change{Source: model.SourceWebhook, SeenAt: model.InstantOf(at), Records: []*model.Record{record}},
	}
}

// kept is a body as text, cut to maxKept, without what stands where a token would.
func kept(body []byte) string {
	text := strings.ToValidUTF8(string(hottokValue.ReplaceAll(body, []byte("$1"))), "\uFFFD")
	if len(text) <= maxKept {
		return text
	}
	end := maxKept
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// hottokValue finds what stands where a token would, also in a body that is no JSON.
var hottokValue = regexp.MustCompile(`(?i)(hot_?tok"?\s*[:=]\s*)(?:"[^"]*"?|[^\s"&,;}]+)`)

// withoutToken takes the token out of a body, wherever it stands: it is not to be kept with the event. One that is short
// would be found where it is not meant.
func withoutToken(body []byte, token string) []byte {
	const meant = 8
	body = bytes.ReplaceAll(body, []byte{0}, nil) // JSON has none; in UTF-16 the token would not be found
	if len(token) < meant {
		return body
	}
	return bytes.ReplaceAll(body, []byte(token), nil)
}
