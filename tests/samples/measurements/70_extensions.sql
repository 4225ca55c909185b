-- Extensions in schemas of their own, tables that use them, and changed privileges of their members.
\if :has_extensions
CREATE SCHEMA extensions;
CREATE SCHEMA "trigram search";
CREATE EXTENSION hstore WITH SCHEMA extensions;
CREATE EXTENSION pgcrypto WITH SCHEMA extensions;
CREATE EXTENSION btree_gist WITH SCHEMA extensions;
CREATE EXTENSION pg_trgm WITH SCHEMA "trigram search";
CREATE EXTENSION pg_stat_statements;
COMMENT ON EXTENSION hstore IS 'Pairs of keys and values: it''s our own comment';
GRANT USAGE ON SCHEMA extensions TO PUBLIC;

-- Members: the privileges that the extension did not give them are part of a dump.
REVOKE ALL ON TABLE pg_stat_statements FROM PUBLIC;
GRANT SELECT ON TABLE pg_stat_statements TO meas_admin;
REVOKE EXECUTE ON FUNCTION extensions.gen_salt(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION extensions.digest(bytea, text) TO meas_reader WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION extensions.hstore_in(cstring) TO meas_ingest;
REVOKE USAGE ON TYPE extensions.hstore FROM PUBLIC;
GRANT USAGE ON TYPE extensions.hstore TO meas_owner, meas_reader;

CREATE TABLE lab.labels (
    id integer PRIMARY KEY,
    pairs extensions.hstore DEFAULT 'a=>1, "b c"=>"it''s"'::extensions.hstore,
    digest bytea GENERATED ALWAYS AS (extensions.digest(note, 'sha256'::text)) STORED,
    note text COLLATE "C" DEFAULT ''::text,
    station smallint,
    during tstzrange,
    CONSTRAINT labels_not_twice EXCLUDE USING gist (station WITH =, during WITH &&, note WITH <>)
);
INSERT INTO lab.labels (id, pairs, note, station, during)
SELECT n, extensions.hstore(ARRAY['key', 'quote"d', 'none'], ARRAY[n::text, E'back\\slash', NULL]), md5(n::text), n % 50,
       tstzrange(TIMESTAMP WITH TIME ZONE '2024-01-01 00:00:00+00' + n * interval '1 day', TIMESTAMP WITH TIME ZONE '2024-01-02 00:00:00+00' + n * interval '1 day')
FROM generate_series(1, 600) AS n;
CREATE INDEX labels_pairs_gin ON lab.labels USING gin (pairs);
CREATE INDEX labels_pairs_gist ON lab.labels USING gist (pairs extensions.gist_hstore_ops (siglen = '32'));
CREATE INDEX labels_note_trgm ON lab.labels USING gin (note "trigram search".gin_trgm_ops);
CREATE INDEX labels_note_distance ON lab.labels USING gist (note "trigram search".gist_trgm_ops (siglen = '40'), station, during);
CREATE VIEW lab.similar_labels AS
    SELECT a.id, b.id AS other, a.pairs OPERATOR(extensions.->) 'key'::text AS value
    FROM lab.labels AS a JOIN lab.labels AS b ON a.note OPERATOR("trigram search".%) b.note;
ALTER TABLE lab.labels OWNER TO meas_owner;
-- Depends on the extension without being its member.
CREATE FUNCTION lab.encrypt(text) RETURNS bytea LANGUAGE sql AS $$ SELECT extensions.pgp_sym_encrypt($1, 'k') $$;
ALTER FUNCTION lab.encrypt(text) DEPENDS ON EXTENSION pgcrypto;
CREATE DOMAIN lab.tagged AS extensions.hstore CHECK (VALUE OPERATOR(extensions.?) 'key'::text);

-- Made a member by hand: left out of a dump together with its extension's other members.
CREATE FUNCTION extensions.of_the_extension() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER EXTENSION pgcrypto ADD FUNCTION extensions.of_the_extension();
\endif
