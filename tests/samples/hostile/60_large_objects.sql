-- Large objects with odd contents, owners and comments.
SELECT lo_from_bytea(70001, convert_to(E'it''s\\ \n\\.\n$$ 😀', 'UTF8')), lo_create(70002),
       lo_from_bytea(4294967295, '\x00'), lo_from_bytea(70003, (SELECT string_agg(set_byte('\x00', 0, 255 - n), '' ORDER BY n) FROM generate_series(0, 255) AS n));
ALTER LARGE OBJECT 70001 OWNER TO "hostile ""quoted"" 'role'";
ALTER LARGE OBJECT 70002 OWNER TO "hostile\back\slash";
COMMENT ON LARGE OBJECT 70001 IS E'it''s "large"\n\\. -- /* $$ 😀';
GRANT SELECT ON LARGE OBJECT 70001 TO "hostile=r*w/x" WITH GRANT OPTION;
