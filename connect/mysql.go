package connect

// mysqlCatalogue lists the columns of the tables of one database.
const mysqlCatalogue = `
select c.table_schema, c.table_name, t.table_comment, c.column_name, c.column_type, c.column_comment,
       exists (select 1 from information_schema.key_column_usage k
               where k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = c.column_name
                 and k.referenced_table_name is not null),
       c.data_type in ('enum', 'set')
from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
where c.table_schema = database() and t.table_type = 'BASE TABLE'
order by c.table_name, c.ordinal_position`
