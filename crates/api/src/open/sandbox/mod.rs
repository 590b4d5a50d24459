//! 沙箱: invented matters for test keys, fixed in code, through the same handlers and in the same form as real ones. Some
//! references are magic: they answer what is rare in earnest, so that another system can be tried against it
//! (`docs/integrate/sandbox.md`).

mod feed;
mod matters;
mod record;
mod registers;

pub(super) use feed::{feed, head, magic_cursor};
pub(super) use record::{replies, timeline};
pub(super) use registers::{categories, deputies, groups, sessions, units};

use super::OpenMatter;
use crate::http::{ApiError, ApiResult, etag_of};
use domain::{integration::MatterRef, kernel::ErrorCode};
use persistence::{
    integration::{ExportedMatter, OpenFilter, SeenMatter},
    listing::{Listed, PageRequest, Position},
};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use uuid::Uuid;

/// Answers 429 with `Retry-After`.
const LIMITED: u32 = 901;
/// Answers 503 with `Retry-After`.
const UNAVAILABLE: u32 = 902;
/// Answers after three seconds.
const SLOW: u32 = 903;
/// Was withdrawn: not there any more, and told so in the feed.
const GONE: u32 = 904;
/// Goes one state further with each read.
const STEPPING: u32 = 905;

/// How often the stepping matter was read. Each server counts for itself.
static READS: AtomicUsize = AtomicUsize::new(0);

/// One invented matter, by its id. Magic ones do what they are for.
///
/// # Errors
/// 404 for what was not invented; 429 and 503 of magic references.
pub(super) async fn matter(id: Uuid) -> ApiResult<SeenMatter> {
    let number = matters::number_of(id).ok_or(ErrorCode::NotFound)?;
    let step = match number {
        LIMITED => return Err(ApiError::retry_later(ErrorCode::RateLimited.into(), 7)),
        UNAVAILABLE => return Err(ApiError::retry_later(ErrorCode::ServiceUnavailable.into(), 3)),
        GONE => return Err(ErrorCode::NotFound.into()),
        SLOW => {
            tokio::time::sleep(Duration::from_secs(3)).await;
            0
        }
        STEPPING => READS.fetch_add(1, Ordering::Relaxed),
        _ => 0,
    };
    matters::document(number, step).map(seen).ok_or_else(|| ErrorCode::NotFound.into())
}

/// As [`matter`], by the reference.
///
/// # Errors
/// As [`matter`].
pub(super) async fn matter_by_ref(reference: &MatterRef) -> ApiResult<SeenMatter> {
    let id = matters::id_of(&reference.to_string()).ok_or(ErrorCode::NotFound)?;
    matter(id).await
}

/// A page of the list. Lists do no magic, but they do not show what is gone.
pub(super) fn page(filter: &OpenFilter, page: &PageRequest) -> Vec<Listed<SeenMatter>> {
    let mut rows: Vec<(i64, SeenMatter)> = Vec::new();
    for shown in matters::shown().map(seen) {
        let Ok(matter) = serde_json::from_str::<OpenMatter>(&shown.document) else { continue };
        if fits(&matter, filter) {
            rows.push((if page.sort.name == "updated" { matter.seq } else { 0 }, shown));
        }
    }
    rows.sort_by_key(|(seq, matter)| (*seq, matter.id));
    if page.descending {
        rows.reverse();
    }
    let after = page.after.as_ref().map(Position::id);
    let begin = after.and_then(|after| rows.iter().position(|(_, matter)| matter.id == after));
    let rows = rows.into_iter().skip(begin.map_or(0, |place| place + 1));
    let rows = rows.take(usize::try_from(page.limit).unwrap_or(usize::MAX));
    rows.map(|(seq, row)| Listed { position: Position::new(seq.to_string(), row.id), row }).collect()
}

fn fits(matter: &OpenMatter, filter: &OpenFilter) -> bool {
    let one_of = |wanted: &[String], value: Option<&String>| {
        wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
    };
    let names = |unit: Uuid| matter.lead_units.iter().chain(&matter.co_units).any(|known| known.id == unit);
    let session = sessions().first().map(|session| session.id).filter(|_| matter.session.is_some());
    one_of(&filter.statuses, matter.status.as_ref())
        && one_of(&filter.categories, matter.category.as_ref())
        && filter.unit.is_none_or(names)
        && filter.session.is_none_or(|wanted| session == Some(wanted))
        // Terms were not invented.
        && filter.term.is_none()
        && filter.updated_since.is_none_or(|since| matter.updated_at.0 >= since)
}

/// The matter with this reference, without magic.
pub(super) fn several_by_ref(reference: &MatterRef) -> Vec<SeenMatter> {
    matters::id_of(&reference.to_string()).map(|id| several(&[id])).unwrap_or_default()
}

/// Those of these matters that were invented and are not gone.
pub(super) fn several(ids: &[Uuid]) -> Vec<SeenMatter> {
    matters::shown().map(seen).filter(|matter| ids.contains(&matter.id)).collect()
}

/// All matters for an export.
pub(super) fn exported() -> Vec<ExportedMatter> {
    matters::shown().map(|(id, document)| ExportedMatter { id, document }).collect()
}

fn seen((id, document): (Uuid, String)) -> SeenMatter {
    SeenMatter { id, etag: etag_of(document.as_bytes()), document }
}

#[cfg(test)]
mod tests {
    use super::*;
    use persistence::integration::{FeedOp, OPEN_SORTS};
    use serde_json::Value;
    use std::collections::BTreeMap;

    fn reference(text: &str) -> MatterRef {
        MatterRef::read(text).unwrap()
    }

    fn all() -> Vec<SeenMatter> {
        let request = PageRequest { sort: &OPEN_SORTS[0], descending: false, after: None, limit: 200 };
        page(&OpenFilter::default(), &request).into_iter().map(|listed| listed.row).collect()
    }

    #[tokio::test]
    async fn magic_references_do_what_they_are_for() {
        let status = |error: ApiError| actix_web::ResponseError::status_code(&error).as_u16();
        let of = async |text: &str| matter_by_ref(&reference(text)).await;
        assert_eq!(status(of("18-5-901").await.unwrap_err()), 429);
        assert_eq!(status(of("18-5-902").await.unwrap_err()), 503);
        assert_eq!(status(of("18-5-904").await.unwrap_err()), 404);
        assert_eq!(status(of("18-5-999").await.unwrap_err()), 404);
        let mut states = Vec::new();
        for _ in 0..6 {
            let read: OpenMatter = serde_json::from_str(&of("18-5-905").await.unwrap().document).unwrap();
            states.push((read.status.unwrap(), read.version));
        }
        states.sort_by_key(|(_, version)| *version);
        states.dedup();
        assert_eq!(states.len(), 6, "{states:?}");
    }

    #[test]
    fn load_and_feed_give_the_list_and_the_feed_shows_every_kind_of_entry() {
        let list: BTreeMap<Uuid, String> =
            all().into_iter().map(|matter| (matter.id, matter.document)).collect();
        let mut mirror = BTreeMap::new();
        let (mut after, mut kinds) = (0, [0; 3]);
        loop {
            let entries = feed(after, 7).entries;
            let Some(last) = entries.last() else { break };
            after = last.seq;
            for entry in entries {
                match entry.op {
                    FeedOp::Upsert => {
                        kinds[0] += 1;
                        mirror.insert(entry.resource_id, entry.document.unwrap());
                    }
                    FeedOp::Delete => {
                        kinds[1] += 1;
                        mirror.remove(&entry.resource_id);
                    }
                    FeedOp::Hidden => kinds[2] += 1,
                }
            }
        }
        assert_eq!(mirror, list);
        assert_eq!(after, head().seq);
        assert_eq!(kinds.iter().sum::<i64>(), 30);
        assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
    }

    #[test]
    fn every_invented_matter_is_a_whole_status_object_that_names_what_was_invented() {
        let units: Vec<Uuid> = units().into_iter().map(|unit| unit.id).collect();
        let deputies: Vec<Uuid> = deputies().into_iter().map(|deputy| deputy.id).collect();
        let all = all();
        assert!(all.windows(2).all(|pair| pair[0].id < pair[1].id));
        for one in all {
            let read: OpenMatter = serde_json::from_str(&one.document).unwrap();
            let written: Value = serde_json::to_value(&read).unwrap();
            assert_eq!(written, serde_json::from_str::<Value>(&one.document).unwrap());
            assert!(read.lead_units.iter().chain(&read.co_units).all(|unit| units.contains(&unit.id)));
            assert!(read.proposers.iter().all(|deputy| deputies.contains(&deputy.id)));
        }
    }
}
