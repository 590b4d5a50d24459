use super::{Measures, Ratio};
use serde::Serialize;

/// Points of a unit's year (settings; the sum is the full mark).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScoreWeights {
    /// 签收
    pub sign: u32,
    /// 面商
    pub contact: u32,
    /// 按时
    pub on_time: u32,
    /// 答复质量: drafts that were not returned.
    pub quality: u32,
    /// 结果满意
    pub satisfaction: u32,
    /// 办成与承诺
    pub implementation: u32,
    /// 公开
    pub publication: u32,
    /// Taken off for each yellow card.
    pub yellow_card: u32,
    /// Taken off for each red card.
    pub red_card: u32,
}

impl Default for ScoreWeights {
    fn default() -> Self {
        Self {
            sign: 5,
            contact: 15,
            on_time: 20,
            quality: 10,
            satisfaction: 25,
            implementation: 20,
            publication: 5,
            yellow_card: 2,
            red_card: 5,
        }
    }
}

/// Cards given in the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CardCounts {
    /// 黄牌
    pub yellow: u32,
    /// 红牌
    pub red: u32,
}

/// One line of the score, in hundredths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScoreLine {
    /// Which measure.
    pub key: &'static str,
    /// Full mark, in hundredths.
    pub full: u32,
    /// Reached, in hundredths. A measure without a base earns its full mark: there was nothing to do wrong.
    pub reached: u32,
}

/// 单位得分
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitScore {
    /// The lines.
    pub lines: Vec<ScoreLine>,
    /// Taken off for cards, in hundredths.
    pub deducted: u32,
    /// The total in hundredths, never below zero.
    pub total: u32,
}

/// The score of a unit from the measures of its own matters; `clean_drafts` are letters never returned, of all.
pub fn unit_score(
    measures: &Measures,
    clean_drafts: &Ratio,
    cards: CardCounts,
    weights: ScoreWeights,
) -> UnitScore {
    let line = |key, points: u32, ratio: &Ratio| {
        let full = points * 100;
        let reached = match ratio.denominator {
            0 => full,
            all => full * ratio.numerator / all,
        };
        ScoreLine { key, full, reached }
    };
    let lines = vec![
        line("sign", weights.sign, &measures.signed_on_time),
        line("contact", weights.contact, &measures.met),
        line("on_time", weights.on_time, &measures.on_time),
        line("quality", weights.quality, clean_drafts),
        line("satisfaction", weights.satisfaction, &measures.final_result.satisfied_or_basic),
        line("implementation", weights.implementation, &measures.implemented),
        line("publication", weights.publication, &measures.published),
    ];
    let deducted = (cards.yellow * weights.yellow_card + cards.red * weights.red_card) * 100;
    let reached: u32 = lines.iter().map(|line| line.reached).sum();
    UnitScore { lines, deducted, total: reached.saturating_sub(deducted) }
}
