// Package objects erases people from buckets of an S3-compatible store and from
// folders of files, and looks afterwards whether it is so.
//
// A holding is a pattern of paths: avatars/{person}/ is everything below a folder,
// invoices/{order}.pdf is one object, exports/{person}/*.csv is some. An object, each
// of its versions, each delete marker and each upload that was never finished is a
// row, and goes with all that it has: nothing in it can be changed or corrected.
// Their one time is that of writing.
//
// An identifier with a slash in it, or one that is a dot or two, is refused where a
// path is made of it (fault.Invalid): it would lead somewhere else.
//
// What a bucket holds by object lock or legal hold is not deleted and reported as
// Unavailable, after everything else is gone. A file that has another name elsewhere
// (a hard link) is not deleted either: it would only seem gone. Symbolic links are
// deleted where they lie in a holding, and never followed.
//
// Looking reads every name and every version in the store, the content of whatever
// lies in a declared holding, and that of text up to 64 MiB elsewhere. It does not
// unpack archives, pictures or documents.
package objects
