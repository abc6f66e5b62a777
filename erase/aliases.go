package erase

import "github.com/volens/volens/erase/plan"

// The words of package plan that everybody uses.
type (
	// Keys are identifiers; see package plan, also for the rest.
	Keys      = plan.Keys
	Window    = plan.Window
	Target    = plan.Target
	Deed      = plan.Deed
	Record    = plan.Record
	Column    = plan.Column
	Foreign   = plan.Foreign
	Table     = plan.Table
	Survey    = plan.Survey
	Remnant   = plan.Remnant
	Connector = plan.Connector
	Changed   = plan.Changed
	Search    = plan.Search
	Residue   = plan.Residue
	Looker    = plan.Looker
	Stores    = plan.Stores
	Plan      = plan.Plan
	StorePlan = plan.StorePlan
	Find      = plan.Find
	Action    = plan.Action
	Recipient = plan.Recipient
	Finding   = plan.Finding
	Problem   = plan.Problem
	Scope     = plan.Scope
	Spared    = plan.Spared
)
