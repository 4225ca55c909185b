-- Values that COPY and INSERT have to escape.
CREATE TABLE public."values" (
    id integer PRIMARY KEY,
    t text,
    v character varying(40),
    c character(10),
    a text[],
    j jsonb,
    k json,
    b bytea,
    n name,
    "c""d" "select"."select"
);
INSERT INTO public."values" (id, t, v, c) VALUES
    (1, '', '', ''), (2, NULL, NULL, NULL), (3, '\N', '\N', '\N'), (4, '\.', '\.', '\.'), (5, E'\\.\n\\.', E'\n\\.\n', E'\\.\n'),
    (6, E'\n', E'\r', E'\r\n'), (7, E'\t', E'\t\t', E'\t'), (8, '\', '\\', '\\\'), (9, E'\b\f\v\a', E'\x01\x1b', E'\x7f'),
    (10, 'NULL', 'null', '''NULL'''), (11, '''', '''''', ''''''''), (12, '"', '""', '"""'), (13, '$$', '$_$', '$1'),
    (14, '-- x', '/* x', '*/ x'), (15, ';', E';\n', E'\n;'), (16, E'\\n', E'\\t', E'\\r'), (17, E'\\x41', E'\\101', E'\\0'),
    (18, ' ', '  x', 'x  '), (19, E'line 1\nline 2\n', E'\n\n\n', E'a\nb'), (20, E'ends with backslash\\', E'\\\\', E'x\\'),
    (21, '%s', '%n%n', '%%'), (22, ':x', ':''x''', ':"x"'), (23, 'é', 'e' || U&'\0301', U&'\FEFFx'), (24, '😀', '👩‍👩‍👧', '日本語'),
    (25, U&'\200B\202E\FFFE', U&'\+10FFFF', U&'\E000'), (26, E'COPY x FROM stdin;\n1\t2\n\\.\n', E'\\connect x', E'\\!'),
    (27, '\restrict x', '\unrestrict x', E'\n\\q'), (28, '{}', '{NULL}', '()'), (29, repeat('\', 501), repeat('''', 40), repeat('"', 10)),
    (30, repeat(E'\n', 1000), repeat(E'\t', 40), E'\r\r');
INSERT INTO public."values" (id, a, j, k, b, n, "c""d") VALUES
    (101, ARRAY['', NULL, 'NULL', '"', '\', ',', '{', '}', ' ', E'\n', E'\t', '\N', '\.', '😀'],
     jsonb_build_object('', '', '"', '\', E'\n', E'\t\r', '😀', '\u0041', '\N', '\.'),
     E'{ "a"\t:\n"\\u0001\\\\",\r\n"a":1 }', '\x5c2e0a5c4e0900ff', 'it''s', ROW(1, E'a"b\\c', '"quoted"', E'x\ny', '{1,NULL}', false)),
    (102, '[2:3]={"a\\b","c\"d"}', '"\\"', '"\\"', '\x', '\', ROW(NULL, '', NULL, ' ', '{}', NULL)),
    (103, ARRAY[ARRAY['a', 'b'], ARRAY[E'\\', '']], 'null', 'null', convert_to(E'\\.\n', 'UTF8'), '', NULL);

CREATE TABLE public.defaults (
    a text DEFAULT E'it''s\n"two" lines\\',
    b text DEFAULT E'\\.',
    c text DEFAULT '-- not a comment',
    d text DEFAULT E'tab\there\r\n',
    e text[] DEFAULT ARRAY['it''s', '"', '\', E'\n'],
    f jsonb DEFAULT '{"it''s": "\"\\\n"}',
    g "select"."Enum; DROP" DEFAULT E'new\nline',
    h "select"."select" DEFAULT ROW(1, 'it''s "\', '"quoted"', E'\n', '{}', true),
    i "a.b"."c.d" DEFAULT 'a\b',
    j text DEFAULT $q$$$ $_$ $1$q$,
    k bytea DEFAULT '\x5c27',
    l text DEFAULT '😀' || U&'\200B',
    m text DEFAULT concat('a', ';', '''', '%s'),
    n text GENERATED ALWAYS AS (('it''s \ "' || 'x') || E'\n') STORED,
    o regclass DEFAULT '"select"."table"'::regclass,
    CONSTRAINT "c's ""check"" \ %s" CHECK (a <> E'it''s \\ \n" $$ -- /*'),
    CHECK (c NOT LIKE E'\\%s\n' ESCAPE '%')
);
INSERT INTO public.defaults DEFAULT VALUES;
