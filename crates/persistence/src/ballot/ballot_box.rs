//! 票箱: slips and sealed ballots while voting is open, shuffled ballots afterwards. Nothing here knows a voter.

use crate::{Result, Store, Uow, sql};
use domain::{
    ballot::{Choice, ItemCount},
    kernel::SupervisionMeetingId,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A new, empty box.
#[derive(Debug)]
pub struct NewBox {
    /// Ballots are sealed to this key.
    pub public_key: Vec<u8>,
    /// Items of a ballot.
    pub items: u16,
    /// Hashes of the slips that may be used.
    pub slips: Vec<Vec<u8>>,
}

/// What a box held when it was closed.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ClosedBox {
    /// The key to which the ballots are sealed.
    pub public_key: Vec<u8>,
    /// Sealed ballots, sorted.
    pub sealed: Vec<Vec<u8>>,
    /// Hashes of the slips that were used, sorted.
    pub spent: Vec<Vec<u8>>,
}

/// What casting needs to know of a box.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenBox {
    /// The meeting.
    pub meeting_id: Uuid,
    /// The round.
    pub round_no: i16,
    /// Ballots are sealed to this key.
    pub public_key: Vec<u8>,
    /// Items of a ballot.
    pub items: i16,
}

/// Where a slip lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipPlace {
    /// It can be used.
    Unspent,
    /// It was used; the box is closed still.
    Spent,
    /// It was used and its ballot is among those counted.
    Returned,
}

/// A slip that is known.
#[derive(Clone, Debug)]
pub struct SlipRow {
    /// The meeting.
    pub meeting: SupervisionMeetingId,
    /// The round.
    pub round: u16,
    /// Where it lies.
    pub place: SlipPlace,
}

fn round(no: u16) -> i16 {
    i16::try_from(no).unwrap_or(i16::MAX)
}

const FIND: &str = "\
    SELECT meeting_id, round_no, 'unspent' AS place FROM ballot_box WHERE $1 = ANY(unspent) \
    UNION ALL SELECT meeting_id, round_no, 'spent' FROM ballot_box WHERE $1 = ANY(spent) \
    UNION ALL SELECT meeting_id, round_no, 'returned' FROM ballot_returned WHERE $1 = ANY(slips) LIMIT 1";

// One statement: the slip is taken and the ballot put in, or neither. Casts of one box wait for one another on its row, and each
// looks again at what the one before left. Never more ballots than the desk has handed out.
const CAST: &str = "\
    UPDATE ballot_box b SET unspent = array_remove(b.unspent, $1), \
      spent = ARRAY(SELECT s FROM unnest(array_append(b.spent, $1)) AS s ORDER BY s), \
      sealed = ARRAY(SELECT s FROM unnest(array_append(b.sealed, $2)) AS s ORDER BY s) \
    WHERE b.meeting_id = $3 AND b.round_no = $4 AND $1 = ANY(b.unspent) \
      AND cardinality(b.sealed) < (SELECT count(*) FROM ballot_roll r \
        WHERE r.meeting_id = b.meeting_id AND r.round_no = b.round_no AND r.issued)";

impl Store {
    /// Looks a slip up by its hash.
    ///
    /// # Errors
    /// As any statement.
    pub async fn ballot_slip(&self, hash: &[u8]) -> Result<Option<SlipRow>> {
        let row = self.db().query_one_raw(sql(FIND, [hash.to_vec().into()])).await?;
        let Some(row) = row else { return Ok(None) };
        let place = match row.try_get::<String>("", "place")?.as_str() {
            "unspent" => SlipPlace::Unspent,
            "spent" => SlipPlace::Spent,
            _ => SlipPlace::Returned,
        };
        let meeting = SupervisionMeetingId(row.try_get("", "meeting_id")?);
        let round = u16::try_from(row.try_get::<i16>("", "round_no")?).unwrap_or_default();
        Ok(Some(SlipRow { meeting, round, place }))
    }

    /// The open box of a round.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open_ballot_box(&self, meeting: SupervisionMeetingId, no: u16) -> Result<Option<OpenBox>> {
        let text = "SELECT meeting_id, round_no, public_key, items FROM ballot_box \
            WHERE meeting_id = $1 AND round_no = $2";
        let statement = sql(text, [meeting.0.into(), round(no).into()]);
        Ok(OpenBox::find_by_statement(statement).one(self.db()).await?)
    }

    /// Casts a sealed ballot with a slip, outside any transaction of a request: no audit line, no event, no idempotency key.
    /// False when the slip is not to be used, when all ballots that were handed out are in the box, or when it is closed.
    ///
    /// # Errors
    /// As any statement.
    pub async fn cast_ballot(
        &self,
        (meeting, no): (SupervisionMeetingId, u16),
        slip: &[u8],
        sealed: Vec<u8>,
    ) -> Result<bool> {
        let bind = [slip.to_vec().into(), sealed.into(), meeting.0.into(), round(no).into()];
        Ok(self.db().execute_raw(sql(CAST, bind)).await?.rows_affected() == 1)
    }

    /// Rewrites the table of boxes, so that no page holds what a box was before its last ballot. Done after closing; that it
    /// fails, because somebody else is voting, is no harm: the next closing does it.
    pub async fn scrub_ballot_boxes(&self) -> bool {
        self.db().execute_unprepared("VACUUM (FULL) ballot_box").await.is_ok()
    }
}

impl Uow {
    /// Sets up the box of a round.
    ///
    /// # Errors
    /// As any statement.
    pub async fn put_ballot_box(&self, meeting: SupervisionMeetingId, no: u16, new: NewBox) -> Result<()> {
        let NewBox { public_key, items, mut slips } = new;
        slips.sort_unstable();
        let text = "INSERT INTO ballot_box (meeting_id, round_no, public_key, items, unspent, spent, sealed) \
            VALUES ($1, $2, $3, $4, $5, '{}', '{}')";
        let bind = [meeting.0.into(), round(no).into(), public_key.into(), round(items).into(), slips.into()];
        self.conn().execute_raw(sql(text, bind)).await?;
        Ok(())
    }

    /// Takes the box away: whoever casts waits for the end of this transaction and then finds none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn take_ballot_box(&self, meeting: SupervisionMeetingId, no: u16) -> Result<Option<ClosedBox>> {
        let text = "DELETE FROM ballot_box WHERE meeting_id = $1 AND round_no = $2 \
            RETURNING public_key, sealed, spent";
        let statement = sql(text, [meeting.0.into(), round(no).into()]);
        Ok(ClosedBox::find_by_statement(statement).one(self.conn()).await?)
    }

    /// Writes the opened ballots, one row for each item of each, in the order of their random ids; and which slips came back.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_ballots(
        &self,
        (meeting, no): (SupervisionMeetingId, u16),
        mut ballots: Vec<(Uuid, u16, Choice)>,
        mut slips: Vec<Vec<u8>>,
    ) -> Result<()> {
        ballots.sort_unstable_by_key(|(id, ..)| *id);
        slips.sort_unstable();
        let (mut ids, mut items, mut choices) = (Vec::new(), Vec::new(), Vec::new());
        for (id, item, choice) in ballots {
            ids.push(id);
            items.push(round(item));
            choices.push(choice.code().to_owned());
        }
        let text = "INSERT INTO ballot (id, meeting_id, round_no, item_no, choice) \
            SELECT b.id, $1, $2, b.item_no, b.choice FROM unnest($3::uuid[], $4::smallint[], $5::text[]) \
            AS b (id, item_no, choice) ORDER BY b.id";
        let bind = [meeting.0.into(), round(no).into(), ids.into(), items.into(), choices.into()];
        self.conn().execute_raw(sql(text, bind)).await?;
        let text = "INSERT INTO ballot_returned (meeting_id, round_no, slips) VALUES ($1, $2, $3)";
        self.conn().execute_raw(sql(text, [meeting.0.into(), round(no).into(), slips.into()])).await?;
        Ok(())
    }

    /// Destroys the box and the ballots of a round that is voided, unread.
    ///
    /// # Errors
    /// As any statement.
    pub async fn destroy_ballots(&self, meeting: SupervisionMeetingId, no: u16) -> Result<()> {
        for table in ["ballot_box", "ballot", "ballot_returned"] {
            let text = format!("DELETE FROM {table} WHERE meeting_id = $1 AND round_no = $2");
            self.conn().execute_raw(sql(text, [meeting.0.into(), round(no).into()])).await?;
        }
        Ok(())
    }

    /// Counts the ballots of a round, item by item.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_ballots(
        &self,
        meeting: SupervisionMeetingId,
        no: u16,
        items: usize,
    ) -> Result<Vec<ItemCount>> {
        let text = "SELECT item_no, count(*) FILTER (WHERE choice = 's') AS s, count(*) FILTER (WHERE choice = 'b') AS b, \
            count(*) FILTER (WHERE choice = 'u') AS u, count(*) FILTER (WHERE choice = 'o') AS o \
            FROM ballot WHERE meeting_id = $1 AND round_no = $2 GROUP BY item_no";
        let rows = self.conn().query_all_raw(sql(text, [meeting.0.into(), round(no).into()])).await?;
        let mut counts = vec![ItemCount::default(); items];
        for row in rows {
            let figure =
                |name: &str| row.try_get::<i64>("", name).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
            let no = usize::try_from(row.try_get::<i16>("", "item_no")?).unwrap_or_default();
            if let Some(count) = no.checked_sub(1).and_then(|index| counts.get_mut(index)) {
                *count = ItemCount {
                    satisfied: figure("s")?,
                    basic: figure("b")?,
                    unsatisfied: figure("u")?,
                    abstained: figure("o")?,
                };
            }
        }
        Ok(counts)
    }
}
