use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use domain::kernel::congress_time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
};

/// An instant on the wire: RFC 3339 with microseconds and the congress's offset
/// (`2026-11-22T09:30:00.123456+08:00`). Any offset is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub DateTime<Utc>);

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&congress_time(self.0).to_rfc3339_opts(SecondsFormat::Micros, false))
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let at = DateTime::<FixedOffset>::deserialize(deserializer)?.with_timezone(&Utc);
        // Beyond these years Postgres, Excel or a browser would disagree with us.
        let year = chrono::Datelike::year(&at);
        if (1900..=9998).contains(&year) {
            Ok(Self(at))
        } else {
            Err(serde::de::Error::custom("the year must lie between 1900 and 9998"))
        }
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples(["2026-11-22T09:30:00.123456+08:00"])
            .build()
            .into()
    }
}

impl ToSchema for Instant {
    fn name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }
}
