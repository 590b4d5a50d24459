use crate::kernel::coded_enum;

coded_enum! {
    /// 授权范围: what a key may be used for. Given when the key is made and never widened: a copy that was loaded with a
    /// key stays the copy of what that key may see. Who needs more is given another key.
    KeyScope {
        /// Published matters: status, replies, files, feed and exports of what every citizen may read (双公开).
        SuggestionsRead = "suggestions:read", "已公开建议", "Published suggestions";
        /// Matters as the authorities see them: of one unit, or of an area for its supervision. Never confidential ones.
        SuggestionsOfficial = "suggestions:official", "承办与督办信息", "Suggestions as the authorities see them";
        /// Reference lists: units, deputies, groups, sessions, categories, codes.
        ReferenceRead = "reference:read", "基础名录", "Reference lists";
        /// Making exports on demand, within what the key may see.
        ExportsCreate = "exports:create", "数据导出", "Exports on demand";
        /// Having oneself called: webhooks of this key.
        WebhooksManage = "webhooks:manage", "事件推送", "Webhooks";
    }
}
