package hotmart

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"recoup/model"
)

func member1(t *testing.T, body string) value {
	t.Helper()
	v, err := parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return v.object().at("order_date")
}

func TestAMemberIsFoundHoweverItsNameIsSpelt(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`{"order_date":"a"}`, "a"},
		{`{"orderDate":"a"}`, "a"},
		{`{"OrderDate":"a"}`, "a"},
		{`{"ORDER_DATE":"a"}`, "a"},
		{`{"order-date":"a"}`, "a"},
		{`{"order\u005fdate":"a"}`, "a"},
		{`{"orderDate":"camel","order_date":"snake"}`, "snake"},
		{`{"ORDER_DATE":"loud","orderDate":"camel"}`, "loud"},
		{`{"order_date":"first","order_date":"second"}`, "first"},
		{`{"orderDate":"first","orderDate":"second"}`, "first"},
		{`{"order_date":null,"orderDate":"camel"}`, "camel"},
		{`{"order_dates":"a","order":"b","date":"c"}`, ""},
		{`{"data":{"order_date":"deeper"}}`, ""},
		{`{"a":"}\"{,","order_date" : "a" , "b":[{"order_date":"no"}]}`, "a"},
		{`["order_date","a"]`, ""},
	} {
		if got := member1(t, c.body).text(); got != c.want {
			t.Errorf("%s: %q, want %q", c.body, got, c.want)
		}
	}
}

func TestTextsAreKeptAsTheyComeAndMended(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{`"  Dalva "`, "Dalva"},
		{`"S\u00e3o \u2014 \ud83c\udffa"`, "São — 🏺"},
		{`"lone \ud800 half"`, "lone \uFFFD half"},
		{"\"not \xff UTF-8\"", "not \uFFFD UTF-8"},
		{"\"not \\n \xff\"", "not \n \uFFFD"},
		{`698441`, "698441"},
		{`698441.0`, "698441"},
		{`6.98441E5`, "698441"},
		{`0.001334`, "0.001334"},
		{`true`, ""}, {`{}`, ""}, {`["a"]`, ""}, {`null`, ""},
	} {
		if got := member1(t, `{"order_date":`+c.json+`}`).text(); got != c.want {
			t.Errorf("%s: %q, want %q", c.json, got, c.want)
		}
	}
	long := member1(t, `{"order_date":"`+strings.Repeat("é", 10<<20)+`"}`).text()
	if len(long) != maxText || !strings.HasPrefix(long, "éé") || strings.ContainsRune(long, '\uFFFD') {
		t.Errorf("a text of 20 MB is kept with %d bytes", len(long))
	}
}

func TestADateIsReadInSecondsAndMilliseconds(t *testing.T) {
	for _, c := range []struct {
		json string
		want model.Instant
	}{
		{`1622948400000`, 1622948400000},
		{`1622948400`, 1622948400000},
		{`"1622948400000"`, 1622948400000},
		{`" 1622948400 "`, 1622948400000},
		{`1.6229484E12`, 1622948400000},
		{`1622948400000.0`, 1622948400000},
		{`"2022-09-01T12:00:00.000Z"`, 1662033600000},
		{`"2022-09-01T12:00:00Z"`, 1662033600000},
		{`"2022-09-01T09:00:00-03:00"`, 1662033600000},
		{`"2022-09-01T09:00:00.000-0300"`, 1662033600000},
		{`"2022-09-01 12:00:00"`, 1662033600000},
		{`"2022-09-01"`, 1661990400000},
		{`788918400000`, 788918400000},
		{`788918399999`, 0}, // 1994
		{`4133980799999`, 4133980799999},
		{`4133980800000`, 0}, // 2101
		{`12345678`, 0},      // 1970
		{`"123243546"`, 0},   // 1973
		{`16806975000`, 0},   // 2502
		{`0`, 0}, {`-1622948400000`, 0}, {`1e300`, 0}, {`99999999999999999999`, 0},
		{`""`, 0}, {`"soon"`, 0}, {`"09/01/2022"`, 0}, {`"2022-13-01"`, 0}, {`true`, 0}, {`{}`, 0}, {`[1622948400000]`, 0}, {`null`, 0},
	} {
		if got := member1(t, `{"order_date":`+c.json+`}`).instant(); got != c.want {
			t.Errorf("%s: %d, want %d", c.json, got, c.want)
		}
	}
}

func TestAnAmountIsReadExactly(t *testing.T) {
	for _, c := range []struct {
		json     string
		currency model.Currency
		want     int64
		known    bool
	}{
		{`2626.56`, "BRL", 262656, true},
		{`"2626.56"`, "BRL", 262656, true},
		{`"2.626,56"`, "BRL", 262656, true},
		{`"2,626.56"`, "BRL", 262656, true},
		{`997`, "BRL", 99700, true},
		{`9.97E2`, "BRL", 99700, true},
		{`32130`, "CLP", 32130, true},
		{`32130.0`, "CLP", 32130, true},
		{`5625.21`, "CLP", 5625, true},
		{`0.1`, "KWD", 100, true},
		{`281.15000000000003`, "BRL", 28115, true},
		{`24.455`, "BRL", 2446, true},
		{`24.454999999999998`, "BRL", 2445, true},
		{`24.45499999999999999999999999`, "BRL", 2445, true},
		{`-12.5`, "BRL", -1250, true},
		{`0`, "USD", 0, true},
		{`1`, "", 0, false},
		{`""`, "BRL", 0, false}, {`"free"`, "BRL", 0, false}, {`null`, "BRL", 0, false}, {`{}`, "BRL", 0, false}, {`true`, "BRL", 0, false},
		{`1e30`, "BRL", 0, false}, {`1e999999999`, "BRL", 0, false}, {`"1.2.3"`, "BRL", 0, false},
	} {
		m, known := member1(t, `{"order_date":`+c.json+`}`).amount(c.currency)
		if known != c.known || known && m != model.NewMoney(c.want, c.currency) {
			t.Errorf("%s %s: %v, %v", c.json, c.currency, m, known)
		}
	}
}

// However a program writes the number of an amount, it is the amount that comes nearest to it.
func TestAnAmountIsRoundedOnceFromItsDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[1-9][0-9]{0,11}\.[0-9]{0,18}5?`).Draw(t, "digits")
		power := rapid.IntRange(-3, 3).Draw(t, "power")
		if strings.HasSuffix(digits, ".") {
			digits += "0"
		}
		literal := digits + "e" + strconv.Itoa(power)
		exact, ok := new(big.Rat).SetString(literal)
		if !ok {
			t.Fatal(literal)
		}
		cents := new(big.Rat).Mul(exact, big.NewRat(100, 1))
		half := cents.Add(cents, big.NewRat(1, 2))
		want := new(big.Int).Quo(half.Num(), half.Denom())
		got, known := value{[]byte(literal)}.amount("BRL")
		if !known || got.Minor() != want.Int64() {
			t.Fatalf("%s: %d, want %s", literal, got.Minor(), want)
		}
	})
}

func TestANumberThatIsNotWholeIsNone(t *testing.T) {
	for _, c := range []struct {
		json  string
		want  int64
		known bool
	}{
		{`12`, 12, true}, {`"12"`, 12, true}, {`12.00`, 12, true}, {`1.2e1`, 12, true}, {`-3`, -3, true},
		{`12.5`, 0, false}, {`"twelve"`, 0, false}, {`true`, 0, false}, {`99999999999999999999`, 0, false}, {`1e39`, 0, false},
	} {
		if n, known := member1(t, `{"order_date":`+c.json+`}`).number(); known != c.known || n != c.want {
			t.Errorf("%s: %d, %v", c.json, n, known)
		}
	}
}
