package report

import "github.com/volens/volens/lang"

// These are the parts of SARIF 2.1.0 that a report uses, named as there.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	Language    string            `json:"language"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
	Properties  *sarifUnchecked   `json:"properties,omitempty"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
	Language       string      `json:"language"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID               string             `json:"id"`
	ShortDescription sarifText          `json:"shortDescription"`
	FullDescription  sarifText          `json:"fullDescription"`
	Help             sarifText          `json:"help"`
	HelpURI          string             `json:"helpUri"`
	Default          sarifConfiguration `json:"defaultConfiguration"`
	Properties       sarifRuleBag       `json:"properties"`
}

type sarifConfiguration struct {
	Level string `json:"level"`
}

type sarifRuleBag struct {
	Tags  []string  `json:"tags"` // the articles, such as "cn-pipl 29"
	Title lang.Text `json:"title"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	State        string            `json:"baselineState,omitempty"` // new or unchanged, where there is a baseline
	Suppressions []sarifPutAside   `json:"suppressions,omitempty"`
	Properties   sarifResultBag    `json:"properties"`
}

// sarifPutAside says who put a result aside.
type sarifPutAside struct {
	Kind          string        `json:"kind"`
	Status        string        `json:"status"`
	Justification string        `json:"justification"`
	Properties    sarifAsideBag `json:"properties"`
}

type sarifAsideBag struct {
	Reason lang.Text `json:"reason"`
	Until  string    `json:"until"`
	By     string    `json:"by"`
}

type sarifResultBag struct {
	Tags    []string  `json:"tags"`
	InForce bool      `json:"inForce"` // whether any of the articles is
	Message lang.Text `json:"message"`
	Fix     lang.Text `json:"fix"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}

type sarifLogical struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

// sarifUnchecked is what lint leaves to people.
type sarifUnchecked struct {
	NotChecked []questionJSON `json:"notChecked"`
}
