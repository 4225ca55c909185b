-- Every access method with its parameters.
SET ROLE meas_owner;
CREATE INDEX documents_title_hash ON lab.documents USING hash (title COLLATE "C") WITH (fillfactor = 60);
CREATE INDEX documents_meta_gin ON lab.documents USING gin (meta jsonb_ops, to_tsvector('simple'::regconfig, title)) WITH (fastupdate = true);
ALTER INDEX lab.documents_meta_gin ALTER COLUMN 2 SET STATISTICS 44;
CREATE INDEX documents_text_gist ON lab.documents USING gist (to_tsvector('simple'::regconfig, title) tsvector_ops (siglen = '64')) WITH (buffering = auto);
CREATE INDEX arrays_numbers_gin ON lab.arrays USING gin (numbers array_ops, words) WHERE (numbers IS NOT NULL);
CREATE INDEX stations_position_spgist ON lab.stations USING spgist ("position" kd_point_ops) WITH (fillfactor = 85);
CREATE INDEX stations_address_spgist ON lab.stations USING spgist (network inet_ops);
CREATE INDEX stations_name_spgist ON lab.stations USING spgist (name text_ops);
CREATE INDEX stations_shapes_gist ON lab.stations USING gist (area, zone poly_ops, reach, active, address inet_ops) INCLUDE (name);
CREATE INDEX instruments_ranges_gist ON lab.instruments USING gist (range, weekdays, measures);
CREATE INDEX reservations_brin ON lab.reservations USING brin (station, during, days range_inclusion_ops) WITH (pages_per_range = 4, autosummarize = off);
CREATE INDEX extremes_btree ON lab.extremes USING btree (f8 DESC, u NULLS FIRST, (n + 1), fixed bpchar_pattern_ops);
CREATE INDEX extremes_boolean ON lab.extremes ((flag IS TRUE), (ts_zone AT TIME ZONE 'UTC')) WHERE (f8 > '-Infinity'::double precision AND d <> 'infinity'::date);
\if :v14
    CREATE INDEX stations_multi_brin ON lab.stations USING brin (id int2_minmax_multi_ops (values_per_range = 16), name text_bloom_ops (n_distinct_per_range = 50, false_positive_rate = 0.05));
    CREATE INDEX reservations_included ON lab.reservations USING spgist (price) INCLUDE (seats, days);
\endif
\if :v18
    CREATE INDEX reservations_gin_parallel ON lab.arrays USING gin (words);
\endif
ALTER TABLE lab.instruments CLUSTER ON instruments_ranges_gist;
COMMENT ON INDEX lab.stations_position_spgist IS 'A k-d tree';
RESET ROLE;
