package erase

import "github.com/volens/volens/erase/plan"

// The words of package plan that everybody uses.

type (
	// Keys is plan.Keys.
	Keys = plan.Keys
	// Window is plan.Window.
	Window = plan.Window
	// Target is plan.Target.
	Target = plan.Target
	// Deed is plan.Deed.
	Deed = plan.Deed
	// Record is plan.Record.
	Record = plan.Record
	// Column is plan.Column.
	Column = plan.Column
	// Foreign is plan.Foreign.
	Foreign = plan.Foreign
	// Table is plan.Table.
	Table = plan.Table
	// Survey is plan.Survey.
	Survey = plan.Survey
	// Remnant is plan.Remnant.
	Remnant = plan.Remnant
	// Connector is plan.Connector.
	Connector = plan.Connector
	// Changed is plan.Changed.
	Changed = plan.Changed
	// Search is plan.Search.
	Search = plan.Search
	// Residue is plan.Residue.
	Residue = plan.Residue
	// Looker is plan.Looker.
	Looker = plan.Looker
	// Stores is plan.Stores.
	Stores = plan.Stores
	// Plan is plan.Plan.
	Plan = plan.Plan
	// StorePlan is plan.StorePlan.
	StorePlan = plan.StorePlan
	// Find is plan.Find.
	Find = plan.Find
	// Action is plan.Action.
	Action = plan.Action
	// Recipient is plan.Recipient.
	Recipient = plan.Recipient
	// Finding is plan.Finding.
	Finding = plan.Finding
	// Problem is plan.Problem.
	Problem = plan.Problem
	// Scope is plan.Scope.
	Scope = plan.Scope
	// Spared is plan.Spared.
	Spared = plan.Spared
)
