//! 泗安县（演示）: an invented county of the usual structure. No name here belongs to a real place or office.

/// Its name, which says on every page that it is invented.
pub(super) const COUNTY: &str = "泗安县（演示）";
/// An unassigned division code.
pub(super) const COUNTY_CODE: &str = "329999";

/// Kind, name, number of groups, weight of its population.
pub(super) const TOWNS: [(&str, &str, usize, usize); 19] = [
    ("street", "云阳街道", 4, 40),
    ("street", "湖滨街道", 3, 30),
    ("street", "凤岗街道", 2, 20),
    ("town", "柳沟镇", 2, 22),
    ("town", "上坪镇", 1, 11),
    ("town", "魏集镇", 1, 11),
    ("town", "临湖镇", 1, 10),
    ("town", "半山镇", 1, 9),
    ("town", "孙桥镇", 1, 11),
    ("town", "梅岭镇", 1, 10),
    ("town", "归雁镇", 1, 10),
    ("town", "金湾镇", 1, 11),
    ("town", "朱渡镇", 1, 10),
    ("town", "界河镇", 1, 10),
    ("town", "龙泉镇", 1, 9),
    ("township", "天池乡", 1, 9),
    ("township", "车坊乡", 1, 9),
    ("township", "瑶溪乡", 1, 9),
    ("township", "石庙乡", 1, 8),
];

/// Two groups that are formed by field, not by area.
pub(super) const FIELD_GROUPS: [(&str, &str); 2] =
    [("县直机关代表小组", "县直机关"), ("企业界代表小组", "企业界")];

/// A unit: key (also the name of its accounts), full name without the county, short name, kind, system, prefix of its
/// document numbers.
pub(super) struct UnitSeed {
    pub key: &'static str,
    pub name: &'static str,
    pub short: &'static str,
    pub kind: &'static str,
    pub system: &'static str,
    pub prefix: &'static str,
}

const fn unit(
    key: &'static str,
    name: &'static str,
    short: &'static str,
    kind: &'static str,
    system: &'static str,
    prefix: &'static str,
) -> UnitSeed {
    UnitSeed { key, name, short, kind, system, prefix }
}

const fn dept(key: &'static str, name: &'static str, short: &'static str, prefix: &'static str) -> UnitSeed {
    unit(key, name, short, "gov_dept", "gov", prefix)
}

/// County bodies of the usual structure.
pub(super) const UNITS: [UnitSeed; 55] = [
    unit("scoffice", "人大常委会", "县人大常委会", "sc", "npc", "泗安人常"),
    unit("dc", "人大常委会代表工作委员会", "代表工委", "dc", "npc", "泗安人代"),
    unit("cfazhi", "人大监察和法制委员会", "监察法制委", "committee", "npc", "泗安人法"),
    unit("ccaijing", "人大财政经济委员会", "财经委", "committee", "npc", "泗安人财"),
    unit("cnongye", "人大农业农村委员会", "农业农村委", "committee", "npc", "泗安人农"),
    unit("chuanzi", "人大环境资源城乡建设委员会", "环资城建委", "committee", "npc", "泗安人环"),
    unit("cjiaoke", "人大教育科学文化卫生委员会", "教科文卫委", "committee", "npc", "泗安人教"),
    unit("cshehui", "人大社会建设委员会", "社会委", "committee", "npc", "泗安人社会"),
    unit("zhengfu", "人民政府办公室", "县政府办", "gov", "gov", "泗安政办复"),
    dept("fagai", "发展和改革局", "发改局", "泗安发改复"),
    dept("jiaoyu", "教育局", "教育局", "泗安教复"),
    dept("keji", "科学技术局", "科技局", "泗安科复"),
    dept("gongxin", "工业和信息化局", "工信局", "泗安工信复"),
    dept("gongan", "公安局", "公安局", "泗安公复"),
    dept("minzheng", "民政局", "民政局", "泗安民复"),
    dept("sifa", "司法局", "司法局", "泗安司复"),
    dept("caizheng", "财政局", "财政局", "泗安财复"),
    dept("renshe", "人力资源和社会保障局", "人社局", "泗安人社复"),
    dept("ziran", "自然资源和规划局", "资源规划局", "泗安自然资复"),
    dept("zhujian", "住房和城乡建设局", "住建局", "泗安住建复"),
    dept("chengguan", "城市管理局", "城管局", "泗安城管复"),
    dept("jiaotong", "交通运输局", "交通局", "泗安交复"),
    dept("shuili", "水利局", "水利局", "泗安水复"),
    dept("nongye", "农业农村局", "农业农村局", "泗安农复"),
    dept("shangwu", "商务局", "商务局", "泗安商复"),
    dept("wenlv", "文化广电和旅游局", "文广旅局", "泗安文旅复"),
    dept("weijian", "卫生健康局", "卫健局", "泗安卫复"),
    dept("tuiyi", "退役军人事务局", "退役军人局", "泗安退役复"),
    dept("yingji", "应急管理局", "应急局", "泗安应急复"),
    dept("shenji", "审计局", "审计局", "泗安审复"),
    dept("shichang", "市场监督管理局", "市场监管局", "泗安市监复"),
    dept("shenpi", "行政审批局", "行政审批局", "泗安审批复"),
    dept("yibao", "医疗保障局", "医保局", "泗安医保复"),
    dept("shuju", "数据局", "数据局", "泗安数复"),
    dept("tongji", "统计局", "统计局", "泗安统复"),
    dept("xinfang", "信访局", "信访局", "泗安信复"),
    dept("jiguan", "机关事务服务中心", "机关事务中心", "泗安机关复"),
    dept("shengtai", "生态环境局", "生态环境局", "泗安环复"),
    dept("shuiwu", "税务局", "税务局", "泗安税复"),
    unit("gongdian", "供电公司", "供电公司", "public_enterprise", "other", "泗安电复"),
    unit("gongxiao", "供销合作总社", "供销社", "public_enterprise", "gov", "泗安供复"),
    unit("canlian", "残疾人联合会", "残联", "mass_org", "other", "泗安残复"),
    unit("tuanwei", "共青团县委员会", "团县委", "mass_org", "party", "泗安团复"),
    unit("fulian", "妇女联合会", "妇联", "mass_org", "party", "泗安妇复"),
    unit("gonghui", "总工会", "总工会", "mass_org", "party", "泗安工复"),
    dept("xiaofang", "消防救援大队", "消防大队", "泗安消复"),
    dept("qixiang", "气象局", "气象局", "泗安气复"),
    dept("kaifaqu", "经济开发区管理委员会", "开发区", "泗安开复"),
    dept("shidi", "湖滨湿地保护中心", "湿地中心", "泗安湿复"),
    unit("fayuan", "人民法院", "法院", "court", "court", "泗安法复"),
    unit("jianchayuan", "人民检察院", "检察院", "procuratorate", "procuratorate", "泗安检复"),
    unit("jianwei", "监察委员会", "监委", "supervision", "supervision", "泗安监复"),
    unit("zuzhibu", "县委组织部", "组织部", "party_dept", "party", "泗安组复"),
    unit("xuanchuanbu", "县委宣传部", "宣传部", "party_dept", "party", "泗安宣复"),
    unit("shegongbu", "县委社会工作部", "社工部", "party_dept", "party", "泗安社工复"),
];

/// Whether suggestions reach the unit through the government office.
pub(super) fn is_government(key: &str) -> bool {
    UNITS.iter().any(|unit| unit.key == key && unit.system == "gov")
}

/// The unit's short name.
pub(super) fn short_name(key: &str) -> &'static str {
    UNITS.iter().find(|unit| unit.key == key).map_or("", |unit| unit.short)
}

/// Two characters of given names; with the invented surname nobody can be meant.
const FIRST: [&str; 24] = [
    "知", "云", "清", "若", "景", "思", "子", "嘉", "书", "明", "远", "安", "星", "语", "沐", "亦", "向",
    "承", "望", "念", "修", "初", "言", "澄",
];
const SECOND: [&str; 24] = [
    "秋", "帆", "和", "谷", "行", "川", "宁", "禾", "岚", "舟", "朗", "溪", "松", "棠", "远", "林", "阳",
    "诚", "微", "月", "然", "石", "青", "野",
];
/// Surnames that say: example, specimen, virtual, test.
const SURNAMES: [&str; 8] = ["演", "示", "样", "例", "虚", "拟", "测", "模"];

/// The name of the `n`th person; those of the demo all differ.
pub(super) fn person_name(n: usize) -> String {
    let (surname, rest) = (SURNAMES[n % 8], n / 8);
    format!("{surname}{}{}", FIRST[(rest * 5 + n) % 24], SECOND[(rest / 24 + rest * 7 + n * 11) % 24])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_structure_is_that_of_a_county() {
        let count = |kind| TOWNS.iter().filter(|town| town.0 == kind).count();
        assert_eq!((count("street"), count("town"), count("township")), (3, 12, 4));
        assert_eq!(TOWNS.iter().map(|town| town.2).sum::<usize>() + FIELD_GROUPS.len(), 28);
        let keys: HashSet<_> = UNITS.iter().map(|unit| unit.key).collect();
        assert_eq!(keys.len(), UNITS.len());
        let prefixes: HashSet<_> = UNITS.iter().map(|unit| unit.prefix).collect();
        assert_eq!(prefixes.len(), UNITS.len());
    }

    #[test]
    fn names_are_invented_and_differ() {
        let names: Vec<_> = (0..340).map(person_name).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        assert!(names.iter().all(|name| SURNAMES.iter().any(|surname| name.starts_with(surname))));
    }
}
