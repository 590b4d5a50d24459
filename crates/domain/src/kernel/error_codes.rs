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
    FeedEpochChanged = "feed.epoch_changed", 409, "数据已从备份恢复，请重新全量加载后再继续接收变更", "The data were restored from a backup; load everything again, then go on with the feed";
    FeedSightChanged = "feed.sight_changed", 409, "该游标属于另一授权范围的密钥，请重新全量加载", "This cursor belongs to a key that sees other matters; load everything again";
    ExportNotReady = "export.not_ready", 409, "导出尚未完成，请稍后再试", "The export is not done yet; try again shortly";
    ExportFailed = "export.failed", 409, "导出未能完成，请重新申请", "The export could not be made; ask for another";
    ExportExpired = "export.expired", 410, "导出文件已过保留期，请重新申请", "The file of this export is no longer kept; ask for another";
    ExportTooMany = "export.too_many", 429, "同时最多 {open} 个导出，每天最多 {day} 个", "At most {open} exports at once and {day} a day";
    FeedExpired = "feed.expired", 410, "该游标早于保留期（{days} 天），请重新全量加载", "This cursor is older than what is kept ({days} days); load everything again";
    ReferenceAmbiguous = "reference.ambiguous", 409, "有多个地区使用这一引用号，请指明 jurisdiction_id", "Several jurisdictions have this reference; say which by jurisdiction_id";
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
    DateTooEarly = "date.too_early", 422, "应为 {earliest} 或之后", "Must be {earliest} or later";
    DateTooLate = "date.too_late", 422, "不能晚于 {latest}", "Must not be after {latest}";
    DateOrder = "date.order", 422, "结束不能早于开始", "The end must not be before the start";
    MobileInvalid = "mobile.invalid", 422, "手机号码不正确", "Not a valid mobile number";
    EmailInvalid = "email.invalid", 422, "电子邮箱不正确", "Not a valid e-mail address";
    IdNumberInvalid = "id_number.invalid", 422, "身份证号码不正确", "Not a valid identity number";

    // Who
    AuthRequired = "auth.required", 401, "请先登录", "Sign in first";
    AuthTokenInvalid = "auth.token_invalid", 401, "登录已失效，请重新登录", "The sign-in is no longer valid; sign in again";
    AuthConfirmationRequired = "auth.confirmation_required", 401, "请重新输入密码，确认是您本人", "Enter your password again to confirm that it is you";
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
    RoleConflict = "role.conflict", 409, "系统管理员、安全管理员、审计员、接口管理员不得互相兼任，也不得兼任业务角色", "System, security, audit and integration administrators exclude each other and business roles";
    RoleScopeRequired = "role.scope_required", 422, "该角色必须指定单位、小组或代表", "This role needs a unit, a group or a deputy";
    RoleGrantExists = "role.grant_exists", 409, "已有相同的角色授权", "The same grant exists already";
    LastAdministrator = "account.last_administrator", 409, "不能停用最后一名系统管理员", "The last system administrator cannot be disabled";
    SelfForbidden = "account.self_forbidden", 409, "不能对自己的账号进行此项操作", "Not on your own account";

    // Keys of other systems
    KeyRequired = "key.required", 401, "请求缺少接口密钥", "The request needs a key: Authorization: Bearer dbk_…";
    KeyInvalid = "key.invalid", 401, "接口密钥无效", "The key is not valid";
    KeyExpired = "key.expired", 401, "接口密钥已过期", "The key has expired";
    KeyRevoked = "key.revoked", 401, "接口密钥已作废", "The key has been revoked";
    KeyAddressRefused = "key.address_refused", 403, "该接口密钥不允许从此网络地址（{address}）调用", "The key may not be used from this address ({address})";
    KeyScopeMissing = "key.scope_missing", 403, "该接口密钥没有“{scope}”授权", "The key lacks the scope {scope}";
    KeyEnded = "key.ended", 409, "接口密钥已作废，不能再更改", "The key has been revoked and cannot be changed any more";
    KeyTwoSecrets = "key.two_secrets", 409, "已有两个有效的密钥串，请先作废其中一个", "Two secrets are live already; revoke one of them first";
    KeyUnitNeedsOfficial = "key.unit_needs_official", 422, "只有授权“承办与督办信息”的密钥才限定单位", "A unit is only given to keys with the scope suggestions:official";
    NetworkInvalid = "network.invalid", 422, "“{value}”不是网络地址或网段（如 203.0.113.0/24、2001:db8::/32）", "“{value}” is no address or network (such as 203.0.113.0/24, 2001:db8::/32)";

    // Webhooks
    WebhookUrlInvalid = "webhook.url_invalid", 422, "不是可以推送的地址（不得含用户名、密码或 # 后内容）", "Not an address that can be called (no user, password or fragment)";
    WebhookUrlNotHttps = "webhook.url_not_https", 422, "推送地址必须使用 https", "The address must use https";
    WebhookUrlRefused = "webhook.url_refused", 422, "不允许向内部网络地址推送", "Addresses of internal networks are not called";
    WebhookEventTypeInvalid = "webhook.event_type_invalid", 422, "不是事件类型（如 suggestion.replied、suggestion.*）", "Not an event type (such as suggestion.replied, suggestion.*)";
    WebhookTooMany = "webhook.too_many", 409, "每个密钥最多 {max} 个推送地址", "A key has {max} webhooks at most";
    WebhookSandbox = "webhook.sandbox", 409, "沙箱密钥只能测试推送，没有可重放的事件", "A sandbox key can only test webhooks; there is nothing to replay";
    WebhookRangeTooLarge = "webhook.range_too_large", 422, "一次最多重放 {max} 条", "At most {max} places of the feed are replayed at once";

    // Notices
    NotificationStreams = "notification.too_many_streams", 429, "同一账号最多同时打开 {max} 个实时通知连接", "An account has {max} live connections at most";
    NotificationChannelOff = "notification.channel_off", 409, "系统未启用这个通知渠道", "This channel is not set up here";
    NotificationAddressMissing = "notification.address_missing", 409, "请先填写该渠道的接收地址", "Enter an address for this channel first";
    NotificationTestTooSoon = "notification.test_too_soon", 429, "测试消息每分钟最多一条，请稍后再试", "One test message a minute; try again shortly";
    SubstituteNotOfTheOffice = "substitution.not_of_the_office", 422, "只能指定同一单位、同一角色的其他账号代办；代表职务不能由他人代行", "Only another account of the same office may stand in; a deputy's mandate cannot be handed over";
    SubstitutionOverlaps = "substitution.overlaps", 409, "这段时间已经指定了代办人", "Somebody stands in during this time already";

    // Registers
    TermExists = "term.exists", 409, "该届次已存在", "This term exists already";
    TermEnded = "term.ended", 409, "该届已经换届，只能查阅", "This term is over; it can only be read";
    RolloverNotBegun = "rollover.not_begun", 409, "下一届第一次会议 {on} 召开，届时才能换届", "The next term begins on {on}; the rollover waits for it";
    RolloverOtherTerm = "rollover.other_term", 409, "该届已经换届到另一届次", "This term was rolled over to another one already";
    TermCurrentExists = "term.current_exists", 409, "已有一个当前届，请先将其设为非当前届", "There is a current term already; unset it first";
    CongressSessionExists = "congress_session.exists", 409, "该届的这次会议已存在", "This session of the term exists already";
    ConstituencyNumberTaken = "constituency.number_taken", 409, "选区号已被使用", "The constituency number is taken";
    UnitNameTaken = "unit.name_taken", 409, "已有同名的在用单位", "A unit in use has this name";
    UnitEnded = "unit.ended", 409, "该单位已于 {on} 撤并", "The unit ended on {on}";
    PersonIdNumberTaken = "person.id_number_taken", 409, "该身份证号码已登记在另一人名下", "The identity number is registered for somebody else";
    DeputyCertNumberTaken = "deputy.cert_no_taken", 409, "代表证号已被使用", "The certificate number is taken";
    DeputyExists = "deputy.exists", 409, "此人已是该届该级人大代表", "This person is a deputy of this term and level already";
    DeputyNotInOffice = "deputy.not_in_office", 409, "代表当日不在任（{state}）", "The deputy is not in office ({state})";
    VoteInsufficient = "vote.insufficient", 422, "赞成票未超过全体组成人员的半数（需 {needed} 票，现有 {actual} 票）", "Not more than half of all members in favour ({needed} needed, {actual} given)";
    DelegationExists = "delegation.exists", 409, "该届已有同名代表团", "The term has a delegation of this name already";
    GroupExists = "group.exists", 409, "该届已有相同编号的代表小组", "The term has a group of this number already";
    GroupMembershipOverlap = "group.membership_overlap", 409, "该代表在这一时段已属于一个代表小组", "The deputy belongs to a group in that period already";
    GroupNotMember = "group.not_member", 409, "该代表当日不是本小组成员", "The deputy is not a member of this group on that day";
    GroupDissolved = "group.dissolved", 409, "该小组已于 {on} 撤销", "The group was dissolved on {on}";
    GroupOfficerCount = "group.officer_count", 422, "召集人、联络员各应为 {min} 至 {max} 名", "There are {min} to {max} convenors and {min} to {max} liaisons";

    // State
    StateConflict = "state.conflict", 409, "当前状态（{state}）下不能进行此项操作", "Not possible in the present state ({state})";
    UniqueConflict = "unique.conflict", 409, "已有相同的记录", "The same record exists already";
    InUse = "resource.in_use", 409, "已被其他记录引用，不能删除", "Other records refer to this; it cannot be removed";

    // Files and letters
    FileTypeNotAllowed = "file.type_not_allowed", 422, "不接受这种文件，可上传 pdf、ofd、docx、xlsx、pptx、wps、et、jpg、png、webp、txt、csv", "This type of file is not taken; pdf, ofd, docx, xlsx, pptx, wps, et, jpg, png, webp, txt and csv are";
    FileTypeMismatch = "file.type_mismatch", 422, "文件内容与扩展名（{extension}）不符", "The content is not what the extension ({extension}) says";
    FileDamaged = "file.damaged", 422, "文件已损坏或者不完整", "The file is damaged or incomplete";
    FileActiveContent = "file.active_content", 422, "文件含有宏或者脚本，请另存为不含宏的文件后再上传", "The file holds macros or scripts; save it without them";
    FileExpandsTooMuch = "file.expands_too_much", 422, "压缩内容展开后过大", "The packed content expands too much";
    FileEmpty = "file.empty", 422, "文件是空的", "The file is empty";
    FileTooLarge = "file.too_large", 413, "文件不能超过 {max_mib} MB", "A file has at most {max_mib} MiB";
    FileUploadIncomplete = "file.upload_incomplete", 400, "上传中断，文件未保存", "The upload was cut off; nothing was saved";
    FileMissing = "file.missing", 422, "请求中没有名为 file 的文件", "The form has no file named “file”";
    FileOnlyOne = "file.only_one", 422, "一次只能上传一个文件", "One file at a time";
    FileUnknown = "file.unknown", 422, "引用的附件不存在，或者不是您上传的", "A file that is referred to does not exist, or was not uploaded by you";
    FileCorrupt = "file.corrupt", 500, "存储的文件已损坏，请凭请求编号联系管理员", "The stored file is corrupt; quote the request id to the administrator";
    FontsMissing = "fonts.missing", 503, "服务器没有安装中文字体，暂不能生成 PDF，请下载 Word 文档或联系管理员", "No Chinese font is installed on the server, so no PDF can be made; take the Word file or tell the administrator";
    LetterTooMany = "letter.too_many", 422, "一次最多打印 {max} 份，请缩小范围", "At most {max} documents at once; narrow the selection";
    LetterNone = "letter.none", 422, "所选范围内没有可以打印的文书", "There is nothing to print in this selection";

    // Suggestions
    DeputyNotActive = "deputy.not_active", 409, "代表不在执行职务期间，不能进行此项操作", "The deputy does not exercise the mandate at present";
    SuggestionTitleForm = "suggestion.title_form", 422, "标题应写成“关于……的建议”", "The title must read “关于……的建议”";
    SuggestionTextFrozen = "suggestion.text_frozen", 409, "建议立案后正文不得修改，请使用勘误", "The text cannot change after acceptance; record an erratum";
    CosignNotInvited = "cosign.not_invited", 409, "没有待确认的联名邀请", "There is no open invitation to co-sign";
    CosignExpired = "cosign.expired", 409, "联名邀请已过期", "The invitation to co-sign has expired";
    CosignTextChanged = "cosign.text_changed", 409, "建议内容已修改，请阅读最新内容后再确认", "The text has changed; read it again before confirming";
    ReviewHeadOnly = "review.head_only", 409, "代表坚持原意见，须由代表工委主任决定", "The deputy insists: the head of the committee decides";
    MergeNotPossible = "merge.not_possible", 409, "这两件建议不能并案", "These two cannot be merged";
    UnmergeTooLate = "merge.too_late", 409, "主案已交办，不能撤销并案", "The leading suggestion has been assigned; the merge stays";
    WithdrawTooLate = "withdraw.too_late", 409, "交办后不能撤回", "It cannot be withdrawn after assignment";
    WithdrawHasMerged = "withdraw.has_merged", 409, "已有其他建议并入本件，请先联系代表工委撤销并案", "Other suggestions were merged into this one; ask the committee to undo the merge first";
    WithdrawPending = "withdraw.pending", 409, "撤回申请正在等待联名代表同意", "The withdrawal is waiting for the co-signers";
    WithdrawNotRequested = "withdraw.not_requested", 409, "没有待同意的撤回申请", "No withdrawal is waiting for agreement";
    AssignmentComposition = "assignment.composition", 422, "应有且仅有一个主办单位，或者两个以上分办单位；有主办单位才能有协办单位", "Exactly one lead unit, or at least two separate units; co-units only with a lead";
    ObjectionTooLate = "objection.too_late", 409, "提出异议的期限已过（{due}）", "The time for objecting ended on {due}";
    ObjectionPending = "objection.pending", 409, "已有异议正在处理", "An objection is being dealt with";
    ObjectionNone = "objection.none", 409, "没有待处理的异议", "No objection is waiting";
    TaskNotApplicable = "task.not_applicable", 409, "该任务的承办方式不适用此项操作", "Not for this kind of task";
    SendBackTooLate = "send_back.too_late", 409, "申请退办的期限已过（{due}），视同接受", "The time for sending back ended on {due}; the task counts as accepted";
    SendBackFinal = "send_back.final", 409, "该单位由裁定机关指定，不得再次退办", "The unit was named by the arbiter; it cannot be sent back again";
    SendBackUnitRequired = "send_back.unit_required", 409, "退办已达 {max} 次，须直接指定承办单位", "Sent back {max} times already: a unit must be named";
    ResponsiblesRequired = "task.responsibles_required", 409, "请先明确承办人和负责人", "Name the handler and the leader first";
    ContactRequired = "reply.contact_required", 409, "起草答复前须先与代表联系沟通并登记", "Talk with the deputy and record it before drafting the reply";
    ContactUnconfirmed = "reply.contact_unconfirmed", 409, "沟通记录尚未经代表确认", "No contact has been confirmed by a deputy";
    CoOpinionsPending = "reply.co_opinions_pending", 409, "协办意见尚未收齐", "Co-opinions are still missing";
    ReplyPointUnanswered = "reply.point_unanswered", 422, "第 {proposal} 条意见没有答复", "Proposal {proposal} is not answered";
    ReplyCommitmentRequired = "reply.commitment_required", 422, "该类别的答复至少要有一项带期限的承诺", "This category needs at least one promise with a date";
    ReplyEvidenceRequired = "reply.evidence_required", 422, "“已解决”须附佐证材料", "“Solved” needs evidence";
    ReplyReasonRequired = "reply.reason_required", 422, "须说明法律、政策或者财力方面的理由", "State the legal, policy or financial reason";
    ReplyCoUnitsUnexplained = "reply.co_units_unexplained", 422, "须说明协办单位的意见", "Say what the co-units think";
    ReplyDisputed = "reply.disputed", 409, "代表对办理结果有异议，类别待核实", "A deputy disputes the result; the category is being checked";
    DocNoForm = "reply.doc_no_form", 422, "文号应写成“×〔2026〕5号”的形式", "Write the document number like “×〔2026〕5号”";
    DocNoTaken = "reply.doc_no_taken", 409, "文号已被使用", "The document number is taken";
    SealRequired = "reply.seal_required", 409, "签发须确认用印", "Confirm the seal before issuing";
    HeadSignatureRequired = "reply.head_required", 409, "重点督办建议须由单位主要负责人签发", "A key matter is signed off by the unit's head in person";
    HeadInConflict = "reply.head_in_conflict", 409, "单位主要负责人是该建议的提出代表，应当回避，由其他负责人签发", "The unit's head signed this suggestion as a deputy: another leader signs the reply off";
    ConflictOfInterest = "conflict_of_interest", 403, "您是该建议的提出代表，应当回避", "You signed this suggestion as a deputy: conflict of interest";
    CoOpinionNoSubstance = "co_opinion.no_substance", 422, "协办意见应有实质内容，不少于 {min} 个字", "The opinion needs substance, at least {min} characters";
    CoOpinionReturnedBefore = "co_opinion.returned_before", 409, "协办意见只能退回一次", "A co-opinion can be returned once";
    CoOpinionNotLate = "co_opinion.not_late", 409, "协办意见尚未逾期满 {days} 个工作日", "The co-opinion is not {days} working days late yet";
    ExtensionPending = "extension.pending", 409, "已有延期申请待审批", "An extension is waiting for its decision";
    ExtensionNone = "extension.none", 409, "没有待审批的延期申请", "No extension is waiting";
    ExtensionTooLate = "extension.too_late", 409, "延期须在 {due} 之前申请", "An extension had to be asked for by {due}";
    ExtensionNotLater = "extension.not_later", 422, "延期后的日期须晚于现期限（{due}）", "The new day must be after {due}";
    ExtensionBeyondMaximum = "extension.beyond_maximum", 422, "延期不得超过法定最长期限（{latest}）", "At most until {latest}, the legal maximum";
    FeedbackNotRater = "feedback.not_rater", 403, "该答复不由您评价", "You are not the one who rates this reply";
    FeedbackGiven = "feedback.given", 409, "本轮答复已经评价，评价不能更改", "This reply has been rated; a rating is never changed";
    PanelRequired = "rehandle.panel_required", 409, "再次不满意，须先有评估结论", "Unsatisfied again: a panel's conclusion comes first";
    NothingToSettle = "evaluation.nothing_to_settle", 409, "没有需要处理的不满意评价", "No unsatisfied rating is waiting";
    CommitmentsOpen = "commitment.open", 409, "还有 {count} 项承诺没有了结", "{count} promises are not settled";
    ExplanationRequired = "commitment.explanation_required", 422, "变更承诺或者不能兑现，须向代表作书面说明", "A changed or failed promise needs a written explanation to the deputy";
    KeyNotConsulted = "key_suggestion.not_consulted", 409, "确定重点督办建议前应当征求县政府意见", "The government is asked before a key suggestion is chosen";
    KeyConflict = "key_suggestion.conflict", 409, "领衔督办与领办不能是同一人，常委会组成人员不得担任领办领导", "Who supervises cannot handle it, and a member of the standing committee cannot handle it for the government";
    KeyNotReplied = "key_suggestion.not_replied", 409, "重点督办建议答复后才能报告办理情况", "A key suggestion is reported on after its reply";
    KeyEventsMissing = "key_suggestion.events_missing", 409, "应有代表参加的督办活动不少于 {min} 次，现有 {held} 次", "At least {min} supervision events with deputies are needed; there are {held}";
    KeyHeadMissing = "key_suggestion.head_missing", 409, "承办单位主要负责人应当与代表当面沟通并经代表确认", "The unit's head has to meet a deputy in person, confirmed by the deputy";
    UrgeTooSoon = "urge.too_soon", 409, "距上次催办不足 {days} 个工作日，{next} 起可以再次催办", "Less than {days} working days since the last urge; possible again from {next}";
    PublicationNoConsent = "publication.no_consent", 409, "代表不同意公开该内容", "The deputy does not agree to publishing this";
    PublicationAttribute = "publication.attribute", 409, "答复的公开属性不是“主动公开”", "The reply is not marked for active publication";
    PublicationFeedback = "publication.feedback_not_public", 409, "按现行设置，代表评价不公开", "The settings keep deputies' ratings from publication";
    PublicationReview = "publication.review_failed", 409, "保密审查未全部通过", "The secrecy review did not pass in full";
    PublicationConfidential = "publication.confidential", 409, "保密或受保护的建议不公开", "Confidential and protected matters are not published";
    PublicationMarks = "publication.marks_undecided", 409, "还有 {count} 处个人信息标注未处理", "{count} marks of personal data are not decided yet";
    PublicationTextChanged = "publication.text_changed", 409, "文字已有变化，请重新审看", "The text has changed; look at it again";
    PublicationFileMarks = "publication.file_marks_undecided", 409, "附件“{name}”还有 {count} 处个人信息标注未处理", "The file “{name}” has {count} marks of personal data that are not decided yet";
    PublicationFileNotRead = "publication.file_not_looked_at", 409, "附件“{name}”没有人看过：系统读不出其中的文字，须由人查看并署名", "Nobody has looked at the file “{name}”: no text can be read in it, so a named person has to look";
    PublicationFileChanged = "publication.file_changed", 409, "附件已有变化，请重新审看", "The file has changed; look at it again";
    PublicationFileNotCleanable = "publication.file_not_cleanable", 409, "这个附件不能制作公开副本，只能不公开", "No public copy can be made of this file; it stays inside";
    PublicationFileNameTells = "publication.file_name_personal", 422, "公开文件名中还有个人信息", "The public name still tells personal data";
    PublicationWithdrawn = "publication.withdrawn", 410, "该内容已撤回", "This was taken down";
    ViewNameTaken = "view.name_taken", 409, "您已有同名的视图", "You have a view of this name already";
    ViewTooMany = "view.too_many", 409, "同一列表最多保存 {max} 个视图", "At most {max} views of one list";
    PublicationExists = "publication.exists", 409, "该内容已有公开决定", "There is a decision on this part already";

    // The secret ballot of the supervision meeting
    BallotNothingToVote = "ballot.nothing_to_vote", 409, "没有需要测评的事项", "There is nothing to vote on";
    BallotRollEmpty = "ballot.roll_empty", 409, "请先编制参加测评人员名册", "Draw up the roll of voters first";
    BallotItemSubject = "ballot.item_subject", 422, "测评对象应为一个单位、一件建议或者总体办理工作之一", "An item is about one unit, one suggestion, or the work as a whole";
    BallotSecondVoteItems = "ballot.second_vote_items", 409, "再次测评的事项由上一轮结果确定，不能更改", "A second vote is on what the first one left; the items cannot be changed";
    BallotIssuedTooMany = "ballot.issued_too_many", 422, "发出票数不能多于实到人数", "More ballots than persons present";
    BallotReturnedTooMany = "ballot.returned_too_many", 422, "收回票数不能多于发出票数", "More ballots came back than were handed out";
    BallotSumWrong = "ballot.sum_wrong", 422, "有效票与无效票之和应等于收回票数", "Valid and invalid ballots must add up to those that came back";
    BallotItemSumWrong = "ballot.item_sum_wrong", 422, "满意、基本满意、不满意、弃权之和应等于有效票数", "The four options must add up to the valid ballots";
    BallotNotOnPaper = "ballot.not_on_paper", 409, "本轮采用电子票，由系统计票", "This round is electronic; nobody enters counts";
    BallotNotElectronic = "ballot.not_electronic", 409, "本轮采用纸质票", "This round is on paper";
    BallotSameTeller = "ballot.same_teller", 409, "监票人和计票人不能是同一个账号", "One account cannot be both tellers";
    BallotTellersMissing = "ballot.tellers_missing", 409, "监票人、计票人尚未都填报", "One of the tellers has not entered a count";
    BallotTellersDiffer = "ballot.tellers_differ", 409, "监票人与计票人填报的数字不一致，请分别核对", "The tellers' counts differ; each should count again";
    BallotKeyWrong = "ballot.key_wrong", 422, "两把开箱钥匙与本次票箱不符", "These two keys do not open this ballot box";
    BallotSlipUnknown = "ballot.slip_unknown", 422, "没有这个选票凭码，或者投票已经截止；请核对后重新输入，或者到签到台询问", "No such code, or voting has ended; compare it with the slip, or ask at the check-in desk";
    BallotSlipUsed = "ballot.slip_used", 409, "这张选票已经投出，每张只能投一次", "This ballot has been cast; each is cast once";
    BallotNotOpen = "ballot.not_open", 409, "现在不能投票：投票尚未开始或者已经截止", "Voting is not open";
    BallotNotIssued = "ballot.not_issued", 409, "投出的选票已达到登记发出的票数，请到签到台核对", "As many ballots are cast as were handed out; ask at the check-in desk";
    BallotChoicesWrong = "ballot.choices_wrong", 422, "每个测评项应有且仅有一个选择", "There is exactly one choice for every item";
    BallotNotPresent = "ballot.not_present", 409, "请先签到，再发选票", "Check in first, then hand out a ballot";

    // Import of office sheets
    ImportFileType = "import.file_type", 415, "不是可以导入的表格，请另存为 .xlsx 或 .csv", "Not a sheet that can be imported; save it as .xlsx or .csv";
    ImportFileTooLarge = "import.file_too_large", 413, "文件过大（上限 {max}）", "The file is too large (at most {max})";
    ImportFileBroken = "import.file_broken", 422, "文件已损坏，无法读取", "The file is damaged and cannot be read";
    ImportEncoding = "import.encoding", 422, "无法识别文件的文字编码，请另存为 UTF-8 或 GB18030", "The encoding of the text is neither UTF-8 nor GB18030";
    ImportHeaderMissing = "import.header_missing", 422, "没有找到表头，请指定各列的含义", "No header row was found; say what the columns mean";
    ImportSheetMissing = "import.sheet_missing", 422, "没有可以导入的工作表", "There is no sheet to import";
    ImportDuplicateRow = "import.duplicate_row", 422, "与第 {row} 行重复", "The same as row {row}";
    ImportConflictingRow = "import.conflicting_row", 422, "与第 {row} 行的该项相同，但其他内容不同", "The same value as in row {row}, but other contents";
    ImportPrecisionLost = "import.precision_lost", 422, "表格软件已丢失部分数字，请把该列设为文本后重新填写", "The spreadsheet has lost digits; make the column text and enter the value again";
    ImportAmbiguous = "import.ambiguous", 422, "有多个对象与此相符：{candidates}", "Several match this: {candidates}";
    ImportCellError = "import.cell_error", 422, "单元格公式的结果是错误值 {value}", "The formula in this cell ends in the error {value}";
    ImportRowsRefused = "import.rows_refused", 409, "还有 {count} 行有错误，没有写入任何内容", "{count} rows have errors; nothing was written";
    ImportDone = "import.done", 409, "该文件已经导入", "This file has been imported";
    ImportMappingMissing = "import.mapping_missing", 409, "请先确认各列的含义", "Say what the columns mean first";
    ImportTermMissing = "import.term_missing", 409, "名册中没有这一届，请先登记届次", "The term is not in the register; enter it first";
    ImportIdMismatch = "import.id_mismatch", 422, "与身份证号码不一致", "Does not agree with the identity number";
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
