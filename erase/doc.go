// Package erase carries out what people ask for across a company's own stores:
// it plans, from the declaration, where a person is; finds, deletes or anonymises;
// and looks again, through another connection and other code, before it says that
// anything is done.
//
// What a store must be able to do is Connector and, for looking, Looker; package
// connect has one for each engine. What is persisted is a Case; package store keeps
// it. Runner takes a case from one state to the next, and can be killed anywhere.
package erase
