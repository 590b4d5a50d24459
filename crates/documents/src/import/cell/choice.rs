//! Words from closed lists, in the spellings that offices use, as codes of the domain's vocabularies.

use super::text::compact;

/// Codes with the words that mean them. Exact words win; else the first entry of which a word (two characters or more) is contained,
/// so negative and longer words stand first: 不满意 before 基本满意 before 满意.
type Table = &'static [(&'static str, &'static [&'static str])];

fn find(text: &str, table: Table) -> Option<&'static str> {
    let text = compact(text);
    let exact = table.iter().find(|(_, words)| words.contains(&text.as_str()));
    let contained =
        || table.iter().find(|(_, words)| words.iter().any(|w| w.chars().count() > 1 && text.contains(w)));
    exact.or_else(contained).map(|(code, _)| *code)
}

/// 性别
pub fn gender(text: &str) -> Option<&'static str> {
    find(text, &[("female", &["女", "女性", "F", "f"]), ("male", &["男", "男性", "M", "m"])])
}

/// 政治面貌
pub fn party(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("none", &["群众", "无党派", "无党派人士", "共青团员", "团员", "非党员", "非中共"]),
            (
                "democratic",
                &[
                    "民革",
                    "民盟",
                    "民建",
                    "民进",
                    "农工党",
                    "农工民主党",
                    "致公党",
                    "九三学社",
                    "九三",
                    "台盟",
                    "民主党派",
                    "同盟",
                    "促进会",
                    "建国会",
                    "国民党革命",
                ],
            ),
            ("cpc", &["中共党员", "党员", "中共", "中国共产党", "共产党员", "中共预备党员", "预备党员"]),
        ],
    )
}

/// 学历
pub fn education(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("graduate", &["研究生", "硕士", "博士"]),
            ("college", &["大专", "专科", "大学专科", "高职"]),
            ("bachelor", &["本科", "大学", "大学本科", "学士"]),
            ("senior", &["高中", "中专", "中技", "职高", "技校", "中师"]),
            ("junior_or_lower", &["初中", "小学", "初中及以下", "文盲"]),
        ],
    )
}

/// 代表构成
pub fn composition(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("worker_farmer", &["工人", "农民", "农民工", "工人农民", "一线工人", "农村", "村民", "渔民"]),
            ("enterprise", &["企业负责人", "企业家", "民营企业", "企业界", "非公", "企业"]),
            ("professional", &["专业技术", "专业技术人员", "教师", "医生", "医务", "科技", "知识分子"]),
            ("cadre", &["党政干部", "干部", "公务员", "领导干部", "机关"]),
            ("other", &["其他", "其它", "军人", "解放军", "武警", "居民", "社区"]),
        ],
    )
}

/// 代表状态
pub fn deputy_status(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("suspended", &["暂停执行", "暂停执行职务", "暂停"]),
            (
                "terminated",
                &[
                    "终止",
                    "资格终止",
                    "已终止",
                    "辞职",
                    "辞去",
                    "罢免",
                    "去世",
                    "病故",
                    "逝世",
                    "调离",
                    "调出",
                    "迁出",
                ],
            ),
            ("term_ended", &["届满", "任期届满"]),
            ("pending", &["待资格确认", "待确认", "待审查"]),
            ("active", &["在任", "在职", "正常", "现任", "履职", "是"]),
        ],
    )
}

/// 新任 (true) or 连任 (false).
pub fn newcomer(text: &str) -> Option<bool> {
    find(
        text,
        &[
            ("no", &["否", "连任", "连选", "N", "×"]),
            ("yes", &["是", "新任", "新当选", "首次", "Y", "√", "✓"]),
        ],
    )
    .map(|code| code == "yes")
}

/// 是 or 否
pub fn yes_no(text: &str) -> Option<bool> {
    find(text, &[("no", &["否", "不", "N", "n", "×", "0"]), ("yes", &["是", "Y", "y", "√", "✓", "1"])])
        .map(|c| c == "yes")
}

/// 单位类型
pub fn unit_kind(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("town_npc", &["乡镇人大主席团", "人大主席团", "乡镇人大", "镇人大"]),
            ("street_npc", &["街道人大工委", "街道人大"]),
            ("dc", &["代表工作委员会", "代表工委", "代表联络工委"]),
            ("sc", &["人大常委会", "县人大常委会"]),
            ("committee", &["专门委员会", "工作委员会", "人大专委", "人大工委", "专委"]),
            ("supervision", &["监察委员会", "监委", "监察机关"]),
            ("court", &["人民法院", "法院", "审判机关"]),
            ("procuratorate", &["人民检察院", "检察院", "检察机关"]),
            ("street_office", &["街道办事处", "街道办", "街道"]),
            ("town_gov", &["乡镇人民政府", "镇人民政府", "乡人民政府", "乡镇政府", "乡镇"]),
            ("party_dept", &["党委部门", "县委部门", "党委工作部门", "党群部门"]),
            ("mass_org", &["群团组织", "群团", "人民团体", "群众团体"]),
            ("public_enterprise", &["国有企业", "公用事业", "国企", "企业", "公司"]),
            (
                "gov_dept",
                &["政府部门", "政府工作部门", "县直部门", "县政府部门", "事业单位", "垂管", "部门", "局"],
            ),
            ("gov", &["人民政府", "县政府", "政府"]),
        ],
    )
}

/// 系统
pub fn unit_system(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("gov", &["政府系统", "政府口", "政府"]),
            ("party", &["党委系统", "党群系统", "党委口", "党委", "党群", "县委"]),
            ("supervision", &["监察机关", "监委", "监察"]),
            ("court", &["审判机关", "法院"]),
            ("procuratorate", &["检察机关", "检察院", "检察"]),
            ("npc", &["人大系统", "人大"]),
            ("other", &["其他", "其它", "社会"]),
        ],
    )
}

/// Letter of the result category: `A`, `A类`, `Ａ`, or the words of the usual scheme.
pub fn reply_letter(text: &str) -> Option<&'static str> {
    let compacted = compact(text).to_ascii_uppercase();
    let letter = compacted.trim_end_matches(['类', '级', '件']).trim_matches(['(', ')', '“', '”', '"']);
    let begins = |l: &str| {
        compacted.strip_prefix(l).is_some_and(|rest| rest.starts_with(['类', '(', ':', ',', '、', '-']))
    };
    for known in ["A", "B", "C", "D"] {
        if letter == known || begins(known) {
            return Some(known);
        }
    }
    find(
        text,
        &[
            (
                "C",
                &[
                    "暂时不能解决",
                    "暂不能解决",
                    "条件不成熟",
                    "待以后解决",
                    "因条件限制",
                    "不能解决",
                    "未解决",
                ],
            ),
            ("D", &["留作参考", "工作参考"]),
            ("B", &["正在解决", "列入计划", "逐步解决", "计划解决", "部分解决"]),
            ("A", &["已经解决", "已解决", "基本解决", "已采纳", "采纳"]),
        ],
    )
}

/// 满意程度
pub fn rating(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("unsatisfied", &["不满意", "不满"]),
            ("basic", &["基本满意", "较满意", "比较满意", "一般"]),
            ("satisfied", &["满意", "非常满意", "很满意"]),
        ],
    )
}

/// What stands where a rating is missing.
pub fn is_unrated(text: &str) -> bool {
    matches!(compact(text).as_str(), "未评价" | "未反馈" | "待评价" | "未测评" | "弃权")
}

/// 公开意愿
pub fn publish_consent(text: &str) -> Option<&'static str> {
    find(
        text,
        &[
            ("title_only", &["仅公开标题", "只公开标题", "公开标题", "仅标题", "标题公开"]),
            ("no", &["不公开", "不同意公开", "不同意", "不予公开", "不宜公开", "否"]),
            ("full", &["同意全文公开", "全文公开", "同意公开", "主动公开", "同意", "公开", "是"]),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_words_win_over_the_words_they_contain() {
        assert_eq!(rating("不满意"), Some("unsatisfied"));
        assert_eq!(rating("基本 满意"), Some("basic"));
        assert_eq!(rating("满意（口头）"), Some("satisfied"));
        assert_eq!(publish_consent("不同意公开"), Some("no"));
        assert_eq!(publish_consent("同意公开"), Some("full"));
        assert_eq!(party("非中共"), Some("none"));
        assert_eq!(education("大学专科"), Some("college"));
        assert_eq!(education("大学"), Some("bachelor"));
        assert_eq!(newcomer("连任"), Some(false));
        assert_eq!(unit_kind("街道办事处"), Some("street_office"));
        assert_eq!(rating("棒"), None);
    }

    #[test]
    fn letters_in_every_spelling() {
        for text in ["A", "Ａ", "a类", "A类（已解决）", "“A”", "已经解决", "A:所提问题已解决"]
        {
            assert_eq!(reply_letter(text), Some("A"), "{text}");
        }
        assert_eq!(reply_letter("列入计划逐步解决"), Some("B"));
        assert_eq!(reply_letter("未解决"), Some("C"));
        assert_eq!(reply_letter("AB"), None);
    }
}
