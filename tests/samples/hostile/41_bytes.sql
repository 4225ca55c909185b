-- Every byte that text can hold, and characters of every plane.
CREATE TABLE public.characters (code integer PRIMARY KEY, c text, twice text, array_of text[], key "char");
INSERT INTO public.characters
SELECT n, chr(n), chr(n) || 'x' || chr(n), ARRAY[chr(n), 'a' || chr(n) || 'b'], CASE WHEN n < 128 THEN chr(n)::"char" END
FROM generate_series(1, 767) AS n;
-- A sample of all planes, without the surrogates.
INSERT INTO public.characters
SELECT n, chr(n), chr(n) || ' ' || chr(n), ARRAY[chr(n)]
FROM generate_series(768, 1114111, 257) AS n WHERE n NOT BETWEEN 55296 AND 57343;
INSERT INTO public.characters SELECT n, chr(n) FROM unnest(ARRAY[8232, 8233, 8239, 65279, 65533, 65534, 65535, 131070, 1114110, 1114111]) AS n
ON CONFLICT DO NOTHING;

-- Every pair of characters that means something to somebody.
CREATE TABLE public.pairs (id integer PRIMARY KEY, pair text);
INSERT INTO public.pairs
SELECT (a.n - 1) * 40 + b.n, a.c || b.c
FROM unnest(ARRAY[E'\\', E'\n', E'\r', E'\t', '''', '"', '$', '.', 'N', '0', 'x', '%', '-', '/', '*', ';', ',', '{', '}', '(', ')', ' ', 'é', '😀', E'\x01', E'\x7f']) WITH ORDINALITY AS a (c, n),
     unnest(ARRAY[E'\\', E'\n', E'\r', E'\t', '''', '"', '$', '.', 'N', '0', 'x', '%', '-', '/', '*', ';', ',', '{', '}', '(', ')', ' ', 'é', '😀', E'\x01', E'\x7f']) WITH ORDINALITY AS b (c, n);

CREATE TABLE public.binary (id integer PRIMARY KEY, b bytea);
INSERT INTO public.binary SELECT n, set_byte('\x00', 0, n) || '\x5c'::bytea || set_byte('\x00', 0, 255 - n) FROM generate_series(0, 255) AS n;

-- Long lines, long values, and no value at all.
CREATE TABLE public.long_values (id integer PRIMARY KEY, t text);
INSERT INTO public.long_values
SELECT n, repeat(CASE n % 4 WHEN 0 THEN E'\\' WHEN 1 THEN E'\n' WHEN 2 THEN '''' ELSE '😀' END, n * 1021) FROM generate_series(1, 40) AS n;
CREATE TABLE public.single_column (t text);
INSERT INTO public.single_column VALUES (''), (NULL), ('\N'), ('\.'), (' '), ('');
