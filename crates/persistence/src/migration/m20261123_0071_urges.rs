use sea_orm_migration::prelude::*;

/// Urges by role (催办身份): when each office last urged a matter, who supervises it as a leader, and which units have not
/// answered.
#[derive(DeriveMigrationName)]
pub struct Migration;

// Urges live in the matter's body. What was urged before is kept as it was said: a committee's urge gets the committee whose
// field it was, and a card that only repeated its name says that it was given by the deadlines. The columns are what lists
// ask; from now on they are written with every matter.
const UP: &str = r#"
ALTER TABLE suggestion
    ADD COLUMN urged_congress_on date,
    ADD COLUMN urged_government_on date,
    ADD COLUMN urged_committee_on date,
    ADD COLUMN urged_leader_on date,
    ADD COLUMN key_leader_id uuid,
    ADD COLUMN urged_unit_ids uuid[] NOT NULL DEFAULT '{}';

UPDATE suggestion s SET body = jsonb_set(s.body, '{urges}', (
    SELECT jsonb_agg(
        CASE WHEN u->>'by' = 'committee' AND s.committee_id IS NOT NULL THEN u || jsonb_build_object('unit', s.committee_id)
             WHEN u->>'by' = 'system' AND u->>'text' IN ('黄牌', '红牌')
                 THEN u || jsonb_build_object('text', '系统按办理期限自动亮' || (u->>'text') || '。')
             ELSE u END ORDER BY n)
    FROM jsonb_array_elements(s.body->'urges') WITH ORDINALITY AS x(u, n)))
WHERE s.body->'urges' @> '[{"by": "committee"}]' OR s.body->'urges' @> '[{"by": "system"}]';

UPDATE suggestion s SET urged_congress_on = x.congress, urged_government_on = x.government, urged_committee_on = x.committee
FROM (SELECT o.id,
        max(d.on_day) FILTER (WHERE d.by_whom = 'congress') AS congress,
        max(d.on_day) FILTER (WHERE d.by_whom = 'government') AS government,
        max(d.on_day) FILTER (WHERE d.by_whom = 'committee') AS committee
      FROM suggestion o CROSS JOIN LATERAL (
        SELECT u->>'by' AS by_whom, ((u->>'at')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AS on_day
        FROM jsonb_array_elements(o.body->'urges') AS y(u) WHERE u->>'level' IN ('notice', 'urge')) d
      GROUP BY o.id) x
WHERE x.id = s.id;

UPDATE suggestion s SET key_leader_id = (s.body->'keys'->-1->'people'->>'supervising_leader')::uuid
WHERE s.key_status IN ('chosen', 'planned', 'reported');

UPDATE suggestion s SET urged_unit_ids = x.units
FROM (SELECT o.id, array_agg(DISTINCT t.unit_id) AS units
      FROM suggestion o CROSS JOIN LATERAL jsonb_array_elements(o.body->'urges') AS y(u)
      JOIN handling_task t ON t.suggestion_id = o.id AND t.current AND t.open AND t.status <> 'co_opinion_issued'
          AND (u->>'task' IS NULL OR t.id = (u->>'task')::uuid) AND t.assigned_at <= (u->>'at')::timestamptz
      WHERE u->>'acknowledged_at' IS NULL GROUP BY o.id) x
WHERE x.id = s.id;
"#;

// A card's words stay: what it said before was its own name, which its level says.
const DOWN: &str = r#"
ALTER TABLE suggestion DROP COLUMN urged_congress_on, DROP COLUMN urged_government_on, DROP COLUMN urged_committee_on,
    DROP COLUMN urged_leader_on, DROP COLUMN key_leader_id, DROP COLUMN urged_unit_ids;
UPDATE suggestion s SET body = jsonb_set(s.body, '{urges}', (
    SELECT jsonb_agg(u - 'unit' ORDER BY n) FROM jsonb_array_elements(s.body->'urges') WITH ORDINALITY AS x(u, n)))
WHERE s.body->'urges' @> '[{"by": "committee"}]';
"#;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
