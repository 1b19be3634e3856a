package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

// inspected is a snapshot with a sale that was seen once, one that moved on, and one with amounts of two currencies.
func inspected(t *testing.T) *Snapshot {
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sale("HP1"), sale("HP2"), sale("HP3", with(model.Refunded)),
		sale("HP4", set(model.FPaid, func(t *model.Transaction) { t.Paid = model.NewMoney(1, "USD") }))))
	apply(t, s, file("june.csv", noon.Add(time.Hour), sale("HP1"), sale("HP2", with(model.Complete))))
	return s
}

func TestVerifyCountsAndAddsUp(t *testing.T) {
	v := sound(t, inspected(t))
	if v.Transactions != 4 || v.Observations != 5 || v.Imports != 2 || v.Statuses[model.Complete] != 1 || v.Statuses[model.Refunded] != 1 ||
		len(v.Totals) != 1 || v.Totals[0] != model.NewMoney(4*19_700, "BRL") {
		t.Errorf("%+v", v)
	}
}

func TestVerifyNamesWhatIsWrongAndRebuildMendsWhatItCan(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		tamper string
		says   string
		mends  bool
	}{
		"a price":            {"UPDATE transaction_ SET price_minor = 1 WHERE code = 'HP2'", "first HP2", true},
		"a status":           {"UPDATE transaction_ SET status = 'APPROVED' WHERE code = 'HP2'", "first HP2", true},
		"a derived column":   {"UPDATE transaction_ SET buyer_key = 'someone@else' WHERE code = 'HP3'", "first HP3", true},
		"a count":            {"UPDATE transaction_ SET observations = 9 WHERE code = 'HP1'", "first HP1", true},
		"the status counts":  {"UPDATE status SET transactions = transactions + 1 WHERE id = 'REFUNDED'", "status", true},
		"a road":             {"UPDATE road SET rows = rows + 1", "by report", true},
		"the as-of moment":   {"UPDATE meta SET value = 5 WHERE key = 'taken_at'", "older", true},
		"facts seen once":    {"UPDATE transaction_ SET price_minor = 1 WHERE code = 'HP1'", "first of HP1", false},
		"facts in a body":    {"UPDATE observation SET body = replace(body, 'Ana', 'Eva') WHERE code = 'HP2'", "first of HP2", false},
		"an unreadable body": {"UPDATE observation SET body = '{\"price\":' WHERE code = 'HP2'", "HP2", false},
		"a lost observation": {"DELETE FROM observation WHERE code = 'HP3'", "HP3", false},
		"a lost row":         {"DELETE FROM transaction_ WHERE code = 'HP3'", "belong to no transaction", false},
		"a register line":    {"UPDATE import SET accepted = accepted - 1, rejected = rejected + 1 WHERE name = 'june.csv'", "june.csv", false},
		"a lost import":      {"PRAGMA foreign_keys=0; DELETE FROM import WHERE name = 'june.csv'; PRAGMA foreign_keys=1", "not registered", false},
		"a second sighting": {`INSERT INTO observation(code, source, hash, first_seen, last_seen, import_id)
			SELECT code, 'api', hash, first_seen, last_seen, import_id FROM observation WHERE code = 'HP3';
			UPDATE transaction_ SET observations = 2 WHERE code = 'HP3'`, "HP3", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := inspected(t)
			was := hash(t, s)
			tamper(t, s, c.tamper)
			v, err := s.Verify(ctx)
			if err != nil || v.OK() || !strings.Contains(strings.Join(v.Problems, " "), c.says) {
				t.Fatalf("%q, %v; want it to say %q", v.Problems, err, c.says)
			}
			if !c.mends {
				return
			}
			if _, err := s.Rebuild(ctx); err != nil {
				t.Fatal(err)
			}
			if sound(t, s); hash(t, s) != was {
				t.Error("after the rebuilding the content is another")
			}
		})
	}
}

// SQLite looks at the constraints of a table only where the file is open for writing, and a screen opens it for reading.
func TestVerifyLooksAtTheTimesOfASightingAlsoWhereSQLiteDoesNot(t *testing.T) {
	s := inspected(t)
	tamper(t, s, "PRAGMA ignore_check_constraints=1; UPDATE observation SET first_seen = last_seen + 1 WHERE code = 'HP3'")
	s.Close()
	v, err := open(t, s.Path(), ReadOnly).Verify(context.Background())
	if err != nil || !strings.Contains(strings.Join(v.Problems, " "), "first of HP3") {
		t.Errorf("%q, %v", v.Problems, err)
	}
}

func TestRebuildRefusesToGuess(t *testing.T) {
	s := inspected(t)
	tamper(t, s, "UPDATE transaction_ SET price_minor = 1 WHERE code = 'HP1'")
	tamper(t, s, "UPDATE transaction_ SET price_minor = 2 WHERE code = 'HP2'")
	_, err := s.Rebuild(context.Background())
	refused(t, err, ErrDamaged)
	if got := listed(t, s, "SELECT price_minor FROM transaction_ WHERE code = 'HP2'"); got != "2" {
		t.Errorf("it wrote %s all the same", got)
	}
}

func TestRebuildingASoundSnapshotChangesNothing(t *testing.T) {
	s := inspected(t)
	was := hash(t, s)
	mended, err := s.Rebuild(context.Background())
	if err != nil || mended != 0 || hash(t, s) != was {
		t.Errorf("%d mended, %v", mended, err)
	}
}

func TestTheHashIsThatOfTheContentAlone(t *testing.T) {
	one, two := inspected(t), open(t, snapshotPath(t), ReadWrite)
	june := file("other name.csv", noon.Add(time.Hour), sale("HP2", with(model.Complete)), sale("HP1"))
	june.Zone = "Europe/Lisbon"
	if _, err := two.Apply(context.Background(), june, ApplyOptions{At: noon.Add(1000 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if hash(t, one) == hash(t, two) {
		t.Error("half the content has the same hash")
	}
	apply(t, two, file("b", noon, sale("HP4", set(model.FPaid, func(t *model.Transaction) { t.Paid = model.NewMoney(1, "USD") })), sale("HP3", with(model.Refunded))))
	apply(t, two, file("c", noon, sale("HP2"), sale("HP1")))
	if hash(t, one) != hash(t, two) {
		t.Error("the same content has another hash")
	}
	for _, change := range []string{
		"UPDATE transaction_ SET buyer_name = 'Eva' WHERE code = 'HP1'", "UPDATE observation SET hash = randomblob(16) WHERE code = 'HP1'",
		"UPDATE observation SET source = 'api' WHERE code = 'HP3'",
	} {
		before := hash(t, two)
		tamper(t, two, change)
		if hash(t, two) == before {
			t.Errorf("%s leaves the hash as it was", change)
		}
	}
}
