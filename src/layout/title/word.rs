//! The words of titles: which breaks would tear one.
//!
//! Words that titles of official documents are made of, matched from the left, the longest first.
//! What is in no word is taken character by character; then characters that end words (性, 化, 区)
//! do not begin a line.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words of two and more characters.
const WORDS: &str = "
人民政府 人民代表大会 常务委员会 委员会 办公厅 办公室 国务院 自治区 自治旗 自治州 自治县 管委会
开发区 高新区 示范区 保护区 先行区 试验区 度假区 园区 新区 城区 社区 地区 牧区 旗县区 旗县 县区 全市 全区
全国 全省 本市 市级 区级 县级 省级 国家级 各级 基层 城乡 城镇 城市 农村 农牧区 农牧民 农牧业 乡镇 街道
苏木 嘎查 中华人民共和国 中国 内蒙古 包头 北京 上海 天津 重庆 广州 深圳 呼和浩特 黄河 乌鲁木齐 石河子
中央 地方 党中央 部门 单位 机关 机构 组织 企业 事业 集团 公司 企事业 民营 国有 中小企业 小微企业
工作 任务 分工 方案 计划 规划 纲要 要点 意见 通知 通告 公告 公报 决定 决议 命令 批复 报告 通报 复函
纪要 办法 规定 条例 细则 规则 章程 制度 机制 体制 体系 标准 目录 清单 名单 预案 措施 政策 指南 指引
答复 提案 议案 建议 问题 情况 事项 事宜 会议 座谈会 常务会议 联席会议 协调 协调机制 领导 领导小组 小组
指挥部 中心 职责 职能 职权 权限 权力 责任 责任制 目标 目标责任 考核 考评 评价 评估 评审 评选 表彰 奖励
先进 集体 个人 模范 劳动模范 荣誉 称号 授予 任免 任命 免去 职务 同志 人员 干部 职工 公务员 工作人员
成立 设立 组建 建立 建设 建成 调整 撤销 取消 保留 承接 下放 修改 修订 修正 废止 失效 停止 暂停 终止
印发 转发 批转 发布 公布 颁布 重新 同意 批准 核准 授权 委托 开展 推进 推动 推行 推广 促进 加强 加快
进一步 全面 深入 深化 扎实 切实 认真 做好 抓好 搞好 落实 贯彻 贯彻落实 实施 执行 强化 完善 健全
规范 优化 提升 提高 改进 改善 改革 创新 发展 高质量 可持续 转型 升级 振兴 乡村振兴 脱贫 脱贫攻坚
巩固 拓展 成果 衔接 扶持 扶贫 帮扶 支持 鼓励 引导 保障 保护 维护 管理 治理 综合治理 整治 专项整治
专项 行动 专项行动 三年 五年 年度 季度 月度 上半年 下半年 时期 期间 阶段 暂行 试行 临时 暂时 长效
有关 相关 若干 部分 主要 重点 重大 重要 基本 基础 公共 公益 社会 经济 国民经济 政治 文化 生态 环境
生态环境 文明 精神文明 生态文明 法治 法治政府 依法 行政 行政执法 执法 司法 监督 监管 检查 督查 督导 督促
审批 行政审批 审核 审查 审计 审议 备案 登记 许可 行政许可 认定 认证 认可 鉴定 检验 检测 监测 调查 普查 统计
政务 政务服务 政务公开 信息 信息公开 公开 公示 数字 数字化 数据 大数据 网络 互联网 智能 智慧 平台 系统
安全 安全生产 食品安全 食品 药品 药品管理 生产 事故 隐患 排查 风险 防范 防控 防治 防治法 预防 应急 救援 应急救援 消防
消防救援 防火 森林 草原 森林草原 防汛 抗旱 抗震 救灾 减灾 防灾 灾害 地质灾害 自然灾害 气象 地震
水利 水源 饮用水 水资源 污水 排水 供水 供热 供电 供气 燃气 电力 电力线路 能源 新能源 清洁能源 节能 减排 节约 排放
污染 污染物 大气 土壤 固体废物 垃圾 分类 循环经济 碳达峰 碳中和 绿色 低碳 林业 林木 采伐 林地 草地 耕地
农田 高标准 农产品 粮食 畜牧业 奶业 种业 饲料 渔业 土地 土地利用 国土 国土空间 空间 自然资源 资源 矿产 矿山
稀土 钢铁 煤炭 产业 工业 农业 服务业 制造业 旅游 旅游业 文旅 体育 卫生 健康 医疗 医疗卫生 医疗机构 医院 医药
医保 疾病 疫情 疫苗 养老 养老保险 医疗保险 生育保险 工伤保险 失业保险 社会保险 社会保障 保险 待遇 基金
最低生活保障 救助 社会救助 临时救助 慈善 残疾人 老年人 妇女 儿童 未成年人 青年 学生 教师 教育 义务教育
职业教育 学前教育 高等教育 幼儿园 学校 小学 中学 大学 学院 招生 考试 录用 招聘 培训 就业 创业 大众创业
劳动 劳动者 劳动保障 劳动力 工资 收入 分配 工作时间 人才 人力资源 职业 职业技能 技能 技术 科学 科技 科学技术
高新技术 知识产权 专利 品牌 质量 计量 标准化 价格 市场 市场化 市场监管 交易 招标 投标 采购 政府采购
投资 融资 财政 税务 税收 预算 决算 资金 补助 补助资金 补贴 专项资金 债务 债券 金融 银行 贷款 信贷 担保
证券 上市 外资 外商 外贸 贸易 进口 出口 进出口 口岸 海关 开放 合作 招商 引资 营商环境 营商 优惠
消费 商贸 商务 流通 物流 交通 交通运输 运输 公路 铁路 航空 机场 民航 车辆 机动车 道路 停车 号牌 邮政
快递 住房 住房公积金 公积金 房地产 房屋 保障性 租赁 物业 物业管理 建筑 工程 项目 建设工程 施工 市政 园林
绿化 老旧小区 小区 配套 棚户区 改造 征收 拆迁 补偿 安置 移民 户籍 户口 入户 积分制 积分 居住证 人口 计划生育
民族 民族团结 进步 宗教 统战 民政 殡葬 婚姻 地名 区划 行政区划 文物 文物保护 遗产 非物质文化遗产 博物馆
图书馆 档案 地方志 出版 广播 电视 新闻 宣传 舆情 信访 矛盾 纠纷 调解 仲裁 诉讼 复议 行政复议 行政处罚
处罚 拘留 行政拘留 刑事 犯罪 案件 违法 移送 公安 治安 禁毒 反恐 国防 双拥 退役 退役军人 征兵 兵役 人防
奥运会 运动会 博览会 首都 国际 国内 国际机场 海外 体验 总理 主席 市长 主任 委员 全国政协 政协 人大
考察 调研 办理 处理 审理 受理 申报 申请 申领 领取 资格 资质 证书 凭证 使用 利用 适用 悬挂 运行 运营 经营
经营者 经营权 承包 流转 登记簿 确权 颁证 结算 折算 联网 省直 市直 区直 中直 直属 定点 平均 全年 专用 通用
综合 综合性 统一 统筹 分级 分类 分步 分批 试点 示范 样板 培育 孵化 集群 基地 自主 自主创新 
提质 增效 降本 减负 简政放权 放管服 证照分离 减证便民 优质 优先 加大 扩大 缩小 范围 地带 控制 建设控制
保护范围 划定 规定 关于 重污染 天气 冬季 春季 夏季 秋季 清明 节假日 放假 安排 值班
价格形成 形成机制 形成 中小学 党组 党委 党建 作风 廉政 反腐败 巡视 巡察 整改 责任书 人居环境 厕所 河长制 林长制
数据安全 网络安全 信息化 工业化 城镇化 现代化 一体化 市场主体 经营主体 个体工商户 法定 代表 法律 法规 规章
规范性文件 文件 清理 行政机关 机构改革 编制 聘用 退休 离休 抚恤 优抚 烈士 英雄 见义勇为 好人 志愿 志愿者
";

static TABLE: LazyLock<BTreeSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());

/// Characters in the longest word.
const LONGEST: usize = 9;

/// Characters that end words far oftener than they begin them.
const ENDS: &str =
    "市省区县旗州盟局委部厅院会府处室所站队团法度率性化者们员型类式费额量力权险例业品物区域案";

/// Characters that say where or when, behind a word that they cling to.
const WHERE: &str = "内中外上下前后时";

/// How a line may end before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// Between two words.
    Words,
    /// Beside a character that belongs to no known word.
    Unknown,
    /// Between two such characters, or before one that ends words.
    Doubtful,
    /// In the middle of a word.
    Torn,
}

/// The joint before each character of a title.
pub(super) fn joints(characters: &[char]) -> Vec<Joint> {
    let mut starts = vec![Joint::Torn; characters.len()];
    let mut before_known = true;
    let mut index = 0;
    while index < characters.len() {
        let length = word_at(characters, index);
        let known = length > 1;
        let ends = characters.get(index).is_some_and(|c| ENDS.contains(*c));
        let clings = before_known && characters.get(index).is_some_and(|c| WHERE.contains(*c));
        let joint = match (before_known, known) {
            (true, false) if clings => Joint::Torn,
            (true, true) => Joint::Words,
            (_, false) if ends => Joint::Doubtful,
            (true, false) | (false, true) => Joint::Unknown,
            (false, false) => Joint::Doubtful,
        };
        if let Some(start) = starts.get_mut(index) {
            *start = joint;
        }
        before_known = known || ends || clings;
        index += length;
    }
    starts
}

/// Length of the longest word that begins at `index`; 1 if none does.
fn word_at(characters: &[char], index: usize) -> usize {
    let rest = characters.get(index..).unwrap_or_default();
    let is_word = |length: &usize| {
        let word: String = rest.iter().take(*length).collect();
        TABLE.contains(word.as_str())
    };
    (2..=LONGEST.min(rest.len())).rev().find(is_word).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words apart by `|`, doubtful places by `?`.
    fn check(expected: &str) {
        let characters: Vec<char> = expected.chars().filter(|c| !"|?".contains(*c)).collect();
        let mut shown = String::new();
        for (index, joint) in joints(&characters).into_iter().enumerate() {
            match joint {
                _ if index == 0 => {}
                Joint::Words | Joint::Unknown => shown.push('|'),
                Joint::Doubtful => shown.push('?'),
                Joint::Torn => {}
            }
            shown.push(characters[index]);
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_found_from_the_left() {
        check("老旧小区|改造|工作|的|实施|意见");
        check("中华人民共和国|药品管理?法|实施|条例");
        check("电力线路|保护区内|林木|采伐");
        check("悬挂|应急救援|专用|号牌|有关|事项");
        check("玟?琪|街道");
    }
}
