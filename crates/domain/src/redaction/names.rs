//! Chinese names of persons, as far as their form tells.

use super::plain::{Plain, is_han};
use std::sync::LazyLock;

const SURNAMES: &str = "高洪常芮裘诸濮谈嵇宣郁厉钮茅闻阙闾屠桑王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜\
崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施文牛樊葛邢安齐易乔伍庞颜倪\
庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟\
艾尤阳穆农司卓古吉缪简车项芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬仇栾隋商刁沙荣巫寇桑郎甄丛仲虞\
敖巩明佘萧傅阎晁勾融冼阳揭赖邸詹涂阚甄仝权逯盖益桓公池查麻苑迟邝储楼鄢竺";
const COMPOUND: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "东方", "端木",
    "南宫", "长孙", "宇文", "闻人",
];

/// Words that begin like a name and are none.
const NOT_A_NAME: &[&str] = &[
    "高年", "高等", "高清", "高质", "毛笔", "毛巾", "金钱", "车座", "车厢", "方程", "方言", "方法", "常识",
    "常规", "常用", "洪水", "洪涝", "宣传", "宣讲", "桑拿", "闻讯", "谈心", "谈话", "陶瓷", "曲棍", "江河",
    "蓝天", "蓝色", "沙滩", "石油", "祝贺", "钱包", "田径", "田野", "林业", "林地", "苗圃", "苗木", "花费",
    "叶片", "顾虑", "杜绝", "丁字", "施肥", "柏油", "盛大", "纪律", "纪念", "舒适", "舒缓", "舒心", "武警",
    "景区", "景观", "景点", "管制", "管网", "管线", "管委", "房贷", "房租", "房门", "房顶", "游乐", "游戏",
    "游客", "游览", "张贴", "陈旧", "陈述", "黄色", "黄金", "周期", "周一", "周二", "周三", "周四", "周五",
    "周到", "马虎", "马桶", "高度", "高兴", "高龄", "高温", "高速", "高峰", "高层", "高考", "高校", "高危",
    "高空", "高级", "金融", "金属", "严重", "严格", "严禁", "严肃", "常年", "常见", "常态", "常住", "常务",
    "安装", "安心", "安静", "安保", "安居", "何时", "何处", "白色", "康复", "康养", "温度", "文件", "文具",
    "文艺", "成人", "成本", "成效", "成果", "成功", "成员", "成熟", "路口", "路灯", "路边", "路况", "路过",
    "程序", "任意", "单位", "单元", "单车", "单一", "车流", "车站", "车道", "车位", "党委", "党支", "边上",
    "边走", "解释", "费用", "童年", "童车", "童装", "池塘", "沙坑", "沙发", "楼上", "楼下", "楼道", "楼梯",
    "卫生", "阳光", "阳台", "商场", "商店", "商铺", "包裹", "包车", "左侧", "左边", "关爱", "关注", "关怀",
    "关系", "关闭", "关键", "房屋", "房子", "房间", "房产", "管道", "管控", "管护", "于今", "于本", "于去",
    "郭外", "钱款", "施教", "施救", "陶艺", "乐园", "武装", "项链", "牛奶", "石子", "石墩", "石板", "雷电",
    "贺卡", "顾及", "古树", "冷饮", "余下", "余名", "余人", "余岁", "简单", "简易", "宋体", "易发", "易燃",
    "计划", "毛病", "唐突", "岳父", "岳母", "强制", "胡乱", "谢谢", "段时", "终身", "龙舟", "石阶", "祝愿",
    "权益", "龙灯", "米线", "许多", "高中", "成年", "全体", "全校", "全县", "时间", "时候", "安全", "安排",
    "方面", "方便", "方式", "明显", "明确", "关于", "关心", "应该", "应当", "解决", "连续", "成为", "成绩",
    "成长", "成立", "单独", "单亲", "党员", "任何", "江南", "向上", "向阳", "和谐", "和平", "华东", "农村",
    "农民", "文化", "文明", "管理", "路上", "路面", "车上", "车辆", "车祸", "连同", "金额", "白天", "马上",
    "马路", "万名", "万人", "古镇", "安置", "周边", "周末", "周围", "周岁", "周六", "周日", "黄昏", "石头",
    "游泳", "游玩", "包括", "查出", "查看", "温馨", "温暖", "毕业", "盛夏", "夏天", "夏季", "宁可", "宗教",
    "祝福", "武术", "雷雨", "龙头", "于是", "易怒", "申请", "申报", "时常", "时代", "商业", "解放", "席位",
    "米饭", "冷静", "师生", "师傅", "左右", "封闭", "古代", "全家", "全部", "明天", "明年", "方案", "方向",
    "陆续", "程度", "施工", "郑重", "任务", "任课", "董事", "项目", "路段", "和家", "和同", "和孩", "和学",
    "连日", "应急", "桂花",
];
/// What follows a surname in an address, not in a name.
const TITLES: &[&str] = &[
    "老师", "校长", "医生", "先生", "女士", "家长", "主任", "书记", "局长", "奶奶", "爷爷", "阿姨", "叔叔",
    "师傅", "大爷", "大妈", "代表", "同学", "某", "姓", "氏", "家", "村", "镇", "老", "××", "XX", "xx", "**",
    "县", "路",
];

/// As they are looked up: every character of a text is asked about.
static SORTED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut all: Vec<char> = SURNAMES.chars().filter(|c| is_han(*c)).collect();
    all.sort_unstable();
    all
});

/// The surname that stands there: its length.
fn surname(text: &Plain, index: usize) -> Option<usize> {
    let first = text.at(index);
    if !is_han(first) {
        return None;
    }
    if text.one_of(index, COMPOUND).is_some() {
        return Some(2);
    }
    SORTED.binary_search(&first).is_ok().then_some(1)
}

/// Whether a name stands exactly there.
pub(super) fn is_name(text: &Plain, start: usize, end: usize) -> bool {
    let Some(surname) = surname(text, start) else { return false };
    let given = end.saturating_sub(start + surname);
    (1..=2).contains(&given)
        && (start..end).all(|index| is_han(text.at(index)))
        && text.one_of(start, NOT_A_NAME).is_none()
        && text.one_of(start + surname, TITLES).is_none()
        && !text.part(start + 1, end).contains(['某', '的', '了', '是', '在'])
}

/// Whether the characters could be a name that begins like a word, as 石子涵 does: where the age behind it says so.
pub(super) fn could_be_name(text: &Plain, start: usize, end: usize) -> bool {
    surname(text, start).is_some()
        && (start..end).all(|index| is_han(text.at(index)))
        && !text.part(start + 1, end).contains(['某', '的', '了', '是', '在', '岁', '女', '男'])
}

/// Never the last character of a given name, where one stands in a sentence.
const AFTER_A_NAME: &str = "在的和与因被是上就说每今已从到于为同等放患有都岁读由向对把将去来不没那也又还才刚现骑乘坐遭跌摔溺辍获参报称、\
这她他及或以至使只需要能可自曾突经随跟给让请做写发得考升转入进出走跑跳过住独常总";

/// Where the name that begins there ends.
pub(super) fn name_end(text: &Plain, start: usize) -> Option<usize> {
    let surname = surname(text, start)?;
    let two = start + surname + 2;
    let one = start + surname + 1;
    let last = text.at(two - 1);
    let long = is_han(last) && !AFTER_A_NAME.contains(last);
    let end = if long { two } else { one };
    is_name(text, start, end).then_some(end)
}

/// Whether a surname stands there.
pub(super) fn has_surname(text: &Plain, index: usize) -> bool {
    surname(text, index).is_some()
}
