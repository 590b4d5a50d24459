/// A closed vocabulary: a code that never changes (wire and database), the official Chinese word
/// and an English one. Implemented by [`coded_enum!`](super::coded_enum).
pub trait Coded: Copy + Eq + 'static {
    /// The type's name, as the API document shows it.
    const NAME: &'static str;
    /// Every value, in order.
    const VALUES: &'static [Self];

    /// The word on the wire and in the database.
    fn as_code(self) -> &'static str;
    /// The official Chinese word.
    fn as_zh(self) -> &'static str;
    /// The English word.
    fn as_en(self) -> &'static str;

    /// The value with this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::VALUES.iter().copied().find(|value| value.as_code() == code)
    }
}

/// Declares an enum with `ALL`, `code`, `zh`, `en`, `Display`, `FromStr`, serde by code, and
/// [`Coded`](crate::kernel::Coded).
macro_rules! coded_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vmeta])* #[doc = $zh] #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word on the wire and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The official Chinese word.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// The English word.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }
        }

        impl $crate::kernel::Coded for $name {
            const NAME: &'static str = stringify!($name);
            const VALUES: &'static [Self] = Self::ALL;

            fn as_code(self) -> &'static str {
                self.code()
            }
            fn as_zh(self) -> &'static str {
                self.zh()
            }
            fn as_en(self) -> &'static str {
                self.en()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::ErrorCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.code() == text)
                    .ok_or($crate::kernel::ErrorCode::ValueInvalid)
            }
        }
    };
}

pub(crate) use coded_enum;
