// Package redis erases people from Redis, and looks afterwards whether it is so.
//
// A holding is a pattern of keys. Where identifiers stand in it, as in
// session:{person} or cart:{person}:*, a key is a row. Where it has a way of being
// found, as in session:* found in user_id, a row is a hash whose field holds the
// identifier; found in member, a row is the identifier itself as a member of a set,
// a sorted set or a list, or as a field of a hash.
//
// The columns of a row are the fields of a hash; value of a string; member of a set,
// a list and a sorted set, with score; entries of a stream; and key. An erasure of
// columns, and a correction, are for hashes; a string can be corrected.
//
// A star stands for anything, also for what separates the parts of a key. So in a
// pattern with a star, or with two identifiers, no identifier may hold a separator
// of that pattern (fault.Invalid), and ids of such a form are not for such patterns:
// cart:1:2:x would be of person 1 as well as of person 1:2.
//
// One server is one store, and so is each numbered database in it. Redis Cluster is
// not supported, and said to be so when it is opened. Redis from 5.0 will do; with
// found in member on lists, from 6.0.6, and for correcting strings from 6.0.
package redis
