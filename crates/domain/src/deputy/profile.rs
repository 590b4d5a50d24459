use crate::kernel::{FieldChecks, FileId, TextRule, coded_enum};
use serde::Serialize;

coded_enum! {
    /// 代表级别 (五级人大代表)
    Level {
        National = "national", "全国人大代表", "National";
        Province = "province", "省人大代表", "Provincial";
        City = "city", "市人大代表", "City";
        County = "county", "县人大代表", "County";
        Township = "township", "乡镇人大代表", "Township";
    }
}

impl Level {
    /// County and township deputies are elected by the voters of a constituency (选举法 art. 3).
    pub const fn is_directly_elected(self) -> bool {
        matches!(self, Self::County | Self::Township)
    }
}

coded_enum! {
    /// 当选方式
    Entry {
        General = "general", "换届选举", "General election";
        ByElection = "by_election", "补选", "By-election";
    }
}

coded_enum! {
    /// 代表构成
    Occupation {
        WorkerPeasant = "worker_peasant", "工人、农民", "Workers and peasants";
        Professional = "professional", "专业技术人员", "Professionals";
        Cadre = "cadre", "党政领导干部", "Party and government cadres";
        Entrepreneur = "entrepreneur", "企业负责人", "Heads of enterprises";
        Other = "other", "其他", "Others";
    }
}

/// 公开信息: what the portal shows of a deputy besides name, constituency and group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublicProfile {
    /// Photograph.
    pub photo: Option<FileId>,
    /// 简介
    pub intro: Option<String>,
    /// 联系选民的平台 (代表之家, 代表联络站)
    pub contact_platform: Option<String>,
}

impl PublicProfile {
    pub(super) fn check(&mut self, checks: &mut FieldChecks) {
        checks.optional_text(TextRule::body(0, 1000), "#/intro", &mut self.intro);
        checks.optional_text(TextRule::line(0, 100), "#/contact_platform", &mut self.contact_platform);
    }
}
