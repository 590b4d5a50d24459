//! The one catalogue of error codes. It generates `docs/errors.md`, the `/problems/{code}` pages
//! and the texts of problem documents in both languages. A code never changes its meaning; texts
//! may be improved. `{name}` in a text is filled from the error's parameters.

/// Declares the catalogue: variant, code, HTTP status, then title in Chinese and English.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal, $zh:literal, $en:literal;)+) => {
        /// A stable, documented reason for a refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* #[doc = $en] $variant,)+
        }

        impl ErrorCode {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as the wire shows it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The HTTP status of a problem with this code (field-level codes: 422).
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// Text in Chinese, with `{parameters}`.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// Text in English, with `{parameters}`.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }

            /// The entry with this code.
            pub fn find(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|entry| entry.code() == code)
            }
        }
    };
}

catalogue! {
    // Requests as such
    RouteNotFound = "route.not_found", 404, "没有这个地址", "There is nothing at this address";
    MethodNotAllowed = "method.not_allowed", 405, "该地址不支持这种请求方式", "This address does not support the method";
    NotFound = "resource.not_found", 404, "没有找到，或者您无权查看", "Not found, or you may not see it";
    RequestMalformed = "request.malformed", 400, "请求格式不正确", "The request cannot be read";
    RequestUnknownParameter = "request.unknown_parameter", 400, "不认识的参数“{name}”", "Unknown parameter “{name}”";
    RequestTooLarge = "request.too_large", 413, "提交的内容过大", "The request body is too large";
    MediaTypeUnsupported = "media_type.unsupported", 415, "不支持这种内容类型", "The content type is not supported";
    NotAcceptable = "media_type.not_acceptable", 406, "不能提供所要求的格式", "The requested format cannot be produced";
    CursorInvalid = "cursor.invalid", 400, "翻页标记已失效，请从第一页重新开始", "The page cursor is not valid for this list; start again from the first page";
    PreconditionRequired = "precondition.required", 428, "请求缺少 If-Match 版本号", "The request needs an If-Match header";
    VersionStale = "version.stale", 412, "内容已被他人更新，请查看最新内容后再试", "Somebody has changed this in the meantime; look at the current version and try again";
    IdempotencyKeyRequired = "idempotency.key_required", 400, "请求缺少 Idempotency-Key", "The request needs an Idempotency-Key header";
    IdempotencyKeyInvalid = "idempotency.key_invalid", 400, "Idempotency-Key 应为 8 至 128 个可见字符", "Idempotency-Key must be 8 to 128 visible characters";
    IdempotencyMismatch = "idempotency.mismatch", 422, "同一个 Idempotency-Key 已用于另一个请求", "This Idempotency-Key was used for a different request";
    RateLimited = "rate.limited", 429, "请求过于频繁，请稍后再试", "Too many requests; try again later";
    ServiceUnavailable = "service.unavailable", 503, "系统繁忙，请稍后再试", "The service is busy; try again shortly";
    StorageFull = "storage.full", 507, "存储空间不足，内容未保存", "Storage is full; nothing was saved";
    Internal = "internal", 500, "系统内部错误，请凭请求编号联系管理员", "Internal error; quote the request id to the administrator";

    // Fields
    ValidationFailed = "validation.failed", 422, "提交的内容有误，请修改标出的项目", "Some of what was submitted needs to be corrected";
    TextRequired = "text.required", 422, "不能为空", "Must not be empty";
    TextTooShort = "text.too_short", 422, "不能少于 {min} 个字，现有 {actual} 个字", "At least {min} characters, now {actual}";
    TextTooLong = "text.too_long", 422, "不能超过 {max} 个字，现有 {actual} 个字", "At most {max} characters, now {actual}";
    TextControlCharacter = "text.control_character", 422, "含有不允许的控制字符", "Contains a control character";
    TextDirectionOverride = "text.direction_override", 422, "含有不允许的文字方向控制符", "Contains a text direction override";
    ValueRequired = "value.required", 422, "必须填写", "Required";
    ValueInvalid = "value.invalid", 422, "取值不正确", "Not a valid value";
    ValueOutOfRange = "value.out_of_range", 422, "应在 {min} 至 {max} 之间", "Must be between {min} and {max}";
    ValueDuplicate = "value.duplicate", 422, "重复", "Given twice";
    ReferenceUnknown = "reference.unknown", 422, "所指的对象不存在或不可选", "What this refers to does not exist or cannot be chosen";
    DateInvalid = "date.invalid", 422, "日期不正确", "Not a valid date";
    DateOrder = "date.order", 422, "结束不能早于开始", "The end must not be before the start";
    MobileInvalid = "mobile.invalid", 422, "手机号码不正确", "Not a valid mobile number";
    IdNumberInvalid = "id_number.invalid", 422, "身份证号码不正确", "Not a valid identity number";

    // Who
    AuthRequired = "auth.required", 401, "请先登录", "Sign in first";
    AuthTokenInvalid = "auth.token_invalid", 401, "登录已失效，请重新登录", "The sign-in is no longer valid; sign in again";
    AuthCredentialsInvalid = "auth.credentials_invalid", 401, "用户名或密码不正确，或账号暂不能登录", "User name or password is wrong, or the account cannot sign in at present";
    AuthRefreshInvalid = "auth.refresh_invalid", 401, "登录已过期，请重新登录", "The sign-in has expired; sign in again";
    AuthThrottled = "auth.throttled", 429, "尝试次数过多，请 {seconds} 秒后再试", "Too many attempts; try again in {seconds} seconds";
    AuthResetInvalid = "auth.reset_invalid", 422, "重设密码的链接无效或已过期", "The reset link is not valid or has expired";
    PermissionDenied = "permission.denied", 403, "您没有进行此项操作的权限", "You may not do this";
    PasswordChangeRequired = "auth.password_change_required", 403, "请先修改初始密码", "Change the initial password first";
    PasswordWrong = "password.wrong", 422, "原密码不正确", "The current password is wrong";
    PasswordTooShort = "password.too_short", 422, "密码至少 {min} 位", "The password needs at least {min} characters";
    PasswordTooWeak = "password.too_weak", 422, "密码应包含大写字母、小写字母、数字、符号中的至少三类", "Use at least three of upper case, lower case, digits, symbols";
    PasswordContainsName = "password.contains_name", 422, "密码不能包含用户名", "The password must not contain the user name";
    PasswordCommon = "password.common", 422, "密码过于常见", "The password is too common";
    UsernameTaken = "username.taken", 409, "用户名已被使用", "The user name is taken";
    RoleConflict = "role.conflict", 409, "系统管理员、安全管理员、审计员不得互相兼任", "System, security and audit administrators exclude each other";
    RoleScopeRequired = "role.scope_required", 422, "该角色必须指定单位、小组或代表", "This role needs a unit, a group or a deputy";
    RoleGrantExists = "role.grant_exists", 409, "已有相同的角色授权", "The same grant exists already";
    LastAdministrator = "account.last_administrator", 409, "不能停用最后一名系统管理员", "The last system administrator cannot be disabled";
    SelfForbidden = "account.self_forbidden", 409, "不能对自己的账号进行此项操作", "Not on your own account";

    // State
    StateConflict = "state.conflict", 409, "当前状态（{state}）下不能进行此项操作", "Not possible in the present state ({state})";
    UniqueConflict = "unique.conflict", 409, "已有相同的记录", "The same record exists already";
    InUse = "resource.in_use", 409, "已被其他记录引用，不能删除", "Other records refer to this; it cannot be removed";
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_texts_have_the_same_parameters() {
        let mut seen = HashSet::new();
        for entry in ErrorCode::ALL {
            assert!(seen.insert(entry.code()), "{} twice", entry.code());
            assert_eq!(parameters(entry.zh()), parameters(entry.en()), "{}", entry.code());
            assert_eq!(ErrorCode::find(entry.code()), Some(*entry));
            assert!((400..=599).contains(&entry.status()), "{}", entry.code());
        }
    }

    fn parameters(text: &str) -> HashSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect()
    }
}
