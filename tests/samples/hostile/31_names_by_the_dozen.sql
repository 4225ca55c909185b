-- One table, column, index and constraint for each printable ASCII character and for every SQL keyword.
SELECT format('CREATE TABLE hostile.%I (%I integer CONSTRAINT %I NOT NULL CHECK (%I > 0), %I text DEFAULT %L, CONSTRAINT %I PRIMARY KEY (%I))',
              'table' || c, c || 'column', 'n' || c, c || 'column', c, c || '''' || c, 'key' || c || 'key', c || 'column')
FROM (SELECT chr(n) AS c FROM generate_series(32, 126) AS n) AS characters
WHERE c !~ '[a-zA-Z0-9]'
\gexec
SELECT format('INSERT INTO hostile.%I VALUES (%s, %L)', 'table' || c, ascii(c), c)
FROM (SELECT chr(n) AS c FROM generate_series(32, 126) AS n) AS characters
WHERE c !~ '[a-zA-Z0-9]'
\gexec

-- Whether a keyword needs quotes is the server's to say, and not the same in every version.
CREATE SCHEMA keywords;
SELECT format('CREATE TABLE keywords.every_keyword_as_a_column (%s)', string_agg(format('%I integer', word), ', ' ORDER BY word))
FROM pg_catalog.pg_get_keywords()
\gexec
SELECT format('CREATE DOMAIN keywords.%I AS text', word) FROM pg_catalog.pg_get_keywords() WHERE catcode IN ('R', 'T') ORDER BY word
\gexec
SELECT format('CREATE TABLE keywords.%I (%I keywords.%I, %I text COLLATE "C")', 't_' || word, word, word, upper(word))
FROM pg_catalog.pg_get_keywords() WHERE catcode IN ('R', 'T') AND word < 'd' ORDER BY word
\gexec
SELECT format('CREATE FUNCTION keywords.%I(%I keywords.%I) RETURNS text LANGUAGE sql AS ''SELECT $1::text''', 'f', 'p_' || word, word)
FROM pg_catalog.pg_get_keywords() WHERE catcode = 'T' ORDER BY word
\gexec
SELECT format('CREATE SEQUENCE keywords.%I', 's_' || word) FROM pg_catalog.pg_get_keywords() WHERE catcode = 'C' AND word < 'c' ORDER BY word
\gexec
