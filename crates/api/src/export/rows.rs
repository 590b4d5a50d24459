use crate::http::{ApiResult, ListQuery, sort_of};
use persistence::{
    Result,
    listing::{Listed, PageRequest, SortColumn},
};

/// Most rows of one file. Whoever needs more narrows the filter; the file says so.
pub(crate) const MOST: usize = 50_000;
/// Rows read at once.
const PART: u64 = 500;

/// All rows of a list, or as many as a file takes.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    rows: Vec<R>,
    cut: bool,
}

impl<R> Rows<R> {
    /// Rows of which there are no more.
    pub(crate) const fn whole(rows: Vec<R>) -> Self {
        Self { rows, cut: false }
    }

    /// Each row as the sheet shows it.
    pub(crate) fn map<S>(self, show: impl FnMut(R) -> S) -> Rows<S> {
        Rows { rows: self.rows.into_iter().map(show).collect(), cut: self.cut }
    }

    /// As [`Rows::map`], when showing one can fail.
    ///
    /// # Errors
    /// The first failure.
    pub(crate) fn try_map<S>(self, show: impl FnMut(R) -> ApiResult<S>) -> ApiResult<Rows<S>> {
        Ok(Rows { rows: self.rows.into_iter().map(show).collect::<ApiResult<_>>()?, cut: self.cut })
    }

    /// As [`Rows::map`], leaving out those that have gone.
    pub(crate) fn filter_map<S>(self, find: impl FnMut(R) -> Option<S>) -> Rows<S> {
        Rows { rows: self.rows.into_iter().filter_map(find).collect(), cut: self.cut }
    }

    /// The rows themselves.
    pub(crate) fn as_slice(&self) -> &[R] {
        &self.rows
    }

    /// The rows alone.
    pub(crate) fn into_vec(self) -> Vec<R> {
        self.rows
    }

    /// The rows and their number.
    pub(super) fn counted(self) -> (Vec<R>, usize) {
        let count = self.rows.len();
        (self.rows, count)
    }

    /// What the sheet says when there are more rows than it has.
    pub(super) fn remark(&self) -> Option<String> {
        self.cut.then(|| format!("符合条件的超过{0}行，这里是前{0}行", self.rows.len()))
    }
}

/// Walks a keyset list page by page to its end, in the order that `query` asks for.
///
/// # Errors
/// 400 for an unknown sort; as `read`.
pub(crate) async fn walk<T>(
    query: &impl ListQuery,
    sorts: &'static [SortColumn],
    default_sort: &str,
    read: impl AsyncFn(&PageRequest) -> Result<Vec<Listed<T>>>,
) -> ApiResult<Rows<T>> {
    let (sort, descending) = sort_of(query.members().sort.unwrap_or(default_sort), sorts)?;
    let listed = every(
        MOST,
        async |after, limit| read(&PageRequest { sort, descending, after, limit }).await,
        |last: &Listed<T>| last.position.clone(),
    );
    Ok(listed.await?.map(|listed| listed.row))
}

/// Reads parts until there is no more, at most `most` rows in all; `position` tells where the next part begins.
///
/// # Errors
/// As `read`.
pub(crate) async fn every<T, P>(
    most: usize,
    read: impl AsyncFn(Option<P>, u64) -> Result<Vec<T>>,
    position: impl Fn(&T) -> P,
) -> ApiResult<Rows<T>> {
    let mut rows: Vec<T> = Vec::new();
    loop {
        let part = read(rows.last().map(&position), PART).await?;
        let full = part.len() as u64 == PART;
        rows.extend(part);
        // One row too many tells a list that fits from one that does not.
        if rows.len() > most {
            rows.truncate(most);
            return Ok(Rows { rows, cut: true });
        }
        if !full {
            return Ok(Rows { rows, cut: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of the numbers from one to `last`.
    async fn numbers(last: u64, most: usize) -> Rows<u64> {
        let read = async |after: Option<u64>, limit: u64| {
            let from = after.unwrap_or(0);
            Ok((from + 1..=last).take(usize::try_from(limit).unwrap()).collect())
        };
        every(most, read, |number| *number).await.ok().unwrap()
    }

    #[tokio::test]
    async fn every_row_is_read_once() {
        for last in [0, 1, 499, 500, 501, 1_000, 1_234] {
            let rows = numbers(last, 1_234).await;
            assert_eq!(rows.as_slice(), (1..=last).collect::<Vec<_>>(), "{last}");
            assert_eq!(rows.remark(), None, "{last}");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_not_the_whole_list_says_so() {
        let rows = numbers(1_000, 999).await;
        assert_eq!(rows.as_slice().len(), 999);
        assert_eq!(rows.remark().as_deref(), Some("符合条件的超过999行，这里是前999行"));
        assert_eq!(numbers(1_000, 1_000).await.remark(), None);
    }
}
