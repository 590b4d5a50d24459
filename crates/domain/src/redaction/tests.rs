mod unseen;

use super::{PersonalData, covered, personal_data};
use chrono::NaiveDate;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 10).expect("a day")
}

/// What is found, as `kind:text`.
fn found(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let shown = |span: &super::Span| {
        let part: String = chars[span.start..span.end].iter().collect();
        format!("{}:{part}", span.kind)
    };
    personal_data(text, today()).iter().map(shown).collect()
}

/// Every stretch in ⟦…⟧ is found and nothing else.
#[track_caller]
fn marked(kind: PersonalData, text: &str) {
    let wanted: Vec<String> = text
        .split('⟦')
        .skip(1)
        .map(|rest| format!("{kind}:{}", rest.split('⟧').next().expect("closed")))
        .collect();
    let plain = text.replace(['⟦', '⟧'], "");
    assert_eq!(found(&plain), wanted, "{plain}");
}

#[track_caller]
fn stays(text: &str) {
    assert_eq!(found(text), Vec::<String>::new(), "{text}");
}

#[test]
fn identity_numbers_in_every_writing() {
    for text in [
        "居民张某（身份证号⟦330522198001011232⟧）反映",
        "身份证⟦11010519491231002X⟧、户口簿",
        "证件号码：⟦１１０１０５１９４９１２３１００２Ｘ⟧。",
        "其身份证为⟦110105 19491231 002x⟧，请核实",
        "⟦110105-19491231-002X⟧",
        "身份证号码⟦一一零一零五一九四九一二三一零零二X⟧",
        "老证⟦110105491231002⟧已过期",
    ] {
        marked(PersonalData::IdNumber, text);
    }
    stays("合同编号110105194912310021，订单号330522198001011234");
    stays("统一社会信用代码91330522MA2B4CKL3X");
    stays("项目代码2020-330522-48-01-123456");
}

#[test]
fn mobiles_in_every_writing() {
    for text in [
        "请回电⟦13857212345⟧。",
        "电话：⟦138 5721 2345⟧，⟦138-5721-2345⟧；⟦138.5721.2345⟧",
        "手机⟦１３８５７２１２３４５⟧",
        "⟦+86 13857212345⟧或⟦8613857212345⟧",
        "⟦一三八五七二一二三四五⟧",
        "⟦幺三八五七二幺二三四五⟧，⟦壹叁捌伍柒贰壹贰叁肆伍⟧",
        "⟦1 3 8 5 7 2 1 2 3 4 5⟧",
        "⟦138五七二一2345⟧",
        "⟦138\u{200b}5721\u{200b}2345⟧",
        "联系方式⟦13857212345⟧/⟦13957212345⟧、⟦15057212345⟧",
        "tel⟦13857212345⟧",
        "⟦①③⑧⑤⑦②①②③④⑤⟧",
    ] {
        marked(PersonalData::Mobile, text);
    }
    stays("投资13857212345元，占地138572.12345平方米");
    stays("订单号13857212345，SN13857212345A，202613857212345678901234");
    stays("138****2345");
    stays("2026年1月3日至2026年8月5日，共3857件，1500 2300 4500");
}

#[test]
fn private_landlines_are_found_and_offices_stay() {
    for text in [
        "家里电话⟦0572-6023456⟧，白天有人",
        "村民李某，电话⟦0572 602 3456⟧",
        "住宅电话：⟦（0572）6023456⟧",
        "老人座机⟦6023456⟧",
        "业主联系电话⟦０５７２－６０２３４５６⟧",
        "她母亲的座机是⟦零五七二六零二三四五六⟧",
        "其家中座机⟦021-62345678转801⟧",
    ] {
        marked(PersonalData::Landline, text);
    }
    for text in [
        "县住建局办公室电话0572-6023456",
        "请拨打12345热线，或0572-12345",
        "监督电话：0572-6023456（县纪委监委）",
        "联系科室：城建科，联系电话0572-6023456。",
        "值班电话6023456",
        "客服热线400-8123-456，火警119，95598",
        "建成于20200101，编号0572-6023456",
    ] {
        stays(text);
    }
}

#[test]
fn bank_cards() {
    for text in [
        "打到卡上：⟦6222021203456789014⟧",
        "银行卡号⟦6222 0212 0345 6789 012⟧",
        "农行账号⟦６２２８４８０３２３４５６７８９０１２⟧，户名王某",
    ] {
        marked(PersonalData::BankCard, text);
    }
    stays("县财政专户账号1205260009000123456");
    stays("流水号6222021203456789012");
}

#[test]
fn plates_mail_wechat_and_qq() {
    for text in
        ["车牌⟦浙E12345⟧", "⟦浙E·D1234F⟧停在", "⟦浙Ｅ１２３４５⟧", "⟦苏A 6B7C8⟧和⟦皖PD12345⟧", "⟦浙e88a66⟧"]
    {
        marked(PersonalData::Plate, text);
    }
    stays("浙江省A级景区，京A区12号地块，浙E12");
    for text in [
        "邮箱⟦zhang.san_88@qq.com⟧",
        "⟦ｌｉ＠１６３．ｃｏｍ⟧。",
        "⟦wang5 @ sina . com⟧收",
        "⟦a_b@mail.zj.cn⟧",
    ] {
        marked(PersonalData::Email, text);
    }
    stays("县政府信箱zfb@sian.gov.cn，@全体成员");
    for text in [
        "加我微信⟦zhangsan_88⟧",
        "微信号：⟦li-wu2020⟧，",
        "wx:⟦abc12345⟧",
        "VX ⟦hello_world9⟧",
        "微信是“⟦wxid_a1b2c3d4e5⟧”",
    ] {
        marked(PersonalData::Wechat, text);
    }
    stays("关注微信公众号sianfabu，微信小程序“浙里办”，微信支付");
    marked(PersonalData::Qq, "QQ：⟦123456789⟧");
    stays("业主QQ群：123456789");
}

#[test]
fn addresses_to_the_door() {
    for text in [
        "家住⟦云阳街道南园社区新华路128号3幢2单元501室⟧",
        "住址：⟦顾渚村12组35号⟧。",
        "村民王某，住⟦水口乡顾渚村叶坞岕18号⟧，",
        "租住在⟦阳光花园3幢2单元501⟧",
        "⟦阳光花园3-2-501⟧的业主反映",
        "户籍地址为⟦龙山街道解放路二十八号⟧",
        "居民李某家（⟦人民南路５６号２０３室⟧）漏水",
        "⟦金色家园12号楼三单元1102室⟧邻居反映",
    ] {
        marked(PersonalData::Address, text);
    }
    for text in [
        "县行政服务中心位于锦绣路1号",
        "新华路128号门前路面破损，解放路23号至45号段积水",
        "长政发〔2025〕12号，第125号建议，3号路、1号线",
        "6月10号前完成，南园小区3号楼电梯",
        "到县政府办公大楼3号楼501室报名",
        "顾渚村第3组道路硬化",
        "实验小学（人民路88号）门口拥堵",
    ] {
        stays(text);
    }
}

#[test]
fn names_of_minors() {
    for text in [
        "三（2）班学生⟦李小明⟧放学途中摔伤",
        "女孩⟦王芳⟧，8岁，",
        "其女儿⟦张子涵⟧今年六岁，就读于实验小学",
        "⟦李小明⟧（男，2015年3月出生）",
        "⟦欧阳雨桐⟧同学每天步行",
        "学生⟦李小明⟧、⟦王芳⟧和⟦张雨⟧溺水",
        "留守儿童⟦陈思远⟧由奶奶照看",
        "儿子⟦赵宇轩⟧在城南幼儿园上中班",
        "小学生名叫⟦周浩⟧，",
    ] {
        marked(PersonalData::MinorName, text);
    }
    for text in [
        "学生家长李明反映，大学生王强返乡",
        "儿子张强（32岁）在外打工",
        "学生李某、小明同学，许多同学，全体同学们",
        "王芳，女，45岁，村民",
        "学生安全，学生时代，孩子高兴，儿童游乐设施",
        "代表王建国提出，教师李红",
    ] {
        stays(text);
    }
}

#[test]
fn covering_is_by_characters_and_never_beyond_the_text() {
    assert_eq!(covered("联系李明同志", std::iter::once(2..4)), "联系＊＊同志");
    assert_eq!(covered("𠮷1👍2", [1..2, 3..9]), "𠮷＊👍＊");
    assert_eq!(covered("一二三四五", [3..4, 0..2, 1..2]), "＊＊三＊五", "in any order, overlapping");
    assert_eq!(covered("", std::iter::once(0..3)), "");
}

#[test]
fn nothing_of_a_text_is_invented() {
    assert_eq!(personal_data("", today()), Vec::new());
    let text = "电话13857212345、13957212345，家住新华路1号2幢3单元4室；".repeat(200);
    let spans = personal_data(&text, today());
    assert_eq!(spans.len(), 600);
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
}

/// Sentences as they stand in suggestions and answers, with ⟦kind:text⟧ around what is found in them.
#[test]
fn the_corpus() {
    for line in include_str!("corpus.txt").lines() {
        let mut plain = String::new();
        let mut wanted = Vec::new();
        for (number, part) in line.split('⟦').enumerate() {
            let Some((mark, rest)) = part.split_once('⟧').filter(|_| number > 0) else {
                plain.push_str(part);
                continue;
            };
            plain.push_str(mark.split_once(':').expect("a kind").1);
            plain.push_str(rest);
            wanted.push(mark.to_owned());
        }
        assert_eq!(found(&plain), wanted, "{plain}");
    }
}
