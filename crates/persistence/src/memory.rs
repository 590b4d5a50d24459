use crate::{
    PublicStamp,
    account::KnownActors,
    integration::{CallStamp, CountedCategories, KnownKeys},
    rounds::Rounds,
    suggestion::{FrequentWords, KnownNames},
};

/// What a worker remembers between requests. Each part says in its own file how it knows that it is true.
#[derive(Default)]
pub(crate) struct Memory {
    /// Who is behind a sign-in.
    pub actors: KnownActors,
    /// Names and seats that are shown beside matters.
    pub names: KnownNames,
    /// Words that are in so many suggestions that they are not looked up.
    pub frequent_words: FrequentWords,
    /// Shared looks at the stamp of public pages.
    pub public_rounds: Rounds<PublicStamp>,
    /// Keys of other systems.
    pub keys: KnownKeys,
    /// Categories of published matters.
    pub categories: CountedCategories,
    /// Shared looks at the stamps of keys and of documents.
    pub call_rounds: Rounds<CallStamp>,
}
