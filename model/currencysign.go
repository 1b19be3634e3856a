package model

import "strings"

// checkCurrencyWords checks what stands before and after a number against the currency it should be in.
func checkCurrencyWords(before, after string, c Currency) string {
	for _, word := range [...]string{before, after} {
		if word == "" || strings.EqualFold(word, string(c)) {
			continue
		}
		if signIs(word, c) {
			continue
		}
		if _, known := lookupCurrency(word); known || isCurrencySign(word) {
			return faultCurrency
		}
		return faultLetters
	}
	return ""
}

// signCurrencies gives the codes that a currency sign can stand for, in any case, parted by spaces; "" for a word that is
// no sign we know.
func signCurrencies(sign string) string {
	switch strings.ToUpper(sign) {
	case "$":
		return "ARS AUD BSD BBD BMD BND BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NIO NZD SBD SGD SRD TTD TWD USD UYU XCD"
	case "R$":
		return "BRL"
	case "US$", "U$", "U$S", "USD$":
		return "USD"
	case "€":
		return "EUR"
	case "£":
		return "GBP EGP FKP GIP SHP"
	case "¥", "￥":
		return "JPY CNY"
	case "MX$", "MEX$", "MXN$":
		return "MXN"
	case "COL$", "COP$", "CO$":
		return "COP"
	case "CL$", "CLP$":
		return "CLP"
	case "AR$", "ARS$":
		return "ARS"
	case "$U", "UY$", "UYU$":
		return "UYU"
	case "S/", "S/.":
		return "PEN"
	case "BS", "BS.":
		return "BOB VES VED"
	case "₲", "GS", "GS.":
		return "PYG"
	case "₡":
		return "CRC SVC"
	case "Q":
		return "GTQ"
	case "L":
		return "HNL"
	case "C$":
		return "NIO CAD"
	case "CA$":
		return "CAD"
	case "A$", "AU$":
		return "AUD"
	case "NZ$":
		return "NZD"
	case "RD$":
		return "DOP"
	case "B/.":
		return "PAB"
	case "KZ":
		return "AOA"
	case "MT", "MTN":
		return "MZN"
	}
	return otherSigns(sign)
}

func otherSigns(sign string) string {
	switch sign {
	case "FR.", "Fr.", "SFr.":
		return "CHF"
	case "kr", "kr.":
		return "DKK ISK NOK SEK"
	case "zł":
		return "PLN"
	case "Kč":
		return "CZK"
	case "Ft":
		return "HUF"
	case "₹":
		return "INR"
	case "₩":
		return "KRW KPW"
	case "₫":
		return "VND"
	case "₺":
		return "TRY"
	case "₪":
		return "ILS"
	case "₦":
		return "NGN"
	case "₱":
		return "PHP"
	case "₽":
		return "RUB"
	case "₴":
		return "UAH"
	case "฿":
		return "THB"
	}
	return ""
}

func isCurrencySign(word string) bool { return signCurrencies(word) != "" }

// signIs tells whether a sign can stand for a currency.
func signIs(word string, c Currency) bool {
	return len(c) == 3 && strings.Contains(signCurrencies(word), string(c))
}
