package plan

import "context"

// Single are those of some values that are the person's alone: alone says whether all of
// some are. Halves are asked about until the questions run out; what was not asked about
// by then is left out.
func Single(values []string, questions int, alone func([]string) (bool, error)) ([]string, error) {
	var ask func(values []string) ([]string, error)
	ask = func(values []string) ([]string, error) {
		if len(values) == 0 || questions == 0 {
			return nil, nil
		}
		questions--
		yes, err := alone(values)
		switch {
		case err != nil:
			return nil, err
		case yes:
			return values, nil
		case len(values) == 1:
			return nil, nil
		}
		half := len(values) / 2
		a, err := ask(values[:half])
		if err != nil {
			return nil, err
		}
		b, err := ask(values[half:])
		return append(a[:len(a):len(a)], b...), err
	}
	return ask(values)
}

// Apart reports whether none of the values is in a key or an object of the holding that
// is somebody else's. Keys and objects cannot be asked for by what they hold: it looks
// into the store beside what is the person's, and, where it finds any, again beside all
// of the holding. What it finds both times lies elsewhere, and is for whoever looks
// afterwards. A code that many keys have is not.
func (s *StorePlan) Apart(ctx context.Context, look Look, holding string, by Keys, values []string) (bool, error) {
	search := Search{By: by, Values: values, Spare: s.everywhere()}
	beside, err := look(ctx, search)
	if err != nil || len(beside) == 0 {
		return err == nil, err
	}
	search.Spare = append(search.Spare, Target{Holding: holding, Everyone: true})
	elsewhere, err := look(ctx, search)
	return err == nil && total(beside) == total(elsewhere), err
}

func total(all []Residue) (n int64) {
	for _, r := range all {
		n += r.Count
	}
	return n
}
