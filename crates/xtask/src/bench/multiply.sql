-- Makes :copies of every suggestion of the demo county, with all that is stored beside it.
--
-- The county was made by the real use cases; here its rows become many. A copy has ids of its own (also inside its body),
-- a title, a code, a number and document numbers of its own, its dates some hours before the original's, and its own
-- words in the search index. What is inside the body of dates stays the original's.
--
-- Its deadlines lie in years to come. A county that has run all the time has dealt with what fell due; of copies that are all
-- overdue the server would sweep a third of the county, one transaction each, while it is measured.
--
-- The id of copy k of original i is known without looking it up, so that pgbench can choose one:
-- hex8(k) || '-0000-7000-8000-' || hex12(i); originals that every clerk may read come first.
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET work_mem = '128MB';
-- No foreign keys and no triggers: what they would check is true of the originals.
SET session_replication_role = replica;

CREATE FUNCTION bench_hex(n bigint, width int) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT lpad(to_hex(n), width, '0') $$;
-- The id of copy k of a row that is not a suggestion: its first eight digits become k.
CREATE FUNCTION bench_own(k bigint, id uuid) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT (bench_hex(k, 8) || substr(id::text, 9))::uuid $$;
-- A place name of four characters, different for each n below 65,536.
CREATE FUNCTION bench_place(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT substr('青白红金银长新古高低东西南北上下', 1 + ((n >> 12) % 16)::int, 1)
        || substr('山水石桥塘湖沙林田溪岭坪湾渡井泉', 1 + ((n >> 8) % 16)::int, 1)
        || substr('平安乐兴旺福寿康宁和顺吉祥明清秀', 1 + ((n >> 4) % 16)::int, 1)
        || substr('村镇里庄寨港口坊屯店营集堡关铺浦', 1 + (n % 16)::int, 1)
$$;

CREATE TABLE bench_original AS
SELECT s.id, row_number() OVER (ORDER BY (s.handed_in AND NOT s.deleted AND NOT s.confidential) DESC,
                                         (s.public_title IS NOT NULL) DESC, s.id) AS i,
       (s.handed_in AND NOT s.deleted AND NOT s.confidential) AS readable,
       (s.public_title IS NOT NULL) AS public,
       NULL::text AS template
FROM suggestion s;

-- Every id of a row of its own, as it reads in the original and in a template, in which @K@ stands for hex8(k).
CREATE TEMP TABLE bench_id AS
    SELECT id::text AS was, '@K@-0000-7000-8000-' || bench_hex(i, 12) AS becomes FROM bench_original
    UNION ALL SELECT id::text, '@K@' || substr(id::text, 9) FROM handling_task
    UNION ALL SELECT id::text, '@K@' || substr(id::text, 9) FROM suggestion_reply
    UNION ALL SELECT id::text, '@K@' || substr(id::text, 9) FROM suggestion_feedback
    UNION ALL SELECT id::text, '@K@' || substr(id::text, 9) FROM suggestion_commitment
    UNION ALL SELECT id::text, '@K@' || substr(id::text, 9) FROM suggestion_publication;
CREATE INDEX ON bench_id (was);

DO $$
DECLARE
    original record;
    one record;
    body jsonb;
    written text;
BEGIN
    FOR original IN SELECT s.id, s.body, s.title, s.number, s.code FROM suggestion s LOOP
        body := jsonb_set(original.body, '{suggestion,text,title}', to_jsonb(original.title || '（@P@）'));
        IF original.number IS NOT NULL THEN
            body := jsonb_set(body, '{suggestion,official_no,number}', '"@N@"');
        END IF;
        IF original.code IS NOT NULL THEN
            body := jsonb_set(body, '{suggestion,code}', to_jsonb(original.code || '-@K@'));
        END IF;
        written := replace(body::text, '"@N@"', '@N@');
        FOR one IN SELECT DISTINCT b.was, b.becomes
                   FROM regexp_matches(written, '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') AS hit
                   JOIN bench_id b ON b.was = hit[1] LOOP
            written := replace(written, one.was, one.becomes);
        END LOOP;
        UPDATE bench_original SET template = written WHERE id = original.id;
    END LOOP;
END $$;
CREATE UNIQUE INDEX ON bench_original (id);

-- Indexes are made again afterwards: twenty times faster than row by row.
CREATE TABLE bench_index AS
    SELECT indexname, indexdef FROM pg_indexes i
    WHERE i.schemaname = 'public' AND i.tablename IN ('suggestion', 'suggestion_party', 'handling_task', 'suggestion_reply',
            'suggestion_feedback', 'suggestion_commitment', 'suggestion_publication', 'suggestion_log', 'search_document')
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname);
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM bench_index LOOP
        EXECUTE format('DROP INDEX %I', one.indexname);
    END LOOP;
END $$;

-- Copies the rows of one table; `changed` says which columns differ, the others are the original's, whatever they are.
CREATE PROCEDURE bench_copy(source regclass, suggestion_column text, copies bigint, changed jsonb, condition text DEFAULT 'true')
LANGUAGE plpgsql AS $$
DECLARE
    columns text;
    expressions text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
           string_agg(coalesce(changed ->> attname, 't.' || quote_ident(attname)), ', ' ORDER BY attnum)
    INTO columns, expressions
    FROM pg_attribute WHERE attrelid = source AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = '';
    EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM generate_series(1, %s) AS k CROSS JOIN %s t '
                   'JOIN bench_original o ON o.id = t.%I WHERE %s',
                   source, columns, expressions, copies, source, suggestion_column, condition);
END $$;

-- Copies are not copied: the other tables first, while the suggestions are still the originals.
CALL bench_copy('search_document', 'ref_id', :copies, jsonb_build_object(
    'ref_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'tsv', $x$ t.tsv || (SELECT array_to_tsvector(array_agg(substr(bench_place(k * 7 + o.i), n, 2))) FROM generate_series(1, 3) n) $x$),
    $x$ t.kind IN ('suggestion', 'public_suggestion') $x$);
CALL bench_copy('suggestion_party', 'suggestion_id', :copies, jsonb_build_object(
    'suggestion_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$));
CALL bench_copy('handling_task', 'suggestion_id', :copies, jsonb_build_object(
    'suggestion_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'id', 'bench_own(k, t.id)', 'parent_id', 'bench_own(k, t.parent_id)',
    'sign_due_on', 't.sign_due_on + 10000', 'send_back_due_on', 't.send_back_due_on + 10000'));
CALL bench_copy('suggestion_reply', 'suggestion_id', :copies, jsonb_build_object(
    'suggestion_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'id', 'bench_own(k, t.id)', 'task_id', 'bench_own(k, t.task_id)', 'doc_no', $x$ t.doc_no || '-' || k $x$));
CALL bench_copy('suggestion_feedback', 'suggestion_id', :copies, jsonb_build_object(
    'suggestion_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'id', 'bench_own(k, t.id)', 'reply_id', 'bench_own(k, t.reply_id)'));
CALL bench_copy('suggestion_commitment', 'suggestion_id', :copies, jsonb_build_object(
    'suggestion_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'id', 'bench_own(k, t.id)', 'task_id', 'bench_own(k, t.task_id)'));
CALL bench_copy('suggestion_publication', 'suggestion_id', :copies, jsonb_build_object(
    'suggestion_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'id', 'bench_own(k, t.id)', 'reply_id', 'bench_own(k, t.reply_id)'));
CALL bench_copy('suggestion_log', 'suggestion_id', :copies, jsonb_build_object(
    'suggestion_id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'task_id', 'bench_own(k, t.task_id)', 'at', $x$ t.at - k * interval '7 hours' $x$));
-- Every instant of the row moves back; the deadlines, which decide its light, move out of the sweep's sight.
SELECT jsonb_object_agg(attname, format('t.%I - k * interval ''7 hours''', attname)) AS instants FROM pg_attribute
WHERE attrelid = 'suggestion'::regclass AND atttypid = 'timestamptz'::regtype AND attname <> 'updated_at' \gset
CALL bench_copy('suggestion', 'id', :copies, :'instants'::jsonb || jsonb_build_object(
    'id', $x$ (bench_hex(k, 8) || '-0000-7000-8000-' || bench_hex(o.i, 12))::uuid $x$,
    'assigned_on', $x$ (t.assigned_on - k * interval '7 hours')::date $x$,
    'due_on', 't.due_on + 10000', 'light_red', 'false', 'light_due_on', 't.light_due_on + 10000',
    'light_co_due_on', 't.light_co_due_on + 10000', 'light_half_on', 't.light_half_on + 10000',
    'light_promise_on', 't.light_promise_on + 10000',
    'title', $x$ t.title || '（' || bench_place(k * 7 + o.i) || '）' $x$,
    'public_title', $x$ t.public_title || '（' || bench_place(k * 7 + o.i) || '）' $x$,
    'code', $x$ t.code || '-' || bench_hex(k, 8) $x$,
    'number', 't.number + k * 1000',
    'number_key', $x$ CASE WHEN t.number IS NULL THEN '' ELSE left(t.number_key, 7) || lpad((t.number + k * 1000)::text, 6, '0') END $x$,
    'search_digest', $x$ CASE t.search_digest WHEN '' THEN '' ELSE left(md5(t.search_digest || k), 24) END $x$,
    'public_digest', $x$ CASE t.public_digest WHEN '' THEN '' ELSE left(md5(t.public_digest || k), 24) END $x$,
    'body', $x$ replace(replace(replace(o.template, '@K@', bench_hex(k, 8)), '@P@', bench_place(k * 7 + o.i)),
                        '@N@', coalesce(t.number + k * 1000, 0)::text)::jsonb $x$));

DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM bench_index LOOP
        EXECUTE one.indexdef;
    END LOOP;
END $$;

DROP PROCEDURE bench_copy(regclass, text, bigint, jsonb, text);
CREATE TABLE bench_copies AS SELECT :copies::bigint AS copies;
DROP TABLE bench_index;
ALTER TABLE bench_original DROP COLUMN template;
SET session_replication_role = origin;
VACUUM ANALYZE;
