use super::scope::{ScopeUse, admit};
use crate::{Result, Store, keyset::Conditions};
use chrono::{DateTime, Utc};
use domain::{
    authz::{Actor, suggestion::SuggestionScope},
    search::tokens,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Tokens of any title or text: they tell nothing. The frame 关于…的建议 of a title is not among them, because it goes
/// as a whole ([`matter_of`]), with the tokens that it makes with its neighbours.
const EMPTY: &[&str] =
    &["建议", "进一", "一步", "加强", "加快", "推进", "完善", "问题", "工作", "我县", "解决"];

/// The title without its frame.
fn matter_of(title: &str) -> &str {
    let title = title.trim();
    let inner = title.strip_prefix("关于").unwrap_or(title);
    inner.strip_suffix("的建议").unwrap_or(inner)
}

/// The tokens of a text that tell something.
fn telling(text: &str) -> Vec<String> {
    let telling = |token: &String| token.chars().count() > 1 && !EMPTY.contains(&token.as_str());
    tokens(text).into_iter().filter(telling).collect()
}

/// A suggestion that resembles a text.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SimilarRow {
    /// The suggestion.
    pub id: Uuid,
    /// 标题
    pub title: String,
    /// Code of the state.
    pub status: String,
    /// Code of the period.
    pub period: String,
    /// Its number.
    pub number: Option<i32>,
    /// 届次简称
    pub session_name: Option<String>,
    /// First hand-in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Category of the answer now.
    pub reply_category: Option<String>,
    /// 对结果评价
    pub result: Option<String>,
    /// 主办（分办）单位, short names.
    pub lead_units: Vec<String>,
    /// How many of the wanted tokens it has.
    pub shared: i64,
    /// Only published parts of it may be shown.
    pub names_hidden: bool,
}

impl Store {
    /// Matters handed in since a day that share most of their words with a title and a text, most alike first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn similar_suggestions(
        &self,
        actor: &Actor,
        title: &str,
        facts: &str,
        since: DateTime<Utc>,
        except: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<SimilarRow>> {
        let title = matter_of(title);
        let wanted = telling(title);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut all = wanted.clone();
        all.extend(telling(facts).into_iter().take(60));
        all.sort_unstable();
        all.dedup();
        let mut c = Conditions::new();
        // Nobody is told of a text that he may not read, not even by a number.
        admit(&mut c, &SuggestionScope::of(actor), ScopeUse { text: None, hits: None, internal: true });
        let query = c.param(candidates(title, &wanted));
        c.push(format!("w.kind = 'suggestion' AND w.tsv @@ {query}::text::tsquery"));
        let since = c.param(since);
        c.push(format!("s.handed_in AND s.listed_at >= {since}"));
        if let Some(except) = except {
            let except = c.param(except);
            c.push(format!("s.id <> {except}"));
        }
        let all = c.param(all);
        let head = format!(
            "SELECT s.id, s.title, s.status, s.period, s.number, c.name AS session_name, s.submitted_at, \
             s.reply_category, s.result, s.names_hidden, \
             ARRAY(SELECT u.short_name FROM unnest(s.lead_unit_ids) WITH ORDINALITY AS x(id, n) \
                   JOIN unit u ON u.id = x.id ORDER BY x.n) AS lead_units, \
             (SELECT count(*) FROM unnest({all}::text[]) a(token) \
              WHERE w.tsv @@ (quote_literal(a.token))::tsquery) AS shared \
             FROM search_document w JOIN suggestion s ON s.id = w.ref_id \
             LEFT JOIN congress_session c ON c.id = s.session_id"
        );
        let statement = c.select(&head, "ORDER BY shared DESC, s.listed_at DESC, s.id", limit);
        Ok(SimilarRow::find_by_statement(statement).all(self.db()).await?)
    }
}

/// A query for texts that may be alike: any two neighbouring tokens of the title together (three characters in a row),
/// or its only token. Tokens hold letters and digits only, so nothing can leave the quotes.
fn candidates(title: &str, wanted: &[String]) -> String {
    let chars: Vec<char> = title.chars().collect();
    let known = |pair: &[char]| {
        let token: String = pair.iter().collect();
        wanted.contains(&token).then_some(token)
    };
    let mut parts: Vec<String> = chars
        .windows(3)
        .filter_map(|three| Some((known(&three[..2])?, known(&three[1..])?)))
        .map(|(a, b)| format!("('{a}' & '{b}')"))
        .collect();
    if parts.is_empty() {
        parts = wanted.iter().map(|token| format!("'{token}'")).collect();
    }
    parts.sort_unstable();
    parts.dedup();
    parts.truncate(40);
    parts.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_share_three_characters_in_a_row() {
        let title = matter_of(" 关于城北停车难的建议");
        let wanted = telling(title);
        assert_eq!(candidates(title, &wanted), "('停车' & '车难') | ('北停' & '停车') | ('城北' & '北停')");
        assert_eq!(candidates("停车", &["停车".to_owned()]), "'停车'");
    }

    #[test]
    fn what_every_title_has_makes_nothing_alike() {
        assert!(
            telling(matter_of("关于进一步加强工作的建议"))
                .iter()
                .all(|token| token != "关于" && token != "的建")
        );
        assert!(telling(matter_of("关于的建议")).is_empty());
        assert!(!telling(matter_of("关于城北停车难的建议")).contains(&"难的".to_owned()));
    }
}
