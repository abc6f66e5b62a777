package connect

// postgresCatalogue lists the columns of ordinary and foreign tables that the
// user may see; a partition has the columns of its table and is left out.
const postgresCatalogue = `
select c.table_schema, c.table_name, coalesce(obj_description(r.oid, 'pg_class'), ''), c.column_name,
       case when c.data_type = 'USER-DEFINED' then c.udt_name else c.data_type end,
       coalesce(col_description(r.oid, c.ordinal_position), ''),
       exists (select from pg_constraint k where k.conrelid = r.oid and k.contype = 'f' and c.ordinal_position = any (k.conkey)),
       exists (select from pg_type t join pg_namespace tn on tn.oid = t.typnamespace
               where t.typname = c.udt_name and tn.nspname = c.udt_schema and t.typtype = 'e')
from information_schema.columns c
join pg_namespace n on n.nspname = c.table_schema
join pg_class r on r.relname = c.table_name and r.relnamespace = n.oid
where c.table_schema not in ('pg_catalog', 'information_schema') and r.relkind in ('r', 'p', 'f') and not r.relispartition
order by c.table_schema, c.table_name, c.ordinal_position`
