-- Tables over the base types.
SET ROLE meas_owner;
CREATE TABLE geo.places (
    cell geo.grid_number,
    default_cell geo.grid_number DEFAULT '13'::geo.grid_number NOT NULL,
    name geo.place_name(20) COLLATE "C",
    any_name geo.place_name DEFAULT 'some\where'::geo.place_name,
    names geo.place_name(30)[],
    domain_cell lab.cell,
    mark geo.mark DEFAULT 'x'::geo.mark,
    tiny geo.tiny,
    picture geo.blob,
    tinies geo.tiny[]
);
RESET ROLE;
ALTER TABLE geo.places ADD COLUMN "position" geo.position DEFAULT '(0,0)'::geo.position;
-- There are no casts: rows come through the input functions.
DO $fill$
BEGIN
    FOR n IN 1..400 LOOP
        EXECUTE format('INSERT INTO geo.places (cell, name, names, mark, tiny, picture, "position") VALUES (%L, %L, %L, %L, %L, %L, %L)',
                       n, 'Place "' || n || '"', '{"a, ' || n || '",NULL,"b\\\"c"}', chr(33 + n % 90), n % 100 - 50,
                       '\x' || repeat(md5(n::text), n % 9), format('(%s,-0.5)', n));
    END LOOP;
END
$fill$;
