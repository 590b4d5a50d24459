//! What is voted on (测评项).

use crate::kernel::{DomainError, ErrorCode, FieldChecks, SuggestionId, TextRule, UnitId, coded_enum};
use serde::{Deserialize, Serialize};

/// Items of one ballot. One county voted on 220 suggestions twice a year; nobody fills in more at a sitting.
pub const MAX_ITEMS: usize = 400;

coded_enum! {
    /// 测评对象
    VoteSubject {
        Unit = "unit", "单位办理工作", "A unit's work";
        Suggestion = "suggestion", "单件建议办理", "One suggestion";
        Overall = "overall", "总体办理工作", "The work as a whole";
    }
}

coded_enum! {
    /// 测评角度: the course of handling and its result can be voted on apart (办理过程、办理结果 “双测评”).
    VoteAxis {
        Process = "process", "办理过程", "Handling";
        Result = "result", "办理结果", "Result";
    }
}

/// An item as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewItem {
    /// 对象
    pub subject: VoteSubject,
    /// The unit, for [`VoteSubject::Unit`].
    pub unit: Option<UnitId>,
    /// The suggestion, for [`VoteSubject::Suggestion`].
    pub suggestion: Option<SuggestionId>,
    /// 角度
    pub axis: Option<VoteAxis>,
    /// As it stands on the ballot: 县住建局办理工作.
    pub title: String,
}

/// 测评项
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteItem {
    /// Its number on the ballot, from 1.
    pub no: u16,
    /// What it is.
    #[serde(flatten)]
    pub item: NewItem,
    /// The number it had in the round before, for a second vote.
    pub first_no: Option<u16>,
}

/// Checks and numbers the items of a ballot.
pub(super) fn number(mut items: Vec<NewItem>) -> Result<Vec<VoteItem>, DomainError> {
    let mut checks = FieldChecks::new();
    checks.ensure(items.len() <= MAX_ITEMS, "#/items", ErrorCode::ValueInvalid);
    let mut seen = std::collections::HashSet::new();
    for (index, item) in items.iter_mut().enumerate() {
        let pointer = format!("#/items/{index}");
        checks.text(TextRule::line(1, 120), &format!("{pointer}/title"), &mut item.title);
        let named = match item.subject {
            VoteSubject::Unit => item.unit.is_some() && item.suggestion.is_none(),
            VoteSubject::Suggestion => item.suggestion.is_some() && item.unit.is_none(),
            VoteSubject::Overall => item.unit.is_none() && item.suggestion.is_none(),
        };
        checks.ensure(named, &format!("{pointer}/subject"), ErrorCode::BallotItemSubject);
        let same = (item.subject, item.unit, item.suggestion, item.axis);
        checks.ensure(seen.insert(same), &pointer, ErrorCode::ValueDuplicate);
    }
    checks.finish()?;
    Ok(items.into_iter().zip(1..).map(|(item, no)| VoteItem { no, item, first_no: None }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn item(subject: VoteSubject, axis: Option<VoteAxis>) -> NewItem {
        NewItem { subject, unit: None, suggestion: None, axis, title: "总体办理工作".to_owned() }
    }

    #[test]
    fn items_are_numbered_and_process_and_result_are_two() {
        let items = vec![
            item(VoteSubject::Overall, Some(VoteAxis::Process)),
            item(VoteSubject::Overall, Some(VoteAxis::Result)),
            NewItem { unit: Some(UnitId(Uuid::nil())), ..item(VoteSubject::Unit, None) },
        ];
        let numbers: Vec<_> = number(items).unwrap().iter().map(|item| item.no).collect();
        assert_eq!(numbers, [1, 2, 3]);
    }

    #[test]
    fn an_item_names_what_it_is_about_and_stands_once() {
        let twice = vec![item(VoteSubject::Overall, None), item(VoteSubject::Overall, None)];
        assert_eq!(number(twice).unwrap_err().fields[0].pointer, "#/items/1");
        let nameless = number(vec![item(VoteSubject::Unit, None)]).unwrap_err();
        assert_eq!(nameless.fields[0].code, ErrorCode::BallotItemSubject);
        let untitled = number(vec![NewItem { title: " ".to_owned(), ..item(VoteSubject::Overall, None) }]);
        assert_eq!(untitled.unwrap_err().fields[0].pointer, "#/items/0/title");
    }
}
