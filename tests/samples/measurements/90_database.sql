-- Privileges, comments and the database itself.
GRANT SELECT, INSERT ON lab.readings TO meas_ingest;
GRANT SELECT (station, at, value) ON lab.readings TO meas_reader;
GRANT ALL ON TABLE geo.places TO meas_reader WITH GRANT OPTION;
GRANT TRIGGER ON lab.documents TO PUBLIC;
COMMENT ON TABLE lab.readings IS E'One row for each measurement\n-- not a comment\n\\.';
COMMENT ON COLUMN lab.readings.raw IS 'As it came from the wire';
COMMENT ON TYPE lab.sample IS 'Nested';
COMMENT ON DOMAIN lab.matrix IS 'Two dimensions';
COMMENT ON AGGREGATE lab.hull(anyrange) IS 'The smallest range around all';
COMMENT ON SCHEMA public IS 'Not used';
SELECT pg_catalog.current_database() AS database \gset
ALTER ROLE meas_ingest IN DATABASE :"database" SET bytea_output = 'escape';
ALTER DATABASE :"database" SET extra_float_digits = 0;
ALTER DATABASE :"database" SET maintenance_work_mem = '64MB';
ALTER ROLE meas_ingest IN DATABASE :"database" SET "DateStyle" = 'SQL, MDY';
ALTER ROLE meas_reader IN DATABASE :"database" SET default_transaction_isolation = 'repeatable read';
COMMENT ON DATABASE :"database" IS 'Measurements since 2023';
GRANT CONNECT ON DATABASE :"database" TO meas_reader, meas_ingest;
REVOKE CONNECT ON DATABASE :"database" FROM PUBLIC;
ANALYZE;
