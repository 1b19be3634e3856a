package hook

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"recoup/model"
)

func interimRead(body []byte, now model.Instant) (event, model.Change, error) {
	var b struct {
		ID      string        `json:"id"`
		Created model.Instant `json:"creation_date"`
		Event   string        `json:"event"`
		Data    struct {
			Purchase struct {
				Transaction string `json:"transaction"`
				Status      string `json:"status"`
			} `json:"purchase"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &b); err != nil || b.ID == "" {
		return event{}, model.Change{}, errors.New("no")
	}
	sum := sha256.Sum256(body)
	known := b.Data.Purchase.Transaction != ""
	r := model.NewRecord(model.DataWebhookEvents, b.ID).At("at", b.Created).Text("event", b.Event).Text("body_hash", hex.EncodeToString(sum[:16])).Flag("known", known)
	c := model.Change{Source: model.SourceWebhook, SeenAt: b.Created, Records: []*model.Record{r}}
	if known {
		t := &model.Transaction{Code: b.Data.Purchase.Transaction, Status: model.ParseStatus(b.Data.Purchase.Status), StatusRaw: b.Data.Purchase.Status}
		t.Has = t.Has.With(model.FStatus).With(model.FStatusRaw)
		c.Transaction = t
	}
	return event{ID: b.ID, Name: b.Event, Code: b.Data.Purchase.Transaction, Known: known}, c, nil
}
