use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Declares newtypes over UUIDv7 so that a unit's id can never be passed where a deputy's belongs.
macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

id_types! {
    /// 账号: somebody or something that can sign in.
    AccountId,
    /// 角色授权: one role given to one account within a scope.
    RoleGrantId,
    /// 登录会话: one signed-in device.
    LoginSessionId,
    /// 自然人
    PersonId,
    /// 届
    TermId,
    /// 次会议
    CongressSessionId,
    /// 辖区: a node of the tree county → towns and streets → constituencies.
    JurisdictionId,
    /// 选区
    ConstituencyId,
    /// 单位 (organisation of any kind, see `org`).
    UnitId,
    /// 人大代表: one seat held by one person in one term at one level.
    DeputyId,
    /// 代表团
    DelegationId,
    /// 代表小组
    GroupId,
    /// 代表建议
    SuggestionId,
    /// 办理任务: one unit's part in one suggestion and one round.
    HandlingTaskId,
    /// 退办申请
    SendBackId,
    /// 延期申请
    ExtensionId,
    /// 联系沟通记录
    ContactLogId,
    /// 协办意见
    CoOpinionId,
    /// 答复
    ReplyId,
    /// 评价
    FeedbackId,
    /// 承诺事项
    CommitmentId,
    /// 公开决定
    PublicationId,
    /// 催办
    UrgeId,
    /// 督办活动
    KeyEventId,
    /// 附件
    FileId,
    /// 导入批次
    ImportId,
    /// 接口密钥: the name under which another system calls.
    ApiKeyId,
    /// One secret of a key; two may be live while it is rotated.
    ApiKeySecretId,
    /// 事件推送: where another system wants to be called.
    WebhookId,
    /// 数据导出
    ExportId,
    /// 代表建议办理督办会
    SupervisionMeetingId,
    /// 通知
    NotificationId,
    /// 代办
    SubstitutionId,
    /// 常用视图: a saved view of a list.
    ViewId,
}
