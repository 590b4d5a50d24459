use crate::{PublicStamp, account::KnownActors, rounds::Rounds, suggestion::KnownNames};

/// What a worker remembers between requests. Each part says in its own file how it knows that it is true.
#[derive(Default)]
pub(crate) struct Memory {
    /// Who is behind a sign-in.
    pub actors: KnownActors,
    /// Names and seats that are shown beside matters.
    pub names: KnownNames,
    /// Shared looks at the stamp of public pages.
    pub public_rounds: Rounds<PublicStamp>,
}
