use super::{
    lookup::{SeatHeld, seats},
    naming::{Names, NamesWanted},
};
use crate::{NamesStamp, Result, Store};
use domain::{kernel::DeputyId, suggestion::Seats};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// Most names kept.
const MOST: usize = 20_000;

/// Names and seats as they were read under one stamp.
#[derive(Default)]
pub(crate) struct KnownNames(RwLock<Table>);

#[derive(Default)]
struct Table {
    stamp: Option<NamesStamp>,
    names: HashMap<Uuid, Arc<str>>,
    seats: HashMap<Uuid, SeatHeld>,
}

impl KnownNames {
    fn find(&self, stamp: NamesStamp, wanted: &NamesWanted, deputies: &[DeputyId]) -> Option<(Names, Seats)> {
        let table = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if table.stamp != Some(stamp) {
            return None;
        }
        let mut names = HashMap::new();
        for id in wanted.of_registers() {
            names.insert(id, table.names.get(&id)?.clone());
        }
        let mut held = Vec::with_capacity(deputies.len());
        for deputy in deputies {
            held.push((*deputy, *table.seats.get(&deputy.0)?));
        }
        Some((Names(names), seats(held.into_iter())))
    }

    fn keep(&self, stamp: NamesStamp, names: &Names, deputies: &[DeputyId], seats: &Seats) {
        let mut table = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if table.stamp != Some(stamp) || table.names.len() >= MOST {
            *table = Table { stamp: Some(stamp), ..Table::default() };
        }
        table.names.extend(names.0.iter().map(|(id, name)| (*id, name.clone())));
        table.seats.extend(deputies.iter().map(|deputy| (deputy.0, SeatHeld::of(seats, *deputy))));
    }
}

impl Store {
    /// The names of what a matter refers to, and which of its deputies exercise the mandate: from memory when that was
    /// read under the stamp that a statement of this request has seen.
    ///
    /// # Errors
    /// As any statement.
    pub async fn names_and_seats(
        &self,
        seen: NamesStamp,
        mut wanted: NamesWanted,
        deputies: &[DeputyId],
    ) -> Result<(Names, Seats)> {
        let suggestions = std::mem::take(&mut wanted.suggestions);
        let (mut names, seats) = match self.memory().names.find(seen, &wanted, deputies) {
            Some(found) => found,
            None => self.read_names_and_seats(wanted, deputies).await?,
        };
        if !suggestions.is_empty() {
            names.0.extend(self.names(NamesWanted { suggestions, ..NamesWanted::default() }).await?.0);
        }
        Ok((names, seats))
    }

    async fn read_names_and_seats(
        &self,
        wanted: NamesWanted,
        deputies: &[DeputyId],
    ) -> Result<(Names, Seats)> {
        let before = self.names_stamp().await?;
        let names = self.names(wanted).await?;
        let seats = self.active_seats(deputies).await?;
        // Unless something changed meanwhile, this is what the stamp stands for.
        if self.names_stamp().await? == before {
            self.memory().names.keep(before, &names, deputies, &seats);
        }
        Ok((names, seats))
    }
}
