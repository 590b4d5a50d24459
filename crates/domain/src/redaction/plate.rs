//! Number plates of vehicles (GA 36).

use super::plain::{Plain, is_gap};
use super::{PersonalData, Span};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

pub(super) fn find(text: &Plain) -> Vec<Span> {
    (0..text.len()).filter_map(|index| plate(text, index)).collect()
}

fn plate(text: &Plain, start: usize) -> Option<Span> {
    if !PROVINCES.contains(text.at(start)) {
        return None;
    }
    let mut index = text.skip_gaps(start + 1);
    let office = text.at(index).to_ascii_uppercase();
    if index > start + 2 || !office.is_ascii_uppercase() || matches!(office, 'I' | 'O') {
        return None;
    }
    index += 1;
    let (mut values, mut digits, mut end) = (0, 0, index);
    loop {
        // Between the characters at most a dot and a space.
        let mut next = index;
        while next - index < 2
            && (is_gap(text.at(next)) || matches!(text.at(next), '·' | '•' | '.' | '-' | '・' | '‧' | '∙'))
        {
            next += 1;
        }
        let c = text.at(next).to_ascii_uppercase();
        let digit = text.digit(next).is_some();
        if !digit && (!c.is_ascii_uppercase() || c == 'I' || c == 'O') {
            break;
        }
        (values, index, end) = (values + 1, next + 1, next + 1);
        digits += usize::from(digit);
        if values > 6 {
            return None;
        }
    }
    let last = text.skip_gaps(end);
    let ending = matches!(text.at(last), '挂' | '学' | '港' | '澳' | '使' | '领' | '警' | '试' | '超');
    if ending && values == 4 && last <= end + 1 {
        (values, end) = (values + 1, last + 1);
    }
    let whole = matches!(values, 5 | 6) && digits >= 2 && !text.at(end).is_ascii_alphanumeric();
    whole.then_some(Span { start, end, kind: PersonalData::Plate })
}
