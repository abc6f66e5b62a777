// Package report writes for people, and for their programs, what erasing will do and
// what it did: a plan before anybody asks, and the certificate of a case. It decides
// nothing; what it says is what package erase hands it.
package report
