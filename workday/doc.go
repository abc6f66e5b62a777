// Package workday is the calendar of working days in China.
//
// Each year the State Council announces which days are off and which weekend
// days are worked to make up for them. The law speaks of working days and of
// statutory holidays (Civil Code 203), which are not quite the same notion; this
// package takes the notices as the calendar, because authorities do. A year's
// notice appears in the autumn before and is a small file that an operator can
// load without a new release.
//
// Time is Asia/Shanghai, UTC+8 without daylight saving, so it is a fixed zone
// here and needs no time zone data. The day of an
// event is not counted, and a deadline ends at 24:00 of its last day.
//
// A deadline that depends on a year whose notice is not loaded is provisional
// and takes the earliest bound that any notice could bring about: every unknown
// day may turn out to be worked, except 1 January, which is always a holiday. To
// assume ordinary weeks instead would not be safe. A holiday takes days away from
// weekdays, but the make-up days that come with it turn Saturdays and Sundays
// into working days, often before the holiday, and then the true deadline falls
// earlier than the weeks suggest. Acting by the earliest bound is always in time.
// Load the year and ask again to get the final date.
//
// Final means final by the notices loaded. Notices have been amended within
// their year (2015, 2019, 2020), so an operator may load a year again; whoever
// stores a deadline stores Version beside it.
package workday
