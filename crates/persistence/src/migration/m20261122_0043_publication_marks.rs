use sea_orm_migration::prelude::*;

/// How far the publication of each suggestion is: `Case::publication_marks`, to be filtered by.
#[derive(DeriveMigrationName)]
pub struct Migration;

// What stands already is marked from the bodies, by the rules of the day of this step; from then on each write marks its own.
const UP: &str = "
ALTER TABLE suggestion ADD COLUMN publication_marks text[] NOT NULL DEFAULT '{}';

UPDATE suggestion s SET publication_marks = marked.marks
FROM (
    SELECT o.id, ARRAY(
        SELECT DISTINCT p.part FROM (
            SELECT 'title' AS part, false AS whole, NULL::uuid AS reply_id
            UNION ALL SELECT 'text', true, NULL
            UNION ALL SELECT 'status', false, NULL
            UNION ALL SELECT 'feedback', true, NULL WHERE jsonb_array_length(o.body->'feedbacks') > 0
            UNION ALL SELECT 'reply', true, (r->>'id')::uuid FROM jsonb_array_elements(o.body->'replies') r
                WHERE r->'issue' <> 'null' AND r->'content'->>'publish_attr' = 'active'
        ) p
        WHERE o.status IN ('accepted', 'assigned', 'handling', 'replied', 'evaluated', 'rehandling', 'tracking',
                'closed', 'archived')
            AND NOT o.confidential AND NOT o.names_hidden
            AND o.body->'suggestion'->'wishes'->>'publish_consent' = ANY (
                CASE WHEN p.whole THEN ARRAY['full'] ELSE ARRAY['full', 'title_only'] END)
            AND NOT EXISTS (SELECT 1 FROM suggestion_publication d WHERE d.suggestion_id = o.id AND d.part = p.part
                AND d.reply_id IS NOT DISTINCT FROM p.reply_id)
        UNION ALL SELECT DISTINCT CASE d.status WHEN 'proposed' THEN 'proposed' ELSE 'decided' END
        FROM suggestion_publication d WHERE d.suggestion_id = o.id
    ) AS marks
    FROM suggestion o
) marked
WHERE marked.id = s.id AND marked.marks <> '{}';

CREATE INDEX suggestion_publication_marks ON suggestion USING gin (publication_marks);
";

const DOWN: &str = "ALTER TABLE suggestion DROP COLUMN publication_marks;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
