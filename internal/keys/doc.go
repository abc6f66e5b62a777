// Package keys holds the secrets of one installation, which live in a folder of
// their own, outside the data and outside its backups:
//
//	log.key           signs checkpoints of the record
//	log.pub           checks them; meant to be given away
//	installation.key  turns people's ids into the lookups of their rows
//	link.key          seals what travels through browsers
//	sealing.key       seals the keys of people (the key-encryption key)
//
// Beside them lie the tombstones of erased people, sealed; see Graves.
//
// All are made together on the first start. After that none is ever made again:
// a folder with one missing is refused, because a new key in the place of a lost
// one would make people unfindable or the record unverifiable without a word.
//
// No key prints, whatever it is printed with.
package keys
