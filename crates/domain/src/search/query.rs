use super::tokens::{cut, runs};
use std::collections::BTreeSet;

/// What somebody looks for, ready for a `tsvector` of [`super::tokens`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    whole: BTreeSet<String>,
    beginnings: BTreeSet<String>,
}

impl SearchQuery {
    /// Reads what was typed; `None` when it holds nothing that could be found.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut whole, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
        for run in runs(text).iter().take(16) {
            if !run.han || run.chars.len() == 1 {
                beginnings.insert(cut(run));
            } else {
                whole.extend(run.chars.windows(2).take(32).map(|pair| pair.iter().collect::<String>()));
            }
        }
        (!whole.is_empty() || !beginnings.is_empty()).then_some(Self { whole, beginnings })
    }

    /// The text of a `tsquery`: every token must occur; words, numbers and single characters count
    /// as beginnings. Tokens hold letters and digits only, so nothing can leave the quotes.
    pub fn tsquery(&self) -> String {
        let whole = self.whole.iter().map(|token| format!("'{token}'"));
        let beginnings = self.beginnings.iter().map(|token| format!("'{token}':*"));
        whole.chain(beginnings).collect::<Vec<_>>().join(" & ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_needs_every_pair() {
        let query = SearchQuery::parse("停车位 2026").unwrap();
        assert_eq!(query.tsquery(), "'停车' & '车位' & '2026':*");
    }

    #[test]
    fn operators_and_quotes_are_only_separators() {
        assert_eq!(SearchQuery::parse("a' | !b:*\\").unwrap().tsquery(), "'a':* & 'b':*");
        assert_eq!(SearchQuery::parse(" '&| "), None);
        assert_eq!(SearchQuery::parse("李").unwrap().tsquery(), "'李':*");
    }
}
