-- CREATE SERVER and ALTER SERVER, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner', 'pgdump_reader', 'pgdump "writer"']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE FOREIGN DATA WRAPPER "odd "";wrapper";
CREATE FOREIGN DATA WRAPPER plain;
CREATE SERVER nothing FOREIGN DATA WRAPPER plain;
CREATE SERVER of_odd_wrapper FOREIGN DATA WRAPPER "odd "";wrapper";
CREATE SERVER everything TYPE 'it''s a type' VERSION '1.0\2' FOREIGN DATA WRAPPER plain
  OPTIONS (host 'db.example', "Port" '5432', "select" 'it''s', beta 'back\slash');
CREATE SERVER typed TYPE 'a' FOREIGN DATA WRAPPER plain;
CREATE SERVER versioned VERSION '' FOREIGN DATA WRAPPER plain OPTIONS (a 'b');
CREATE SERVER "odd "";server" FOREIGN DATA WRAPPER plain;

ALTER SERVER typed VERSION '2' OPTIONS (ADD x 'y');
ALTER SERVER everything OPTIONS (SET host 'other', DROP beta, ADD alpha 'two
lines');
ALTER SERVER nothing RENAME TO "order";
GRANT USAGE ON FOREIGN DATA WRAPPER plain TO "pgdump kinds owner";
ALTER SERVER typed OWNER TO "pgdump kinds owner";
GRANT USAGE ON FOREIGN SERVER "odd "";server" TO pgdump_reader WITH GRANT OPTION;
GRANT USAGE ON FOREIGN SERVER "order" TO PUBLIC, "pgdump ""writer""";
REVOKE ALL ON FOREIGN SERVER everything FROM CURRENT_USER;
COMMENT ON SERVER "odd "";server" IS 'it''s
two lines';

CREATE SERVER IF NOT EXISTS typed FOREIGN DATA WRAPPER plain;
ALTER SERVER versioned OWNER TO SESSION_USER;
