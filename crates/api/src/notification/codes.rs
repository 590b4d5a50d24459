//! Schemas of the closed vocabularies of this feature.

use crate::http::Code;
use domain::notification as n;

macro_rules! codes {
    ($($alias:ident = $name:ident),+ $(,)?) => {$(
        #[doc = concat!("Schema of `", stringify!($name), "`.")]
        pub type $alias = Code<n::$name>;
    )+};
}

codes! {
    NoticeKindCode = NoticeKind,
    NoticeGroupCode = NoticeGroup,
    ChannelCode = Channel,
    DigestCode = Digest,
    MessageStateCode = MessageState,
}
