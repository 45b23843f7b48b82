package received

import (
	"strconv"
	"strings"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

// Dates as servers write them. Each has the parts year, month, day, hour, minute, second; zone is what stands behind.
var (
	// RFC 5322, with or without the day's name and the seconds: "Mon, 2 Nov 2026 10:00:00 +0800 (CST)".
	dateMail = pattern.New(`(?i)\b(?P<day>\d{1,2})[ -]+(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]+(?P<year>\d{4}|\d{2})[, ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?P<half>\s?[ap]m\b)?`)
	// ctime: "Mon Nov  2 10:00:00 2026".
	dateUnix = pattern.New(`(?i)\b(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<between>\s+[A-Z]{2,5}|\s+[+-]\d{4})?\s+(?P<year>\d{4})`)
	// ISO 8601 and Go's Time.String: "2026-11-02 10:00:00.123456789 +0800 CST m=+0.5".
	dateISO = pattern.New(`\b(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?`)
	dateHan = pattern.New(`(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日[^\d]{0,12}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?`)

	zoneNumber = pattern.New(`^\s*\(?(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b`)
	zoneName   = pattern.New(`^\s*\(?([A-Za-z]{1,5})\b`)
)

// zones are the names that mean one thing. CST and IST, among others, do not: they are a zone that is not known.
var zones = map[string]float64{
	"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
	"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9,
	"AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "WIB": 7, "ICT": 7, "PKT": 5,
}

// stamp reads the last date in a text; nil: there is none.
func stamp(s string) *fact.Stamp {
	if len(s) > 400 {
		s = s[len(s)-400:]
	}
	for _, form := range []*pattern.Pattern{dateMail, dateUnix, dateISO, dateHan} {
		all := form.FindAllStringSubmatchIndex(s, -1)
		for i := len(all) - 1; i >= 0; i-- {
			if st := build(form, s, all[i]); st != nil {
				return st
			}
		}
	}
	return nil
}

func build(form *pattern.Pattern, s string, at []int) *fact.Stamp {
	part := func(name string) string {
		i := form.SubexpIndex(name)
		if i < 0 || at[2*i] < 0 {
			return ""
		}
		return strings.TrimSpace(s[at[2*i]:at[2*i+1]])
	}
	number := func(name string) int {
		n, _ := strconv.Atoi(part(name))
		return n
	}
	year, month, day := number("year"), number("month"), number("day")
	if m := part("month"); month == 0 && len(m) >= 3 {
		month = strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(m[:3]))/3 + 1
	}
	if len(part("year")) == 2 {
		year += 2000
	}
	hour := number("hour")
	switch half := strings.ToLower(part("half")); {
	case half == "pm" && hour < 12:
		hour += 12
	case half == "am" && hour == 12:
		hour = 0
	}
	minute, second := number("minute"), min(number("second"), 59) // a leap second is the one before
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if t.Day() != day || t.Month() != time.Month(month) || t.Hour() != hour || minute > 59 || year < 1980 || year > 2200 {
		return nil
	}
	behind := s[at[1]:]
	if between := part("between"); between != "" {
		behind = between
	}
	offset, ok := zone(behind)
	return &fact.Stamp{Time: t.Add(-offset), NoZone: !ok}
}

// zone reads what stands behind a time.
func zone(s string) (time.Duration, bool) {
	if m := zoneNumber.FindStringSubmatch(s); m != nil {
		digits := m[2]
		minutes, _ := strconv.Atoi(m[3])
		if m[3] == "" && len(digits) == 2 {
			minutes = 0
		}
		hours, _ := strconv.Atoi(digits)
		if hours > 14 || minutes > 59 {
			return 0, false
		}
		d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
		if m[1] == "-" {
			d = -d
		}
		return d, true
	}
	if m := zoneName.FindStringSubmatch(s); m != nil {
		if hours, ok := zones[strings.ToUpper(m[1])]; ok {
			return time.Duration(hours * float64(time.Hour)), true
		}
	}
	return 0, false
}
