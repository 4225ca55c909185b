-- CREATE USER MAPPING and ALTER USER MAPPING, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner', 'pgdump_reader', 'pgdump "writer"']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE FOREIGN DATA WRAPPER plain;
CREATE SERVER first FOREIGN DATA WRAPPER plain;
CREATE SERVER "odd "";server" FOREIGN DATA WRAPPER plain;
CREATE SERVER owned FOREIGN DATA WRAPPER plain;

CREATE USER MAPPING FOR PUBLIC SERVER first;
CREATE USER MAPPING FOR CURRENT_USER SERVER first OPTIONS ("user" 'bob', password 'se''cret\');
CREATE USER MAPPING FOR pgdump_reader SERVER first OPTIONS (zebra 'z', "Apple" 'a', beta '');
CREATE USER MAPPING FOR "pgdump ""writer""" SERVER "odd "";server" OPTIONS ("Odd ""option" 'two
lines');
CREATE USER MAPPING FOR "pgdump kinds owner" SERVER owned;
ALTER USER MAPPING FOR pgdump_reader SERVER first OPTIONS (SET beta 'b', DROP zebra, ADD alpha 'x');
GRANT USAGE ON FOREIGN DATA WRAPPER plain TO "pgdump kinds owner";
GRANT USAGE ON FOREIGN SERVER owned TO pgdump_reader;
ALTER SERVER owned OWNER TO "pgdump kinds owner";
COMMENT ON SERVER owned IS 'between the server and its mappings';

CREATE USER MAPPING IF NOT EXISTS FOR PUBLIC SERVER first OPTIONS (a 'b');
CREATE USER MAPPING FOR USER SERVER "odd "";server" OPTIONS (a 'b');
ALTER USER MAPPING FOR SESSION_USER SERVER first OPTIONS (SET password 'other');
ALTER USER MAPPING FOR PUBLIC SERVER first OPTIONS (c 'd');
\if :v14
CREATE USER MAPPING FOR CURRENT_ROLE SERVER owned;
\endif
