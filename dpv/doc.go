// Package dpv writes a receipt the way other systems read them: as a consent
// receipt with the fields of ISO/IEC TS 27560:2023, in JSON-LD, in the words of
// the Data Privacy Vocabulary (DPV 2.3, w3id.org/dpv, and its guide to
// ISO/IEC TS 27560, w3id.org/dpv/guides/consent-27560).
//
// A receipt holds one consent record for each use, since each has a state of its
// own, and our own receipt whole, as the proof. Every term with the prefix dpv
// or loc stands in DPV 2.3; what has no term there stands under our own prefix,
// volens. The context is inside: nothing has to be fetched to read it. The
// output is canonical JSON, the same for the same input.
//
// This is a form and no proof: what proves is the receipt inside, with the log's
// public key.
package dpv
