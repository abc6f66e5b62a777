package fulfil

import (
	"context"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/lang"
)

// ending says how erasures ended: the numbers of their certificates, and each place
// where law keeps something, on which ground and until when. Whoever reads only
// "erased" must not believe that nothing is left (PIPL 47 ¶2).
func (o *Office) ending(ctx context.Context, d *declaration.Declaration, cases ...erase.Case) (note lang.Text, kept bool, err error) {
	var numbers, places []lang.Text
	for _, c := range cases {
		numbers = append(numbers, same(string(c.ID)))
		of, err := o.Runner.Certificate(ctx, c.ID)
		if err != nil {
			return lang.Text{}, false, err
		}
		for _, k := range of.Kept {
			if k.Rows > 0 {
				places = append(places, keptAt(d, k))
			}
		}
	}
	if len(places) == 0 {
		return say(noteErased, numbers...), false, nil
	}
	return also(say(noteNumber, numbers...), say(noteKept, places...)), true, nil
}

// also joins two notes.
func also(a, b lang.Text) lang.Text {
	return lang.Text{ZH: a.ZH + "。" + b.ZH, EN: a.EN + ". " + b.EN}
}

// keptAt says what law keeps in one place.
func keptAt(d *declaration.Declaration, k erase.Kept) lang.Text {
	name, under := same(k.Store), lang.Text{ZH: k.Under, EN: k.Under}
	if k.Store == erase.OwnRecords {
		name = lang.Text{ZH: "您同意提供给他人的情况记录", EN: "records of what you agreed to have given to others"}
		if zh, en, both := strings.Cut(k.Under, " / "); both {
			under = lang.Text{ZH: zh, EN: en}
		}
	}
	if i := slices.IndexFunc(d.Stores, func(s *declaration.Store) bool { return s.ID == k.Store }); i >= 0 {
		name = nameOf(d.Stores[i])
		for _, h := range d.Stores[i].Holds {
			if h.ID == k.Holding && h.Keep.Under.Both() == k.Under {
				under = h.Keep.Under
			}
		}
	}
	return lang.Text{
		ZH: name.In(lang.ZH) + "（" + under.In(lang.ZH) + "，至 " + k.Until.String() + "）",
		EN: name.In(lang.EN) + " (" + under.In(lang.EN) + ", until " + k.Until.String() + ")",
	}
}
