//! 承办单位统计表: how each unit answers, in one line each; and 承办台账, a unit's own list of what it has to do.

use chrono::NaiveDate;

use super::LedgerRow;
use crate::sheet::Value;

/// A share of one with what it counts; an empty base shows nothing rather than 0%.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
}

impl From<Share> for Value {
    fn from(share: Share) -> Self {
        if share.denominator == 0 {
            return Self::Empty;
        }
        Self::Percent(f64::from(share.numerator) / f64::from(share.denominator))
    }
}

/// One unit in the statistics of units (承办单位统计表).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitRow {
    /// 单位
    pub unit: String,
    /// 主办
    pub leads: u32,
    /// 协办
    pub co: u32,
    /// 分办
    pub splits: u32,
    /// 按时签收率
    pub signed_on_time: Share,
    /// 退办, agreed to.
    pub sent_back: u32,
    /// 退办, refused.
    pub send_back_refused: u32,
    /// 按时办复率
    pub on_time: Share,
    /// 面商率
    pub met: Share,
    /// A, B, C, D, under the scheme in force.
    pub letters: [u32; 4],
    /// 满意 (结果，最终)
    pub satisfied: u32,
    /// 基本满意
    pub basic: u32,
    /// 不满意
    pub unsatisfied: u32,
    /// 未评价
    pub unevaluated: u32,
    /// 办成率
    pub resolved: Share,
    /// B转A
    pub promised_then_resolved: Share,
    /// 黄牌
    pub yellow_cards: u32,
    /// 红牌
    pub red_cards: u32,
    /// 得分; none for a unit that owes no answer.
    pub score: Option<f64>,
    /// 排名, from 1; equal scores share a place.
    pub rank: Option<u32>,
}

impl LedgerRow for UnitRow {
    const NAME: &'static str = "承办单位统计表";
    const COLUMNS: &'static [&'static str] = &[
        "单位",
        "主办",
        "协办",
        "分办",
        "按时签收率",
        "退办(同意/不同意)",
        "按时办复率",
        "面商率",
        "A",
        "B",
        "C",
        "D",
        "满意",
        "基本满意",
        "不满意",
        "未评价",
        "办成率",
        "B转A",
        "黄牌",
        "红牌",
        "得分",
        "排名",
    ];
    const FROZEN: u16 = 1;

    fn cells(self, _serial: u32) -> Vec<Value> {
        let [a, b, c, d] = self.letters;
        vec![
            self.unit.into(),
            self.leads.into(),
            self.co.into(),
            self.splits.into(),
            self.signed_on_time.into(),
            format!("{}/{}", self.sent_back, self.send_back_refused).into(),
            self.on_time.into(),
            self.met.into(),
            a.into(),
            b.into(),
            c.into(),
            d.into(),
            self.satisfied.into(),
            self.basic.into(),
            self.unsatisfied.into(),
            self.unevaluated.into(),
            self.resolved.into(),
            self.promised_then_resolved.into(),
            self.yellow_cards.into(),
            self.red_cards.into(),
            self.score.map_or(Value::Empty, Value::Number),
            self.rank.into(),
        ]
    }
}

/// One task in a unit's own ledger (承办台账).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnTaskRow {
    /// 编号
    pub number: String,
    /// 标题
    pub title: String,
    /// 领衔代表
    pub lead_deputy: String,
    /// 承办单位
    pub unit: String,
    /// 承办方式
    pub role: String,
    /// 承办内容, for 分办.
    pub scope: String,
    /// 轮次
    pub round: u32,
    /// 分管领导
    pub leader: String,
    /// 承办人
    pub handler: String,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// 签收日期
    pub signed_on: Option<NaiveDate>,
    /// 沟通日期/方式 of the last talk.
    pub talked: Option<(NaiveDate, String)>,
    /// 协办意见
    pub co_opinions: String,
    /// 办理期限 in force.
    pub due_on: Option<NaiveDate>,
    /// 答复日期
    pub replied_on: Option<NaiveDate>,
    /// 文号
    pub doc_no: String,
    /// 结果分类
    pub category_letter: String,
    /// 代表评价 (result)
    pub rating: String,
    /// 承诺事项
    pub commitments: String,
    /// 办理状态
    pub status: String,
}

impl LedgerRow for OwnTaskRow {
    const NAME: &'static str = "承办台账";
    const COLUMNS: &'static [&'static str] = &[
        "序号",
        "编号",
        "标题",
        "领衔代表",
        "承办单位",
        "承办方式",
        "承办内容",
        "轮次",
        "分管领导",
        "承办人",
        "交办日期",
        "签收日期",
        "沟通日期/方式",
        "协办意见",
        "办理期限",
        "答复日期",
        "文号",
        "结果分类",
        "代表评价",
        "承诺事项",
        "办理状态",
    ];
    const FROZEN: u16 = 3;

    fn cells(self, serial: u32) -> Vec<Value> {
        vec![
            serial.into(),
            self.number.into(),
            self.title.into(),
            self.lead_deputy.into(),
            self.unit.into(),
            self.role.into(),
            self.scope.into(),
            self.round.into(),
            self.leader.into(),
            self.handler.into(),
            self.assigned_on.into(),
            self.signed_on.into(),
            self.talked.map(|(day, how)| format!("{day} {how}")).into(),
            self.co_opinions.into(),
            self.due_on.into(),
            self.replied_on.into(),
            self.doc_no.into(),
            self.category_letter.into(),
            self.rating.into(),
            self.commitments.into(),
            self.status.into(),
        ]
    }
}
