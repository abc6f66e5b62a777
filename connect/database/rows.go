package database

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// each calls f for every row of an answer.
func each(ctx context.Context, q queryer, query string, args []any, f func(scan func(...any) error) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one returns the text that a query answers with; "" where there is no row.
func one(ctx context.Context, q queryer, query string) (string, error) {
	var answer string
	err := each(ctx, q, query, nil, func(scan func(...any) error) error { return scan(&answer) })
	return answer, err
}

// comma separates all but the first.
func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ", "
}

// names lists k0, k1, …
func names(prefix string, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = prefix + itoa(i)
	}
	return strings.Join(all, ", ")
}

// signed returns the numbers that fit into 64 bits with a sign.
func signed(keys []string) []string {
	var all []string
	for _, k := range keys {
		if _, err := strconv.ParseInt(k, 10, 64); err == nil {
			all = append(all, k)
		}
	}
	return all
}

// spelled returns the keys, and those that are numbers as engines write them: without
// zeros at the end, and with one where a number may be a fraction and is none.
func spelled(keys []string) []string {
	all := slices.Clone(keys)
	for _, k := range fitting(decimal, keys) {
		if strings.Contains(k, ".") {
			k = strings.TrimRight(strings.TrimRight(k, "0"), ".")
		}
		all = append(all, k)
		if !strings.Contains(k, ".") {
			all = append(all, k+".0")
		}
	}
	return all
}
