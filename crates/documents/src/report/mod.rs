//! Reports and collections of the deputies' office (§3.8.13): 审查报告, 办理进度通报, 办理情况报告, 建议和答复汇编.
//!
//! They travel to units, meetings and the press, so the caller leaves out confidential matters and protected names for every
//! reader alike.

mod acceptance;
mod bulletin;
mod collection;
pub mod samples;
mod yearly;

pub use acceptance::{AcceptanceReport, RefusedLine};
pub use bulletin::{Bulletin, CardLine, LateLine};
pub use collection::{Collection, CollectionItem, CollectionReply};
pub use yearly::{OpenLine, YearFigures, YearlyReport};

use crate::{
    layout::{Block, GridColumn},
    sheet::ledger::{Share, UnitRow},
};

/// One accepted matter in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatterLine {
    /// 编号
    pub number: String,
    /// 标题
    pub title: String,
    /// 领衔代表
    pub lead_deputy: String,
    /// 类别
    pub category: String,
    /// 承办单位
    pub units: String,
}

/// How many of each kind, the most first.
pub type Counts = Vec<(String, u32)>;

/// 88.9%，8/9; a dash for an empty base.
fn percent(share: Share) -> String {
    if share.denominator == 0 {
        return "—".to_owned();
    }
    let (n, d) = (u64::from(share.numerator), u64::from(share.denominator));
    let tenths = (n * 2000 + d) / (2 * d);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// With what it counts: 88.9%（8/9）.
fn share(share: Share) -> String {
    match share.denominator {
        0 => "—（暂无基数）".to_owned(),
        all => format!("{}（{}/{all}）", percent(share), share.numerator),
    }
}

/// 附件1 and its title on a new page.
fn annex(blocks: &mut Vec<Block>, number: usize, title: &str) {
    blocks.push(Block::PageBreak);
    blocks.push(Block::Heading { text: format!("附件{number}") });
    blocks.push(Block::Title { text: title.to_owned() });
}

/// Counts in two columns of a small table.
fn counts(head: &str, counts: &Counts) -> Block {
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let row = |(name, count): &(String, u32)| {
        vec![name.clone(), count.to_string(), percent(Share { numerator: *count, denominator: all })]
    };
    Block::Grid {
        columns: vec![
            GridColumn::text(head, 30),
            GridColumn::centred("件数", 12),
            GridColumn::centred("占比", 14),
        ],
        rows: counts.iter().map(row).collect(),
    }
}

fn matters(lines: &[MatterLine]) -> Block {
    Block::Grid {
        columns: vec![
            GridColumn::centred("编号", 12),
            GridColumn::text("标题", 26),
            GridColumn::centred("领衔代表", 8),
            GridColumn::centred("类别", 8),
            GridColumn::text("承办单位", 12),
        ],
        rows: lines
            .iter()
            .map(|line| {
                vec![
                    line.number.clone(),
                    line.title.clone(),
                    line.lead_deputy.clone(),
                    line.category.clone(),
                    line.units.clone(),
                ]
            })
            .collect(),
    }
}

/// 承办单位办理情况: what fits on a page of the ledger of units.
fn units(rows: &[UnitRow], with_d: bool) -> Block {
    let mut columns = vec![
        GridColumn::text("单位", 20),
        GridColumn::centred("主办\n分办", 5),
        GridColumn::centred("协办", 5),
        GridColumn::centred("按时\n办复率", 8),
        GridColumn::centred("面商率", 8),
        GridColumn::centred("A", 4),
        GridColumn::centred("B", 4),
        GridColumn::centred("C", 4),
    ];
    if with_d {
        columns.push(GridColumn::centred("D", 4));
    }
    for (head, width) in [
        ("满意", 5),
        ("基本\n满意", 5),
        ("不\n满意", 5),
        ("未\n评价", 5),
        ("黄牌", 4),
        ("红牌", 4),
        ("得分", 7),
        ("排名", 5),
    ] {
        columns.push(GridColumn::centred(head, width));
    }
    let row = |one: &UnitRow| {
        let [a, b, c, d] = one.letters;
        let mut cells = vec![
            one.unit.clone(),
            (one.leads + one.splits).to_string(),
            one.co.to_string(),
            percent(one.on_time),
            percent(one.met),
            a.to_string(),
            b.to_string(),
            c.to_string(),
        ];
        if with_d {
            cells.push(d.to_string());
        }
        cells.extend(
            [one.satisfied, one.basic, one.unsatisfied, one.unevaluated, one.yellow_cards, one.red_cards]
                .map(|n| n.to_string()),
        );
        cells.push(one.score.map_or_else(|| "—".to_owned(), |score| format!("{score:.2}")));
        cells.push(one.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string()));
        cells
    };
    Block::Grid { columns, rows: rows.iter().map(row).collect() }
}
