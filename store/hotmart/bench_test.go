package hotmart

import (
	"os"
	"testing"
)

func BenchmarkReadEvent(b *testing.B) {
	body, err := os.ReadFile("testdata/webhooks/purchase-approved-instalments.json")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ReadEvent(body, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSalesHistory(b *testing.B) {
	body, err := os.ReadFile("testdata/api/sales-history.json")
	if err != nil {
		b.Fatal(err)
	}
	page, err := ParsePage(body)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(page.Items[0])))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := SalesHistory(page.Items[0], asked); err != nil {
			b.Fatal(err)
		}
	}
}
