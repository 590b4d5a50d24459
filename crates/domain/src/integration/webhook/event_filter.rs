use crate::kernel::ErrorCode;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Event type of a matter that the key sees no longer: withdrawn from publication, erased, or out of its scope. Sent
/// whatever the filter says: who has shown a matter must hear that it may not be shown any more.
pub const GONE: &str = "suggestion.gone";

/// Event type of a call that was asked for to try a receiver.
pub const TEST: &str = "webhook.test";

/// What the events of a matter begin with: the matter itself, its tasks, replies, publication, promises.
const FAMILIES: [&str; 5] = ["suggestion", "task", "reply", "publication", "commitment"];

/// 事件类型筛选: one event type, `suggestion.replied`, or all that begin alike, `suggestion.*`; `*` is everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventFilter(String);

impl EventFilter {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether events of this type are wanted.
    pub fn matches(&self, kind: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(beginning) => kind.starts_with(beginning),
            None => kind == self.0,
        }
    }

    /// Whether a list of filters wants an event; an empty list wants all.
    pub fn any_matches(filters: &[Self], kind: &str) -> bool {
        kind == GONE || filters.is_empty() || filters.iter().any(|filter| filter.matches(kind))
    }
}

impl FromStr for EventFilter {
    type Err = ErrorCode;

    fn from_str(text: &str) -> Result<Self, ErrorCode> {
        let words = text.split('.').collect::<Vec<_>>();
        let last = words.len() - 1;
        let word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase())
        };
        let valid = text.len() <= 80
            && words.iter().enumerate().all(|(at, part)| word(part) || (at == last && *part == "*"))
            // Nothing but matters is told of, so anything else is a slip of the pen.
            && (text == "*" || (FAMILIES.contains(&words[0]) && words.len() > 1));
        if valid { Ok(Self(text.to_owned())) } else { Err(ErrorCode::WebhookEventTypeInvalid) }
    }
}

impl TryFrom<String> for EventFilter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| text)
    }
}

impl From<EventFilter> for String {
    fn from(filter: EventFilter) -> Self {
        filter.0
    }
}

impl fmt::Display for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(texts: &[&str]) -> Vec<EventFilter> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn one_type_or_all_that_begin_alike() {
        let some = filters(&["suggestion.replied", "suggestion.evaluation.*"]);
        assert!(EventFilter::any_matches(&some, "suggestion.replied"));
        assert!(!EventFilter::any_matches(&some, "suggestion.replied_again"));
        assert!(EventFilter::any_matches(&some, "suggestion.evaluation.lapsed"));
        assert!(!EventFilter::any_matches(&some, "suggestion.evaluation_lapsed"));
        assert!(EventFilter::any_matches(&filters(&["*"]), "anything"));
        assert!(EventFilter::any_matches(&[], "anything"));
    }

    #[test]
    fn that_a_matter_is_gone_is_always_told() {
        assert!(EventFilter::any_matches(&filters(&["suggestion.replied"]), GONE));
    }

    #[test]
    fn every_family_of_a_matters_events_can_be_wanted() {
        let some = filters(&["reply.delivered", "publication.*", "commitment.judged", "task.*"]);
        for kind in ["reply.delivered", "publication.released", "commitment.judged", "task.signed"] {
            assert!(EventFilter::any_matches(&some, kind), "{kind}");
        }
        assert!(!EventFilter::any_matches(&some, "suggestion.replied"));
    }

    #[test]
    fn what_can_match_nothing_is_refused() {
        for text in [
            "",
            ".",
            "suggestion.",
            "suggestion",
            "*.replied",
            "suggestion.*.x",
            "Suggestion.replied",
            "sugestion.*",
            "deputy.elected",
            "suggestion.re*",
        ] {
            assert!(text.parse::<EventFilter>().is_err(), "{text}");
        }
    }
}
