use super::{MeasureKey, Measures};
use crate::suggestion::coded::coded_enum;
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

coded_enum! {
    /// A line of the score (计分项目).
    ScoreKey {
        Sign = "sign", "按时签收", "Signed for on time";
        Contact = "contact", "面商", "Talked face to face";
        OnTime = "on_time", "按时办复", "Answered on time";
        Quality = "quality", "答复质量", "Quality of the answers";
        Satisfaction = "satisfaction", "结果满意", "Satisfied with the result";
        Implementation = "implementation", "办成与兑现", "Solved and promises kept";
        Publication = "publication", "公开", "Published";
    }
}

impl ScoreKey {
    /// The measure that earns the points.
    pub const fn measure(self) -> MeasureKey {
        match self {
            Self::Sign => MeasureKey::SignedOnTime,
            Self::Contact => MeasureKey::Met,
            Self::OnTime => MeasureKey::OnTime,
            Self::Quality => MeasureKey::CleanDrafts,
            Self::Satisfaction => MeasureKey::SatisfiedOrBasic,
            Self::Implementation => MeasureKey::Implemented,
            Self::Publication => MeasureKey::Published,
        }
    }

    /// Its full mark in points.
    pub const fn weight(self, weights: &ScoreWeights) -> u32 {
        match self {
            Self::Sign => weights.sign,
            Self::Contact => weights.contact,
            Self::OnTime => weights.on_time,
            Self::Quality => weights.quality,
            Self::Satisfaction => weights.satisfaction,
            Self::Implementation => weights.implementation,
            Self::Publication => weights.publication,
        }
    }
}

impl ScoreWeights {
    /// The full mark in points (满分).
    pub fn full(&self) -> u32 {
        ScoreKey::ALL.iter().map(|key| key.weight(self)).sum()
    }
}

/// One line of the score, in hundredths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScoreLine {
    /// Which.
    pub key: ScoreKey,
    /// Full mark, in hundredths.
    pub full: u32,
    /// Reached, in hundredths. A measure without a base earns its full mark: there was nothing to do wrong.
    pub reached: u32,
    /// How many counted.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
}

/// 单位得分
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitScore {
    /// The lines.
    pub lines: Vec<ScoreLine>,
    /// Yellow cards.
    pub yellow_cards: u32,
    /// Red cards.
    pub red_cards: u32,
    /// Taken off for cards, in hundredths.
    pub deducted: u32,
    /// The total in hundredths, never below zero.
    pub total: u32,
}

/// The score of a unit from the measures of its own matters.
pub fn unit_score(measures: &Measures, weights: &ScoreWeights) -> UnitScore {
    let line = |key: ScoreKey| {
        let ratio = measures.ratio(key.measure());
        let full = key.weight(weights) * 100;
        let reached = match ratio.denominator {
            0 => full,
            all => full * ratio.numerator / all,
        };
        ScoreLine { key, full, reached, numerator: ratio.numerator, denominator: ratio.denominator }
    };
    let lines: Vec<ScoreLine> = ScoreKey::ALL.iter().copied().map(line).collect();
    let (yellow_cards, red_cards) = (measures.yellow_cards.numerator, measures.red_cards.numerator);
    let deducted = (yellow_cards * weights.yellow_card + red_cards * weights.red_card) * 100;
    let reached: u32 = lines.iter().map(|line| line.reached).sum();
    UnitScore { lines, yellow_cards, red_cards, deducted, total: reached.saturating_sub(deducted) }
}

/// The place of each total among all, the highest first; equal ones share a place (并列名次).
pub fn ranks(totals: &[u32]) -> Vec<u32> {
    let above = |total: u32| totals.iter().filter(|other| **other > total).count();
    totals.iter().map(|total| u32::try_from(above(*total)).unwrap_or(u32::MAX).saturating_add(1)).collect()
}
