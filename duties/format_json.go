package duties

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// dutyJSON is one duty as machines read it. Keys are permanent; people's texts
// are in both languages.
type dutyJSON struct {
	ID        string            `json:"id"`
	Kind      Kind              `json:"kind"`
	Day       string            `json:"day,omitempty"` // YYYY-MM-DD in Shanghai
	Ends      *time.Time        `json:"ends,omitempty"`
	Certainty workday.Certainty `json:"certainty,omitempty"`
	Overdue   bool              `json:"overdue"`
	Last      string            `json:"last_done,omitempty"`
	What      lang.Text         `json:"what"`
	Why       lang.Text         `json:"why"`
	Count     lang.Text         `json:"counted"`
	Articles  []law.Citation    `json:"articles"`
	Path      string            `json:"path,omitempty"`
}

// WriteJSON writes {"as_of": …, "calendar": …, "duties": […]}. The version of the
// calendar tells by which notices the days were counted.
func WriteJSON(w io.Writer, all []Duty, now time.Time, c workday.Calendar) error {
	out := struct {
		AsOf     workday.Day `json:"as_of"`
		Calendar string      `json:"calendar"`
		Duties   []dutyJSON  `json:"duties"`
	}{workday.DayOf(now), c.Version(), []dutyJSON{}}
	for i := range all {
		out.Duties = append(out.Duties, all[i].json())
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("writing duties: %w", err)
	}
	return nil
}

func (d *Duty) json() dutyJSON {
	j := dutyJSON{
		ID: d.ID, Kind: d.Kind, Overdue: d.Overdue, What: d.What, Why: d.Why, Count: d.Count,
		Articles: d.Cites, Path: d.Path, Certainty: d.Certainty,
	}
	if d.Dated() {
		ends := d.Day.End()
		j.Day, j.Ends = d.Day.String(), &ends
	}
	if d.Last != (workday.Day{}) {
		j.Last = d.Last.String()
	}
	return j
}
