use domain::calendar::{official_coverage, official_days};
use sea_orm_migration::prelude::*;

use crate::sql;

/// Working calendar and settings, seeded with the State Council's notices. A later notice comes with a later step, which leaves alone
/// what an administrator has entered in the meantime.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = r#"
CREATE TABLE calendar_year (
    id         uuid PRIMARY KEY,
    year       integer NOT NULL CONSTRAINT calendar_year_unique UNIQUE
               CONSTRAINT calendar_year_range CHECK (year BETWEEN 1990 AND 2100),
    status     text NOT NULL CONSTRAINT calendar_year_status_known CHECK (status IN ('official', 'provisional')),
    source     text NOT NULL,
    updated_at timestamptz NOT NULL,
    version    bigint NOT NULL
);

CREATE TABLE calendar_day (
    date date PRIMARY KEY,
    kind text NOT NULL CONSTRAINT calendar_day_kind_known CHECK (kind IN ('holiday', 'make_up_workday')),
    name text NOT NULL
);

CREATE TABLE setting (
    id         uuid PRIMARY KEY,
    key        text NOT NULL CONSTRAINT setting_key_unique UNIQUE,
    updated_at timestamptz NOT NULL,
    version    bigint NOT NULL
);

CREATE TABLE setting_version (
    setting_id uuid NOT NULL CONSTRAINT setting_version_setting_fk REFERENCES setting,
    revision   bigint NOT NULL,
    value      jsonb NOT NULL,
    valid_from date NOT NULL,
    reason     text NOT NULL,
    account_id uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (setting_id, revision)
);
"#;

const DOWN: &str = "DROP TABLE setting_version, setting, calendar_day, calendar_year;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(UP).await?;
        let days = official_days();
        connection
            .execute_raw(sql(
                "INSERT INTO calendar_day (date, kind, name) SELECT * FROM unnest($1::date[], $2::text[], $3::text[])",
                [
                    days.iter().map(|day| day.date).collect::<Vec<_>>().into(),
                    days.iter().map(|day| day.kind.as_str().to_owned()).collect::<Vec<_>>().into(),
                    days.iter().map(|day| day.name.clone()).collect::<Vec<_>>().into(),
                ],
            ))
            .await?;
        let years = official_coverage();
        connection
            .execute_raw(sql(
                "INSERT INTO calendar_year (id, year, status, source, updated_at, version) \
                 SELECT gen_random_uuid(), y.year, y.status, y.source, now(), 1 \
                 FROM unnest($1::int[], $2::text[], $3::text[]) AS y(year, status, source)",
                [
                    years.iter().map(|year| year.year).collect::<Vec<_>>().into(),
                    years.iter().map(|year| year.status.as_str().to_owned()).collect::<Vec<_>>().into(),
                    years.iter().map(|year| year.source.clone()).collect::<Vec<_>>().into(),
                ],
            ))
            .await
            .map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
