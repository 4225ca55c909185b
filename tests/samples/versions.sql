-- Which clauses the server knows, for \if in the files that use them.
SELECT :SERVER_VERSION_NUM >= 140000 AS v14,
       :SERVER_VERSION_NUM >= 150000 AS v15,
       :SERVER_VERSION_NUM >= 160000 AS v16,
       :SERVER_VERSION_NUM >= 170000 AS v17,
       :SERVER_VERSION_NUM >= 180000 AS v18,
       :SERVER_VERSION_NUM >= 190000 AS v19,
       EXISTS (SELECT FROM pg_catalog.pg_settings
               WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) AS has_lz4
\gset
