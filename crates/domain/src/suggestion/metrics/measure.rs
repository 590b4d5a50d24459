use super::{Entry, MatterFacts, MeasureKey, Ratio, Spread};
use crate::suggestion::{Rating, ReplyCategory};
use chrono::NaiveDate;
use serde::Serialize;

/// 满意度 of one kind (result or attitude) in one view (first or final).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RatingMeasures {
    /// 满意率
    pub satisfied: Ratio,
    /// 满意和基本满意率
    pub satisfied_or_basic: Ratio,
    /// 未评价: replied, but neither satisfied nor in the base.
    pub unevaluated: u32,
}

/// Every measure of one base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Measures {
    /// How many matters are in the base.
    pub base: u32,
    /// 按时办复率
    pub on_time: Ratio,
    /// 未延期按时率
    pub on_time_original: Ratio,
    /// 办复率
    pub replied: Ratio,
    /// 按时签收率
    pub signed_on_time: Ratio,
    /// 退办率
    pub send_back: Ratio,
    /// 错交率
    pub wrong_assignment: Ratio,
    /// 面商率
    pub met: Ratio,
    /// 初次：结果
    pub first_result: RatingMeasures,
    /// 初次：态度
    pub first_attitude: RatingMeasures,
    /// 最终：结果
    pub final_result: RatingMeasures,
    /// 最终：态度
    pub final_attitude: RatingMeasures,
    /// 办成率
    pub resolved: Ratio,
    /// 首答A率
    pub first_resolved: Ratio,
    /// 落实率
    pub implemented: Ratio,
    /// B转A率
    pub promised_then_resolved: Ratio,
    /// 承诺按时兑现率
    pub commitments_kept: Ratio,
    /// 重办率
    pub rehandled: Ratio,
    /// 公开率
    pub published: Ratio,
    /// 重复提出率
    pub recurring: Ratio,
    /// 办理天数, assignment to answer
    pub days_to_reply: Spread,
    /// Matters by category now.
    pub by_category: Vec<(ReplyCategory, u32)>,
    /// 交办件数: the base itself.
    pub all: Ratio,
    /// 未评价率 in the end.
    pub unevaluated: Ratio,
    /// 未评价率 of the first round.
    pub unevaluated_first: Ratio,
    /// 办理天数: those of which the days were measured.
    pub days: Ratio,
    /// 预审一次通过率: letters that no pre-review returned.
    pub clean_drafts: Ratio,
    /// 黄牌
    pub yellow_cards: Ratio,
    /// 红牌
    pub red_cards: Ratio,
}

impl Measures {
    /// A measure by its name, with everything behind it.
    pub const fn ratio(&self, key: MeasureKey) -> &Ratio {
        match key {
            MeasureKey::Base => &self.all,
            MeasureKey::OnTime => &self.on_time,
            MeasureKey::OnTimeOriginal => &self.on_time_original,
            MeasureKey::Replied => &self.replied,
            MeasureKey::SignedOnTime => &self.signed_on_time,
            MeasureKey::SendBack => &self.send_back,
            MeasureKey::WrongAssignment => &self.wrong_assignment,
            MeasureKey::Met => &self.met,
            MeasureKey::Satisfied => &self.final_result.satisfied,
            MeasureKey::SatisfiedOrBasic => &self.final_result.satisfied_or_basic,
            MeasureKey::SatisfiedFirst => &self.first_result.satisfied,
            MeasureKey::SatisfiedOrBasicFirst => &self.first_result.satisfied_or_basic,
            MeasureKey::Attitude => &self.final_attitude.satisfied,
            MeasureKey::AttitudeOrBasic => &self.final_attitude.satisfied_or_basic,
            MeasureKey::AttitudeFirst => &self.first_attitude.satisfied,
            MeasureKey::AttitudeOrBasicFirst => &self.first_attitude.satisfied_or_basic,
            MeasureKey::Unevaluated => &self.unevaluated,
            MeasureKey::UnevaluatedFirst => &self.unevaluated_first,
            MeasureKey::Resolved => &self.resolved,
            MeasureKey::FirstResolved => &self.first_resolved,
            MeasureKey::Implemented => &self.implemented,
            MeasureKey::PromisedThenResolved => &self.promised_then_resolved,
            MeasureKey::CommitmentsKept => &self.commitments_kept,
            MeasureKey::Rehandled => &self.rehandled,
            MeasureKey::Published => &self.published,
            MeasureKey::Recurring => &self.recurring,
            MeasureKey::CleanDrafts => &self.clean_drafts,
            MeasureKey::Days => &self.days,
            MeasureKey::YellowCards => &self.yellow_cards,
            MeasureKey::RedCards => &self.red_cards,
        }
    }
}

/// Computes all measures on `today`. Whatever is not in the base ([`MatterFacts::counts`]) is ignored.
pub fn measures(matters: &[MatterFacts], today: NaiveDate) -> Measures {
    let mut all = Measures::default();
    let mut days = Vec::new();
    for matter in matters.iter().filter(|matter| matter.counts()) {
        all.base += 1;
        all.all.enter(Entry { on: matter.assigned_on, ..Entry::of(matter.id, true) });
        for draft in &matter.drafts {
            let entry = Entry { unit: Some(draft.unit), on: draft.on, ..Entry::of(matter.id, draft.clean) };
            all.clean_drafts.enter(entry);
        }
        for card in &matter.cards {
            let entry = Entry { unit: Some(card.unit), on: Some(card.on), ..Entry::of(matter.id, true) };
            let cards = if card.red { &mut all.red_cards } else { &mut all.yellow_cards };
            cards.enter(entry);
        }
        all.replied.add(matter.id, matter.is_replied());
        all.recurring.add(matter.id, matter.recurring);
        add_tasks(&mut all, matter, today);
        add_promises(&mut all, matter, today);
        if let (Some(assigned), Some(replied)) = (matter.assigned_on, matter.replied_on) {
            add_replied(&mut all, matter);
            if !matter.reference_only {
                days.push((replied - assigned).num_days());
                all.days.enter(Entry { on: Some(replied), ..Entry::of(matter.id, true) });
            }
        }
        if matter.publishable {
            all.published.add(matter.id, matter.published);
        }
    }
    all.days_to_reply = Spread::of(days);
    all.by_category = ReplyCategory::ALL
        .iter()
        .map(|category| {
            let of = |matter: &&MatterFacts| matter.counts() && matter.category == Some(*category);
            (*category, u32::try_from(matters.iter().filter(of).count()).unwrap_or(u32::MAX))
        })
        .collect();
    all
}

fn add_tasks(all: &mut Measures, matter: &MatterFacts, today: NaiveDate) {
    for task in &matter.tasks {
        let signed = task.signed_on.zip(task.sign_due).is_some_and(|(on, due)| on <= due);
        let entry = |counts| Entry { unit: Some(task.unit), ..Entry::of(matter.id, counts) };
        all.signed_on_time.enter(Entry { due: task.sign_due, on: task.signed_on, ..entry(signed) });
        all.send_back.enter(entry(task.send_back_requested));
        all.wrong_assignment.enter(entry(task.send_back_agreed));
        // For reference only: no written answer is owed, so none can be late.
        if !task.owes_reply || matter.reference_only {
            continue;
        }
        let within = |due: NaiveDate| {
            let counts = task.first_issued_on.is_some_and(|on| on <= due);
            Entry { due: Some(due), on: task.first_issued_on, ..entry(counts) }
        };
        if let Some(due) = task.effective_due.filter(|due| *due <= today) {
            all.on_time.enter(within(due));
        }
        if let Some(due) = task.original_due.filter(|due| *due <= today) {
            all.on_time_original.enter(within(due));
        }
    }
}

fn add_replied(all: &mut Measures, matter: &MatterFacts) {
    let resolved = matter.category == Some(ReplyCategory::Resolved);
    all.resolved.add(matter.id, resolved);
    all.first_resolved.add(matter.id, matter.first_category == Some(ReplyCategory::Resolved));
    let mut promises = matter.commitments.iter().filter(|promise| !promise.replaced).peekable();
    let kept = promises.peek().is_some() && promises.all(|promise| promise.accepted_on.is_some());
    all.implemented.add(matter.id, resolved || kept);
    if matter.reference_only {
        return;
    }
    all.met.add(matter.id, matter.met_before_reply);
    add_rating(&mut all.first_attitude, matter, matter.first_rating.map(|(attitude, _)| attitude));
    add_rating(&mut all.first_result, matter, matter.first_rating.map(|(_, result)| result));
    add_rating(&mut all.final_attitude, matter, matter.final_rating.map(|(attitude, _)| attitude));
    add_rating(&mut all.final_result, matter, matter.final_rating.map(|(_, result)| result));
    all.unevaluated_first.add(matter.id, matter.first_rating.is_none());
    all.unevaluated.add(matter.id, matter.final_rating.is_none());
    if matter.first_rating.is_some() {
        all.rehandled.add(matter.id, matter.rehandled);
    }
}

fn add_rating(measures: &mut RatingMeasures, matter: &MatterFacts, rating: Option<Rating>) {
    match rating {
        None => measures.unevaluated += 1,
        Some(rating) => {
            measures.satisfied.add(matter.id, rating == Rating::Satisfied);
            measures.satisfied_or_basic.add(matter.id, rating != Rating::Unsatisfied);
        }
    }
}

fn add_promises(all: &mut Measures, matter: &MatterFacts, today: NaiveDate) {
    let mut due = false;
    for promise in matter.commitments.iter().filter(|promise| !promise.replaced && promise.due <= today) {
        due = true;
        let kept = promise.accepted_on.is_some_and(|on| on <= promise.due);
        let entry = Entry::of(matter.id, kept);
        all.commitments_kept.enter(Entry { due: Some(promise.due), on: promise.accepted_on, ..entry });
    }
    let promised = matches!(matter.first_category, Some(ReplyCategory::InProgress | ReplyCategory::Planned));
    if promised && due {
        all.promised_then_resolved.add(matter.id, matter.category == Some(ReplyCategory::Resolved));
    }
}
