use sea_orm_migration::prelude::*;

/// Lists for other systems are read by an index, whatever they ask for.
#[derive(DeriveMigrationName)]
pub struct Migration;

// One state in the order of changes, one category or session in that of ids; what changed since a time; what names a unit. Each face has its
// own, because a reader of one is not told by a walk through the other.
const UP: &str = "
CREATE INDEX open_matter_published_status ON open_matter (published_status, published_seq DESC, id DESC) WHERE published IS NOT NULL;
CREATE INDEX open_matter_published_at ON open_matter (published_at) WHERE published IS NOT NULL;
CREATE INDEX open_matter_published_units ON open_matter USING gin (published_unit_ids) WHERE published IS NOT NULL;
CREATE INDEX open_matter_official_status ON open_matter (official_status, seq DESC, id DESC) WHERE official IS NOT NULL;
CREATE INDEX open_matter_official_at ON open_matter (official_at) WHERE official IS NOT NULL;
CREATE INDEX open_matter_category ON open_matter (category, id);
CREATE INDEX open_matter_session ON open_matter (session_id, id);
";

const DOWN: &str = "
DROP INDEX open_matter_published_status, open_matter_published_at, open_matter_published_units,
    open_matter_official_status, open_matter_official_at, open_matter_category, open_matter_session;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
