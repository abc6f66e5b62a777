package server

import (
	"context"
	"encoding/json"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/httpx"
)

func showReplay(ctx context.Context, r consent.Replay) replay {
	out := replay{
		Ask: r.Ask.ID, Service: r.Ask.Service, Trigger: r.Ask.Trigger, Declaration: r.Ask.Declaration,
		Guardian: !r.Ask.Guardian.IsZero(), Age: r.Ask.Age, At: *instant(r.Ask.At), Expires: *instant(r.Ask.Expires), Version: r.Ask.Version,
		Choices: []choice{}, Shown: again(r.Shown), Answers: again(r.Answers), Left: append([]consent.ChoiceID{}, r.Left...),
	}
	for _, c := range r.Ask.Choices {
		out.Choices = append(out.Choices, choice{Choice: c, Text: c.Wording.Question.In(httpx.LangOf(ctx))})
	}
	return out
}

// again shows entries of the record with the bodies that it commits to.
func again[Body any](entries []consent.Recorded[Body]) []replayed {
	out := []replayed{}
	for _, x := range entries {
		b, _ := json.Marshal(x.Body) // it was read from JSON just now
		out = append(out, replayed{Version: x.Version, At: *instant(x.At), Body: b})
	}
	return out
}
