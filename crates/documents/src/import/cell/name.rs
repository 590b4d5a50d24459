//! Names of persons: “张 三” is 张三, “李四（女，回族）” is 李四.

use domain::kernel::ErrorCode;

use super::Problem;
use super::text::{compact, tidy, without_brackets};

/// A name and what rosters write behind it in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    pub name: String,
    pub remarks: Vec<String>,
}

/// Longest name in characters; names of minorities and foreign names are long.
const MAX: usize = 40;

/// Reads one name.
pub fn read(text: &str) -> Result<PersonName, Problem> {
    let (rest, inside) = without_brackets(&tidy(text));
    let name = join(&rest);
    let remarks = inside
        .iter()
        .flat_map(|part| part.split([',', '，', '、', ';', '；', ' ']))
        .map(compact)
        .filter(|part| !part.is_empty())
        .collect();
    let plausible = (2..=MAX).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, '·' | ' ' | '-' | '.' | '\'' | '〇'));
    if plausible {
        Ok(PersonName { name, remarks })
    } else {
        Err(Problem::about(ErrorCode::ValueInvalid, text.trim()))
    }
}

/// Spaces inside Chinese names only fill the column; between Latin words they belong to the name.
fn join(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    for word in words {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if latin(out.chars().last()) && latin(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.chars().map(|c| if matches!(c, '•' | '・' | '．' | '‧' | '∙' | '●') { '·' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        read(text).ok().map(|n| n.name)
    }

    #[test]
    fn names_are_joined_and_cleaned() {
        assert_eq!(name("张 三").as_deref(), Some("张三"));
        assert_eq!(name(" 张　　三\n").as_deref(), Some("张三"));
        assert_eq!(name("买买提•艾力").as_deref(), Some("买买提·艾力"));
        assert_eq!(name("John  Smith").as_deref(), Some("John Smith"));
        assert_eq!(name("𠮷田").as_deref(), Some("𠮷田"));
        assert_eq!(name("张3"), None);
        assert_eq!(name("张"), None);
    }

    #[test]
    fn remarks_in_brackets_are_kept_apart() {
        let read = read("李 四（女，回族）").expect("a name");
        assert_eq!(read.name, "李四");
        assert_eq!(read.remarks, ["女", "回族"]);
    }
}
