//! Words, names of organs and places.

use super::{Site, Treatment, always, none, treat, word};
use crate::lint::passage::{head, tail};

pub(super) const TREATMENTS: &[Treatment] = &[
    word("word-tujing", always, |site| Some(site.found.replace("途经", "途径"))),
    word("word-jiezhi", always, |site| {
        let rest = site.found.strip_prefix("截止")?.trim_start_matches(['到', '至']);
        Some(format!("截至{rest}"))
    }),
    word(
        "word-qita",
        |site| !site.before.ends_with(['尤', '极', '与', '何']),
        |_| Some("其他".to_owned()),
    ),
    word(
        "word-zhang",
        |site| !site.after.starts_with(['篷', '幕', '子', '房', '钩', '帘', '顶', '包']),
        |site| Some(site.found.replace('帐', "账")),
    ),
    word("word-denglu", is_login, |site| Some(site.found.replace("登陆", "登录"))),
    word("word-dingjin", always, |site| Some(site.found.replace("订金", "定金"))),
    word(
        "word-bixu",
        |site| !site.before.ends_with('所'),
        |site| {
            Some(if site.found == "必须品" {
                "必需品".to_owned()
            } else {
                site.found.replace("必需", "必须")
            })
        },
    ),
    word("word-yizhi", always, |site| Some(site.found.replace("以至", "以致"))),
    word(
        "word-quanli",
        |site| !site.after.starts_with('人'),
        |site| {
            Some(match site.found {
                "国家权利" => "国家权力".to_owned(),
                "权利机关" => "权力机关".to_owned(),
                "行政权利" => "行政权力".to_owned(),
                "权利清单" => "权力清单".to_owned(),
                "权利运行" => "权力运行".to_owned(),
                "权利下放" => "权力下放".to_owned(),
                other => other.replace("权力", "权利"),
            })
        },
    ),
    word("word-fanying", is_report, |site| Some(site.found.replace("反应", "反映"))),
    word("word-zhiding", always, |site| Some(site.found.replace("制订", "制定"))),
    word(
        "word-qiyong",
        |site| !site.after.starts_with('人'),
        |site| {
            Some(if site.found.starts_with("启用") {
                site.found.replace("启用", "起用")
            } else {
                site.found.replace("起用", "启用")
            })
        },
    ),
    word(
        "word-zuo",
        |site| {
            !site
                .before
                .ends_with(['工', '运', '合', '操', '制', '动', '协', '创', '耕', '写', '劳', '著'])
        },
        |site| {
            Some(if site.found.starts_with("做出") {
                site.found.replace("做出", "作出")
            } else {
                site.found.replacen('作', "做", 1)
            })
        },
    ),
    word("word-pleonasm", always, |site| {
        let (_, short) = [
            ("凯旋归来", "凯旋"),
            ("目前现状", "现状"),
            ("悬殊很大", "悬殊"),
            ("报刊杂志", "报刊"),
            ("亲眼目睹", "目睹"),
            ("切忌不要", "切忌"),
        ]
        .into_iter()
        .find(|(long, _)| *long == site.found)?;
        Some(short.to_owned())
    }),
    word("word-negation", is_negated, none),
    word("word-banned", always, none),
    word("word-hk-tw", is_country, none),
    treat("org-self", always, |site| {
        Some(
            site.found
                .replace("市委市", "市委、市")
                .replace("党委政", "党委、政")
                .replace("县委县", "县委、县"),
        )
    }),
    word("place-name", always, |site| {
        const PLACES: [(&str, &str); 11] = [
            ("内蒙自治区", "内蒙古自治区"),
            ("昆都伦", "昆都仑"),
            ("昆独仑", "昆都仑"),
            ("土默特又旗", "土默特右旗"),
            ("达尔汗茂明安", "达尔罕茂明安"),
            ("达尔罕茂名安", "达尔罕茂明安"),
            ("白云鄂搏", "白云鄂博"),
            ("白云鄂勃", "白云鄂博"),
            ("石拐沟区", "石拐区"),
            ("固阳旗", "固阳县"),
            ("土右县", "土右旗"),
        ];
        let (_, right) = PLACES.iter().find(|(wrong, _)| *wrong == site.found)?;
        Some((*right).to_owned())
    }),
    treat("variant-char", always, |site| {
        const FORMS: [(char, char); 13] = [
            ('囯', '国'),
            ('迴', '回'),
            ('堦', '阶'),
            ('菓', '果'),
            ('佔', '占'),
            ('併', '并'),
            ('週', '周'),
            ('傢', '家'),
            ('傚', '效'),
            ('彫', '雕'),
            ('祕', '秘'),
            ('綫', '线'),
            ('爲', '为'),
        ];
        let (_, right) = FORMS.iter().find(|(variant, _)| site.found.starts_with(*variant))?;
        Some(right.to_string())
    }),
];

/// Whether both negations govern the same thing: not 禁止吸烟场所不得, 避免数据不准确.
fn is_negated(site: &Site<'_>) -> bool {
    let place = ["区", "场所", "时段", "水域", "路段", "期", ","];
    !place.iter().any(|word| site.found.contains(word))
        && !site.after.starts_with(['确', '时', '备'])
}

/// Whether 登陆 means a screen and not a coast.
fn is_login(site: &Site<'_>) -> bool {
    let before = tail(site.before, 12);
    let coast = ["台风", "热带", "气旋", "军", "部队", "沿海", "战", "风暴"];
    !coast.iter().any(|word| before.contains(word))
        && !["后", "时", "影响", "电网"].iter().any(|word| site.found.contains(word))
}

/// Whether 反应 means a report and not a reaction.
fn is_report(site: &Site<'_>) -> bool {
    let reaction = [
        "化学", "快速", "应急", "不良", "连锁", "迅速", "核", "热", "过敏", "免疫", "副", "生物",
        "聚合", "催化",
    ];
    let found_before = site.found.split("反应").next().unwrap_or_default();
    !reaction.iter().any(|word| site.before.ends_with(word) || found_before.ends_with(word))
        && !["堆", "速度", "机制", "能力", "时间", "釜", "器", "迟", "灵敏"]
            .iter()
            .any(|word| site.after.starts_with(word))
}

/// Whether Hong Kong, Macao or Taiwan is counted as a country: 等国家和地区 is right.
fn is_country(site: &Site<'_>) -> bool {
    let ahead = format!("{}{}", site.found, head(site.after, 24));
    let sentence = ahead.split(['。', '；', '，']).next().unwrap_or_default();
    let region =
        ["国家和地区", "国家（地区", "国家或地区", "国家及地区", "国家、地区", "国家与地区"];
    let countries = !site.found.ends_with("国家") || site.found.contains('等');
    !region.iter().any(|word| sentence.contains(word)) && countries
}
