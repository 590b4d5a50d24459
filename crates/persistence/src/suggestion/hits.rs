use crate::{Result, Store, keyset::Conditions, sql};
use domain::search::SearchQuery;
use sea_orm::FromQueryResult;
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// Beyond so many hits a list is read in its order until a page is full: that meets enough of them soon. Each search that
/// waits holds its hits, so this also bounds memory: of ten thousand, 64 searches at once held some 20 MB.
const MANY: usize = 5_000;

/// Up to so many hits are looked up by their ids; of more, some stand early in any order.
const FEW: usize = 2_000;

/// Texts remembered as frequent at most.
const REMEMBERED: usize = 2_000;

/// The matters in which words occur that are not frequent. A list in an order of its own cannot be read from the search
/// index, and Postgres does not know how rare words are together: it would walk through every suggestion for words that
/// are nowhere (four seconds over 200,000). So they are looked up first, and the list begins with them.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub(super) struct Hits {
    internal: Vec<Uuid>,
    public: Vec<Uuid>,
}

/// Texts whose words were found too often to be looked up. They decide how a list is read, never what is in it; so it does
/// no harm that words can become rarer.
#[derive(Default)]
pub(crate) struct FrequentWords(Mutex<HashSet<String>>);

impl FrequentWords {
    fn knows(&self, query: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(query)
    }

    fn learn(&self, query: String) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(query);
    }
}

impl Hits {
    /// The hits of a text, unless there are many; `None` also when nothing is looked for.
    pub async fn of(store: &Store, text: Option<&str>) -> Result<Option<Self>> {
        let Some(query) = text.and_then(SearchQuery::parse).map(|query| query.tsquery()) else {
            return Ok(None);
        };
        let frequent = &store.memory().frequent_words;
        if frequent.knows(&query) {
            return Ok(None);
        }
        let limit = i64::try_from(MANY).unwrap_or(i64::MAX);
        // The words stand in a query of their own, so that Postgres plans without knowing how frequent they are. It would
        // read the table for frequent ones: that unpacks every vector, ten times what the index costs.
        let statement = sql(
            "SELECT coalesce(array_agg(h.ref_id) FILTER (WHERE h.kind = 'suggestion'), '{}') AS internal, \
             coalesce(array_agg(h.ref_id) FILTER (WHERE h.kind = 'public_suggestion'), '{}') AS public \
             FROM (SELECT w.kind, w.ref_id FROM search_document w WHERE w.tsv @@ (SELECT $1::text::tsquery) \
                   AND w.kind IN ('suggestion', 'public_suggestion') LIMIT $2 + 1) h",
            [query.clone().into(), limit.into()],
        );
        let hits = Self::find_by_statement(statement).one(store.db()).await?.unwrap_or_default();
        if hits.internal.len() + hits.public.len() > MANY {
            frequent.learn(query);
            return Ok(None);
        }
        Ok(Some(hits))
    }

    /// Those of one kind of search document, as a condition over `suggestion s`.
    pub fn condition(&self, conditions: &mut Conditions, kind: &str) -> String {
        let ids = if kind == "public_suggestion" { &self.public } else { &self.internal };
        let place = conditions.param(ids.clone());
        if ids.len() <= FEW {
            format!("s.id = ANY({place})")
        } else {
            // `OR false` keeps Postgres from joining: it makes a hash of the ids, walks in the list's order and asks it.
            format!("(s.id IN (SELECT unnest({place}::uuid[])) OR false)")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_frequent_is_remembered_within_bounds() {
        let words = FrequentWords::default();
        assert!(!words.knows("'停车'"));
        words.learn("'停车'".to_owned());
        assert!(words.knows("'停车'") && !words.knows("'车位'"));
        for number in 0..REMEMBERED {
            words.learn(number.to_string());
        }
        assert!(!words.knows("'停车'") && words.knows(&(REMEMBERED - 1).to_string()));
    }

    #[test]
    fn many_ids_are_asked_and_few_are_looked_up() {
        let mut conditions = Conditions::new();
        let hits = |number| Hits { internal: vec![Uuid::nil(); number], public: Vec::new() };
        assert_eq!(hits(FEW).condition(&mut conditions, "suggestion"), "s.id = ANY($1)");
        assert_eq!(hits(FEW + 1).condition(&mut conditions, "public_suggestion"), "s.id = ANY($2)");
        assert!(hits(FEW + 1).condition(&mut conditions, "suggestion").contains("unnest($3::uuid[])"));
    }
}
