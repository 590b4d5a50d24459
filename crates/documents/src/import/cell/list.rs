//! Several things in one cell: names and numbered proposals.

use super::text::{compact, tidy};

/// Delimiters that never belong to a name.
pub fn is_delimiter(c: char) -> bool {
    matches!(c, '、' | ',' | '，' | ';' | '；' | '/' | '／' | '\n' | '|' | '。')
}

/// Names in one cell, and whether it ended in “等5人”. Spaces inside a name (张 三) do not divide it, spaces between names do.
pub fn names(text: &str) -> (Vec<String>, bool) {
    let tidy = tidy(text);
    let (list, others) = without_others(&tidy);
    let mut out: Vec<String> = Vec::new();
    for piece in list.split(is_delimiter) {
        out.extend(by_spaces(piece));
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|name| seen.insert(compact(name)));
    (out, others)
}

/// 张三等5人, 张三等12名代表 → 张三.
pub fn without_others(text: &str) -> (&str, bool) {
    let Some((before, after)) = text.rsplit_once('等') else { return (text, false) };
    let folded = compact(after);
    let rest = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let rest =
        rest.trim_start_matches(['人', '名', '位']).trim_start_matches("代表").trim_start_matches("人大代表");
    if rest.is_empty() { (before, true) } else { (text, false) }
}

fn by_spaces(piece: &str) -> Vec<String> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let latin = words.iter().any(|w| w.chars().any(|c| c.is_ascii_alphabetic()));
    if latin {
        return vec![words.join(" ")];
    }
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for word in words {
        let single = word.chars().count() == 1;
        match out.last_mut() {
            // 张 三: single characters belong together.
            Some(last) if single && open => {
                last.push_str(word);
                open = last.chars().count() < 2;
            }
            _ => {
                out.push(word.to_owned());
                open = single;
            }
        }
    }
    out
}

/// Proposals of one cell: numbered (1. 2、（3） 一、) or one a line; else the whole is one proposal.
pub fn proposals(text: &str) -> Vec<String> {
    let tidy = tidy(text);
    let mut out: Vec<String> = Vec::new();
    let mut numbered = false;
    for line in tidy.lines().map(str::trim).filter(|l| !l.is_empty()) {
        for (starts, part) in numbered_parts(line) {
            numbered |= starts;
            match out.last_mut() {
                // A line without number continues the proposal before it, once numbers are used.
                Some(last) if numbered && !starts => {
                    last.push('\n');
                    last.push_str(part);
                }
                _ => out.push(part.to_owned()),
            }
        }
    }
    out
}

/// Cuts a line before each number that follows a sentence end; tells whether a part began with one.
fn numbered_parts(line: &str) -> Vec<(bool, &str)> {
    let mut cuts = vec![0];
    let mut after_end = false;
    for (at, c) in line.char_indices() {
        if at > 0 && after_end && number_length(&line[at..]).is_some() {
            cuts.push(at);
        }
        if !c.is_whitespace() {
            after_end = matches!(c, '。' | '；' | ';' | '!' | '！');
        }
    }
    cuts.push(line.len());
    cuts.windows(2)
        .map(|pair| {
            let part = line[pair[0]..pair[1]].trim();
            match number_length(part) {
                Some(length) => (true, part[length..].trim()),
                None => (false, part),
            }
        })
        .filter(|(_, part)| !part.is_empty())
        .collect()
}

/// Bytes of a leading number with its mark: `1.` `2、` `（3）` `4)` `一、`; not of 2026年 or 3.5公里.
fn number_length(text: &str) -> Option<usize> {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let (open, rest) = match text.strip_prefix(['(', '（']) {
        Some(rest) => (text.len() - rest.len(), rest),
        None => (0, text),
    };
    let after = rest.trim_start_matches(numeral);
    let digits = rest.len() - after.len();
    if digits == 0 || rest[..digits].chars().count() > 3 {
        return None;
    }
    let mark = after.chars().next()?;
    let fits = if open > 0 {
        matches!(mark, ')' | '）')
    } else {
        matches!(mark, '.' | '．' | '、' | ')' | '）')
    };
    let decimal =
        matches!(mark, '.' | '．') && after[mark.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    (fits && !decimal).then(|| open + digits + mark.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_every_delimiter() {
        assert_eq!(
            names("演知秋、例 云,样清和；拟 甲/模乙\n虚丙").0,
            ["演知秋", "例云", "样清和", "拟甲", "模乙", "虚丙"]
        );
        assert_eq!(names("张 三 李四  王五").0, ["张三", "李四", "王五"]);
        assert_eq!(names("张三、张三").0, ["张三"], "said twice, signed once");
        assert_eq!(names("张三、李四等12名代表"), (vec!["张三".into(), "李四".into()], true));
        assert_eq!(names("等闲之").0, ["等闲之"]);
    }

    #[test]
    fn proposals_by_number_and_by_line() {
        assert_eq!(
            proposals("1.列入计划。\n2、修3.5公里道路；\n（3）加强管护"),
            ["列入计划。", "修3.5公里道路；", "加强管护"]
        );
        assert_eq!(proposals("一、列入计划。二、2026年完成。"), ["列入计划。", "2026年完成。"]);
        assert_eq!(proposals("甲\n乙"), ["甲", "乙"]);
        assert_eq!(proposals("1. 甲\n续甲\n2. 乙"), ["甲\n续甲", "乙"]);
        assert_eq!(proposals("建议修路"), ["建议修路"]);
    }
}
