// Package declaration reads what a processor says that its services do with
// personal information: one file, or the files of one folder, in YAML.
//
// Parse is strict and complete. It accepts one way to write a thing, finds every
// mistake in one go, and says for each where it is, what was expected and what
// to do. A declaration that parses has a form that everything else can rely on:
// every id exists, every default is resolved, every use has a name. Whether it is
// lawful is not asked here; that is for package lint.
//
// The atom is the Use: function F of service S uses item I for purpose P. Its
// Fingerprint hashes what matters legally and nothing else, so that rewording a
// notice asks nobody again and a new purpose, period or recipient asks whom it
// concerns. Diff tells the two apart.
//
// Fingerprints and hashes are permanent: consent is recorded under them.
package declaration

// SchemaURL is where editors find the JSON Schema of a declaration.
const SchemaURL = "https://raw.githubusercontent.com/volens/volens/main/docs/volens.schema.json"
