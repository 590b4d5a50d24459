//! Key suggestions of the demo: one nominated, one whose government was asked, one chosen, planned and looked at.

use super::play::Play;
use anyhow::Context as _;
use domain::suggestion::{SuggestionStatus, TaskTier};
use serde_json::json;

const STAFF: &str = "daigong";
const CHAIRMAN: &str = "zhuren";

impl Play {
    /// 提名、征求意见、确定、制定方案、督办, of matters that are being handled.
    pub(super) async fn key_suggestions(&mut self) -> anyhow::Result<()> {
        let open: Vec<usize> = (0..self.cases.len())
            .filter(|at| {
                self.cases[*at].as_ref().is_some_and(|case| {
                    case.status() == SuggestionStatus::Handling
                        && !case.suggestion.confidentiality.confidential
                        && case.answering_tasks().any(|task| task.tier == TaskTier::Unit)
                })
            })
            .take(3)
            .collect();
        let reasons = [
            (json!(["livelihood", "concentrated"]), "群众反映集中，代表连续两年提出，涉及多个部门。"),
            (json!(["difficult"]), "涉及部门多、协调难度大，需要主任会议督办。"),
            (json!(["annual_priority", "overall"]), "与县委年度重点工作一致，关系全局。"),
        ];
        for (number, (at, (reasons, reason))) in open.into_iter().zip(reasons).enumerate() {
            let body = json!({ "year": 2026, "reasons": reasons, "reason": reason });
            self.command(at, STAFF, "/key/propose", body).await?;
            if number == 0 {
                continue;
            }
            let body =
                json!({ "on": "2026-06-08", "opinion": "县政府同意列入重点督办建议，由分管副县长领办。" });
            self.command(at, STAFF, "/key/consult", body).await?;
            if number == 1 {
                continue;
            }
            self.choose(at).await?;
        }
        Ok(())
    }

    async fn choose(&mut self, at: usize) -> anyhow::Result<()> {
        let leader = self.stage.state.store.supervising_leaders().await?;
        let leader = leader.first().context("somebody leads the standing committee")?.id;
        let case = self.cases[at].as_ref().context("there")?;
        let unit = case.answering_tasks().find(|task| task.tier == TaskTier::Unit).context("a task")?.unit;
        let lead = case.suggestion.lead;
        let handler =
            self.registers.units.iter().find(|(_, id)| **id == unit).map(|(key, _)| (*key).to_owned());
        let handler = handler.context("a unit of the demo")?;
        let committee = self.registers.units["chuanzi"];
        let body = json!({ "meeting": "县十八届人大常委会第42次主任会议", "on": "2026-06-09",
            "supervising_leader_id": leader, "organ": "government",
            "leading_official": { "name": "演副县长", "post": "副县长" },
            "unit_head": { "name": "演局长", "post": "局长" }, "committee_id": committee });
        self.command(at, CHAIRMAN, "/key/choose", body).await?;
        let body = json!({ "measures": "成立专班，分三步推进：先摸清底数，再确定方案，年底前完成。",
            "milestones": [
                { "text": "摸清底数，形成清单", "due": "2026-07-15" },
                { "text": "确定方案并征求代表意见", "due": "2026-08-31" },
                { "text": "全部完成", "due": "2026-11-30" }
            ] });
        self.command(at, &handler, "/key/plan", body).await?;
        let body = json!({ "kind": "site", "on": "2026-06-10", "place": "现场（演示）", "participants": "县人大代表工委、承办单位",
            "deputy_ids": [lead], "summary": "察看现场，听取承办单位汇报，要求按节点推进并及时与代表沟通。" });
        self.command(at, STAFF, "/key/events", body).await
    }

    /// A command whose answer is not the matter itself.
    async fn command(
        &mut self,
        at: usize,
        who: &str,
        suffix: &str,
        body: serde_json::Value,
    ) -> anyhow::Result<()> {
        let case = self.post(at, who, suffix, body).await?;
        self.cases[at] = Some(case);
        Ok(())
    }
}
