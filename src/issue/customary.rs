//! The customary order of sections (栏目) in a government's gazette.

use super::Section;

/// Where a new section called `name` stands among `sections`: before the first one that customarily
/// follows it, or last.
pub fn place(sections: &[Section], name: &str) -> u32 {
    let own = rank(name);
    let follows = sections.iter().position(|section| rank(&section.name.string) > own);
    u32::try_from(follows.unwrap_or(sections.len())).unwrap_or(u32::MAX)
}

/// Speeches first, then orders, documents of the government, of its office and of departments,
/// appointments, explanations, what has no custom, chronicle, figures, pictures, index of the year.
fn rank(name: &str) -> usize {
    let within = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    match () {
        () if within(&["总目录"]) => 11,
        () if within(&["图片"]) => 10,
        () if within(&["大事记"]) => 8,
        () if within(&["解读"]) => 6,
        () if within(&["统计", "指标"]) => 9,
        () if within(&["讲话", "工作报告"]) => 0,
        () if ends(&["令", "规章"]) => 1,
        () if within(&["任免", "人事"]) => 5,
        () if ends(&["政府文件", "国务院文件"]) => 2,
        () if ends(&["办公室文件", "办公厅文件", "政府办文件", "府办文件"]) => 3,
        () if ends(&["文件"]) => 4,
        () => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::id::SectionId;

    #[test]
    fn sections_are_put_where_custom_has_them() {
        fn check(there: &str, name: &str, expected: u32) {
            let section = |(id, name): (u64, &str)| Section {
                id: SectionId::new(id),
                name: name.into(),
                codes: Vec::new(),
                documents: Vec::new(),
            };
            let sections: Vec<Section> = (1..).zip(there.split_whitespace()).map(section).collect();
            assert_eq!(place(&sections, name), expected, "{name} among {there}");
        }
        check("市政府文件 市政府办公室文件 政府大事记", "市政府令", 0);
        check("市政府文件 市政府办公室文件 政府大事记", "市教育局文件", 2);
        check("市政府文件 市政府办公室文件 政府大事记", "其他", 2);
        check("市政府文件 政府大事记", "市政府办公室文件", 1);
        check("市政府文件 政府大事记", "统计资料", 2);
        check("", "领导讲话", 0);
        // The office's own order stays as it is.
        check("政府大事记 市政府文件", "人事任免", 0);
    }
}
