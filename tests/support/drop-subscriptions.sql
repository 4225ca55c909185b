-- Drops the subscriptions of this database, which keep it from being dropped, without a word to their publishers.
SET client_min_messages = error;
SELECT format(step.command, s.subname)
  FROM pg_subscription s,
       unnest(ARRAY['ALTER SUBSCRIPTION %I DISABLE', 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)',
                    'DROP SUBSCRIPTION %I']) WITH ORDINALITY AS step(command, place)
 WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
 ORDER BY s.subname, step.place \gexec
