-- Schemas and default privileges.
CREATE SCHEMA lab AUTHORIZATION meas_owner;
CREATE SCHEMA geo AUTHORIZATION meas_owner;
CREATE SCHEMA archive AUTHORIZATION meas_admin;
GRANT USAGE ON SCHEMA lab, geo TO meas_ingest, meas_reader;
GRANT CREATE ON SCHEMA lab TO meas_ingest;
-- Before 15 a dump says nothing of this schema's owner.
\if :v15
    ALTER SCHEMA public OWNER TO meas_admin;
\endif
GRANT USAGE, CREATE ON SCHEMA public TO meas_owner;

ALTER DEFAULT PRIVILEGES FOR ROLE meas_owner IN SCHEMA lab GRANT SELECT ON TABLES TO meas_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE meas_owner IN SCHEMA lab, geo GRANT INSERT ON TABLES TO meas_ingest WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE meas_ingest GRANT ALL ON TABLES TO meas_admin;
ALTER DEFAULT PRIVILEGES FOR ROLE meas_ingest GRANT ALL ON SEQUENCES TO meas_admin;
