package sqlschema

import "strings"

// hints counts what gives a dialect away.
type hints struct {
	mysql, postgres, sqlite int
	plain                   bool // INTEGER PRIMARY KEY was seen
	last                    token
}

// telling are words that one dialect has and the others have not.
var telling = map[string]Dialect{
	"engine": MySQL, "auto_increment": MySQL, "tinyint": MySQL, "mediumtext": MySQL, "longtext": MySQL, "charset": MySQL, "unsigned": MySQL,
	"serial": Postgres, "bigserial": Postgres, "timestamptz": Postgres, "jsonb": Postgres, "bytea": Postgres, "inet": Postgres,
	"identity": Postgres, "citext": Postgres, "plpgsql": Postgres, "nextval": Postgres, "regclass": Postgres,
	"autoincrement": SQLite, "pragma": SQLite, "rowid": SQLite, "strict": SQLite,
}

// see weighs one token.
func (h *hints) see(t token) {
	switch t.kind {
	case word:
		h.add(telling[strings.ToLower(t.text)], 1)
		h.plain = h.plain || t.word("PRIMARY") && h.last.word("INTEGER")
	case text:
		if h.last.word("COMMENT") {
			h.add(MySQL, 1)
		}
	}
	h.last = t
}

func (h *hints) add(d Dialect, n int) {
	switch d {
	case MySQL:
		h.mysql += n
	case Postgres:
		h.postgres += n
	case SQLite:
		h.sqlite += n
	}
}

// dialect returns the one that most speaks for, or Unknown.
func (h *hints) dialect() Dialect {
	switch {
	case h.mysql > h.postgres && h.mysql > h.sqlite:
		return MySQL
	case h.postgres > h.mysql && h.postgres > h.sqlite:
		return Postgres
	case h.sqlite > 0 || h.plain && h.mysql+h.postgres == 0:
		return SQLite
	}
	return Unknown
}
