//! Addresses that name a door (详细住址): where somebody lives, not where something is. Villages, estates and roads stay.

use super::address_words::{
    AROUND, BUILDING, DWELLS, ENTRANCE, FLOOR, GROUP, LIVES, PLACES, PUBLIC, ROOM, STANDS,
};
use super::plain::{Plain, is_gap, is_han};
use super::{PersonalData, Span};

pub(super) fn find(text: &Plain) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut index = 0;
    while index < text.len() {
        match door(text, index) {
            Some(span) => {
                index = span.end;
                found.push(span);
            }
            None => index += 1,
        }
    }
    found
}

/// What the numbers of an address say.
#[derive(Clone, Copy, Default)]
struct Door {
    group: bool,
    house: bool,
    building: bool,
    entrance: bool,
    room: bool,
    /// 3-2-501
    joined: bool,
    end: usize,
}

impl Door {
    fn and(self, inner: Self) -> Self {
        Self {
            group: self.group || inner.group,
            house: true,
            building: self.building || inner.building,
            entrance: self.entrance || inner.entrance,
            room: self.room || inner.room,
            joined: self.joined || inner.joined,
            end: inner.end,
        }
    }

    /// One flat, or one house of a village: somebody lives there whatever the sentence says.
    fn is_one(self) -> bool {
        self.room && (self.building || self.entrance || self.house || self.group || self.joined)
            || self.group && self.house
    }
}

/// An address whose first number stands there.
fn door(text: &Plain, first: usize) -> Option<Span> {
    if !starts_number(text, first) {
        return None;
    }
    let mut name_end = first;
    while name_end > 0 && first - name_end < 4 && is_gap(text.before(name_end)) {
        name_end -= 1;
    }
    let mut door = chain(text, first)?;
    let place = text.ends_with(name_end, PLACES).is_some() || matches!(text.before(first), '附' | '甲');
    // 3号楼2单元501室 needs no place before it; 88号 does.
    if !place && !(door.room && (door.building || door.entrance)) {
        return None;
    }
    // 新华路88号香樟苑5幢302室: the house stands in a street and in an estate.
    for _ in 0..3 {
        let Some(inner) = within_estate(text, door.end) else { break };
        door = door.and(inner);
    }
    let start = if place { begin(text, name_end) } else { first };
    if place && first - start < 2 || text.before(start) == '第' {
        return None;
    }
    let lead = text.clause_before(start, 14);
    let own = text.part(start, first);
    let before = format!("{lead}{own}");
    let mut lives = LIVES.iter().filter_map(|word| lead.rfind(word)).max();
    let after = text.clause_after(door.end, 6);
    let dwells =
        lives.is_some() || DWELLS.iter().any(|word| after.trim_start_matches('的').starts_with(word));
    let public = PUBLIC.iter().filter_map(|word| before.rfind(word)).max();
    // 县市场监督管理局地址：仓前街82号 is an office's.
    if public.is_some() && lives.is_some() && lives == lead.rfind("地址") {
        lives = None;
    }
    let stands = STANDS.iter().any(|word| lead.contains(word));
    let named_after: String = after.chars().skip_while(|c| *c == '(').take_while(|c| is_han(*c)).collect();
    let home = ["宿舍", "公寓", "小区", "新村", "家属"].iter().any(|word| own.contains(word));
    let of_the_public = PUBLIC.iter().any(|word| named_after.contains(word)) && !door.is_one()
        || public.is_some()
            && !home
            && (lives.is_none() || public > lives || PUBLIC.iter().any(|word| own.contains(word)));
    let around = text.one_of(door.end, AROUND).is_some();
    let known = if door.is_one() {
        !of_the_public
    } else if door.entrance && door.building {
        // An entrance is one of twenty families: somebody's, where it is said that he lives there.
        lives.is_some() && !of_the_public && !around
    } else {
        door.house && dwells && !of_the_public && !around && !stands
    };
    known.then_some(Span { start, end: door.end, kind: PersonalData::Address })
}

/// The numbers behind the name of an estate that follows a house number.
fn within_estate(text: &Plain, from: usize) -> Option<Door> {
    let first = (from + 2..from + 12).find(|index| starts_number(text, *index))?;
    let named = (from..first).all(|index| is_han(text.at(index))) && text.ends_with(first, PLACES).is_some();
    let of_the_public = PUBLIC.iter().any(|word| text.part(from, first).contains(word));
    chain(text, first).filter(|door| {
        named && !of_the_public && (door.building || door.room || door.entrance || door.joined)
    })
}

fn is_numeral(text: &Plain, index: usize) -> bool {
    text.digit(index).is_some() || matches!(text.at(index), '十' | '百')
}

fn starts_number(text: &Plain, index: usize) -> bool {
    is_numeral(text, index) && (index == 0 || !is_numeral(text, index - 1))
}

/// Beyond a number with letters: `12`, `3A`, `二十一`.
fn number_end(text: &Plain, start: usize) -> usize {
    let mut end = start;
    while end < start + 8 && (is_numeral(text, end) || (end > start && text.at(end).is_ascii_uppercase())) {
        end += 1;
    }
    end
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '‐' | '‑' | '#' | '/' | '·')
}

/// The numbers with their words: `128号3幢2单元501室`, `12组35号`, `3-2-501`.
fn chain(text: &Plain, first: usize) -> Option<Door> {
    /// No address has more.
    const PARTS: usize = 8;
    let mut door = Door::default();
    let mut index = first;
    let mut joints = 0;
    for part in 0..PARTS {
        let end = number_end(text, index);
        if end == index || end - index > 6 {
            break;
        }
        let unit = text.skip_gaps(end);
        if let Some(length) = text.one_of(unit, BUILDING) {
            (door.building, door.end) = (true, unit + length);
        } else if let Some(length) = text.one_of(unit, ENTRANCE) {
            (door.entrance, door.end) = (true, unit + length);
        } else if let Some(length) =
            text.one_of(unit, ROOM).filter(|_| part + joints > 0 && !is_count(text, unit))
        {
            (door.room, door.end) = (true, unit + length);
        } else if let Some(length) = text.one_of(unit, FLOOR) {
            door.end = unit + length;
        } else if let Some(length) = text.one_of(unit, GROUP) {
            (door.group, door.end) = (true, unit + length);
        } else if text.at(unit) == '号' {
            (door.house, door.end) = (true, unit + 1);
        } else if is_joint(text.at(end)) && end - index < 4 && number_end(text, end + 1) > end + 1 {
            // 3-2-501
            joints += 1;
            door.joined = true;
            index = end + 1;
            continue;
        } else if joints > 0 && (end - index >= 3 || joints > 1)
            || part > 0 && (door.building || door.entrance) && end - index >= 3
            || part > 0 && door.house && end - index >= 3
        {
            // The last number without its word.
            (door.room, door.end) = (true, end);
            break;
        } else {
            break;
        }
        index = door.end;
        let mut passed = 0;
        while passed < 3
            && (is_gap(text.at(index)) && index < text.len()
                || super::plain::is_break(text.at(index)) && is_numeral(text, index + 1)
                || matches!(text.at(index), '-' | '之' | '附' | '—' | '－' | ',' | '，')
                    && is_numeral(text, index + 1))
        {
            (index, passed) = (index + 1, passed + 1);
        }
    }
    (door.end > first).then_some(door)
}

/// `24户居民` and `12户联名` are counted, `302户` is a door.
fn is_count(text: &Plain, unit: usize) -> bool {
    text.at(unit) == '户'
        && is_han(text.at(unit + 1))
        && !matches!(text.at(unit + 1), '漏' | '的' | '反' | '业' | '王' | '李')
}

/// Where the name of the place begins: behind the words that lead to it.
fn begin(text: &Plain, first: usize) -> usize {
    const LEADS: &[&str] = &[
        "址为",
        "籍为",
        "地为",
        "居民",
        "村民",
        "业主",
        "某某",
        "某",
        "家庭",
        "女士",
        "先生",
        "老人",
        "户主",
        "本人",
        "地址系",
        "走访",
        "前往",
        "反映",
        "联系",
    ];
    let mut start = first;
    while start > 0 && first - start < 30 {
        let c = text.before(start);
        let leads = matches!(
            c,
            '住' | '在' | '于' | '址' | '是' | '到' | '的' | '往' | '租' | '籍' | '即' | '给' | '至' | '系'
        );
        if leads && start < first || text.ends_with(start, LEADS).is_some() {
            break;
        }
        if !is_han(c) && !c.is_ascii_alphanumeric() && c != '·' {
            break;
        }
        start -= 1;
    }
    start
}
