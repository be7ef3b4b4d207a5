//! An issue with a document of every form that a gazette prints.

use std::sync::Arc;

use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Attached, Document, DocumentDate, DocumentKind, OfficialKind};
use gongbao::issue::id::Ids;
use gongbao::issue::table::{Cell, Table};
use gongbao::issue::{Issue, Section};

/// Makes documents with ids of their own.
struct Maker(Ids);

const H1: BlockKind = BlockKind::Heading { level: 1, run_in: false };
const H2: BlockKind = BlockKind::Heading { level: 2, run_in: true };
const P: BlockKind = BlockKind::Paragraph;

impl Maker {
    fn document(&mut self, kind: OfficialKind, title: &str) -> Document {
        Document::new(self.0.make(), DocumentKind::Official(kind), title)
    }

    fn body(&mut self, blocks: &[(BlockKind, &str)]) -> Vec<Arc<Block>> {
        let block = |(kind, text): &(BlockKind, &str)| Block {
            id: self.0.make(),
            kind: kind.clone(),
            text: (*text).into(),
        };
        blocks.iter().map(block).map(Arc::new).collect()
    }

    fn attached(&mut self, label: Option<&str>, title: &str, note: Option<&str>) -> Attached {
        let mut attached = Attached::new(self.0.make(), title);
        attached.label = label.map(Into::into);
        attached.adoption_note = note.map(Into::into);
        attached
    }

    /// An order that publishes rules with chapters and articles, adopted by a meeting.
    fn order(&mut self) -> Document {
        let mut order = self.document(OfficialKind::Order, "包头市人民政府令");
        order.number = Some("第12号".into());
        order.body = self.body(&[(
            P,
            "《包头市城市供热管理办法》已经2026年3月20日市人民政府第5次常务会议审议通过，现予公布，\
             自2026年5月1日起施行。",
        )]);
        order.signatories = vec!["市长　孟庆维".into()];
        order.date = date("2026年4月2日");
        let note = "（2026年3月20日包头市人民政府第5次常务会议审议通过　2026年4月2日包头市人民政府令\
                    第12号公布　自2026年5月1日起施行）";
        let mut rules = self.attached(None, "包头市城市供热管理办法", Some(note));
        rules.body = self.body(&[
            (BlockKind::Chapter, "第一章　总　则"),
            (
                BlockKind::Article,
                "第一条　为了加强城市供热管理，规范供热用热行为，维护供热单位和用户的合法权益，根据有关\
                 法律、法规，结合本市实际，制定本办法。",
            ),
            (BlockKind::Article, "第二条　本市行政区域内供热规划、建设、经营、使用，适用本办法。"),
            (BlockKind::Chapter, "第二章　规划和建设"),
            (
                BlockKind::Article,
                "第三条　新建、改建、扩建供热工程，应当符合供热专项规划，并按照下列规定办理：",
            ),
            (BlockKind::Item, "（一）热源、热网和换热站的建设用地应当预留；"),
            (BlockKind::Item, "（二）室内采暖系统应当分户控制、分户计量，达到70%以上。"),
            (BlockKind::Chapter, "第三章　附　则"),
            (BlockKind::Article, "第四条　本办法自2026年5月1日起施行。"),
        ]);
        order.attached = vec![rules];
        order
    }

    /// A normative notice of three organs with its registration and two attachments.
    fn joint(&mut self) -> Document {
        let title = "包头市财政局　包头市人力资源和社会保障局　国家税务总局包头市税务局\
                     关于进一步做好2026年度就业补助资金管理有关工作的通知";
        let mut notice = self.document(OfficialKind::Notice, title);
        notice.number = Some("包财社〔2026〕38号".into());
        notice.registration = Some("规范性文件登记号：BTSF-2026-003　有效期至2031年3月26日".into());
        notice.addressee = Some(
            "各旗、县、区财政局、人力资源和社会保障局、税务局，稀土高新区财政审计局、人力资源和社会保障局、\
             税务局："
                .into(),
        );
        notice.body = self.body(&[
            (P, "为进一步规范就业补助资金管理，提高资金使用效益，现将有关事项通知如下。"),
            (H1, "一、加强资金保障"),
            (P, "各地要确保6月30日前拨付到位，拨付率不低于90%。"),
            (H1, "二、严格资金管理"),
            (H2, "（一）规范支出范围。不得将就业补助资金用于部门公用经费、人员经费等支出。"),
            (
                H2,
                "（二）强化绩效评价。各地要于12月15日前将自评报告报送市财政局，联系电话：0472-5615001，\
                 邮箱：btczsbk@baotou.gov.cn。",
            ),
            (
                BlockKind::AttachmentNote,
                "附件：1.包头市2026年度就业补助资金绩效目标表及分旗县区资金分配建议方案",
            ),
            (BlockKind::AttachmentNote, "2.就业补助资金项目支出绩效自评报告（参考提纲）"),
        ]);
        let organs = ["包头市财政局", "包头市人力资源和社会保障局", "国家税务总局包头市税务局"];
        notice.signatories = organs.map(Into::into).to_vec();
        notice.date = date("2026年3月27日");
        notice.annotation = Some("（此件公开发布）".into());
        let title = "包头市2026年度就业补助资金绩效目标表及分旗县区资金分配建议方案";
        let mut first = self.attached(Some("附件1"), title, None);
        first.body = self.body(&[(P, "按照因素法，2026年度资金分配如下表。")]);
        first.body.push(self.table());
        let title = "就业补助资金项目支出绩效自评报告（参考提纲）";
        let mut second = self.attached(Some("附件2"), title, None);
        second.body = self.body(&[
            (H1, "一、项目基本情况"),
            (P, "简要说明项目立项依据、实施主体、资金来源和支出方向。"),
        ]);
        notice.attached = vec![first, second];
        notice
    }

    fn table(&mut self) -> Arc<Block> {
        let rows = [
            ["旗县区", "分配资金（万元）", "备　注"],
            ["昆都仑区", "1200", "含公益性岗位补贴"],
            ["青山区", "1180.5", ""],
            ["达尔罕茂明安联合旗", "96", "—"],
        ];
        let rows = rows.map(|row| row.map(|text| Cell::new(text.into())).to_vec()).to_vec();
        let kind = BlockKind::Table(Table { head: 1, rows });
        Arc::new(Block {
            id: self.0.make(), kind, text: "表1　就业补助资金分配表".into()
        })
    }

    fn minutes(&mut self) -> Document {
        let mut minutes = self.document(OfficialKind::Minutes, "包头市人民政府常务会议纪要");
        minutes.number = Some("〔2026〕5号".into());
        minutes.body = self.body(&[
            (
                P,
                "2026年3月20日上午，市委副书记、市长孟庆维主持召开市人民政府2026年第5次常务会议。\
                 现将会议纪要如下：",
            ),
            (H1, "一、关于《包头市城市供热管理办法（草案）》"),
            (P, "会议审议并原则通过了《包头市城市供热管理办法（草案）》。"),
            (P, "出席：孟庆维、李 杰、张锦中、云晓清、苏彩霞、珊 珊、徐博荣、杨昭鹏、赵文梅、曹聪明、张健伟"),
            (P, "列席：市政府办公室、市发展和改革委员会、市财政局、市应急管理局主要负责同志"),
            (P, "请假：赵红伟"),
        ]);
        minutes
    }

    fn reply(&mut self) -> Document {
        let title =
            "包头市人民政府关于同意设立白云鄂博矿区文物保护单位保护范围和建设控制地带的批复";
        let mut reply = self.document(OfficialKind::Reply, title);
        reply.number = Some("包府函〔2026〕45号".into());
        reply.addressee = Some("白云鄂博矿区人民政府：".into());
        reply.body = self.body(&[
            (P, "你区《关于划定文物保护单位保护范围和建设控制地带的请示》（白政发〔2026〕12号）收悉。现批复\
                 如下："),
            (BlockKind::Item, "一、同意划定白云鄂博铁矿主矿、敖伦敖包等8处文物保护单位的保护范围。"),
            (P, "此复。"),
        ]);
        reply.signatories = vec!["包头市人民政府".into()];
        reply.date = date("2026年4月20日");
        reply
    }

    fn correction(&mut self) -> Document {
        let mut correction = Document::new(self.0.make(), DocumentKind::Article, "更　正");
        correction.corrects =
            Some("更正本刊2026年第3期《关于成立市数据安全工作领导小组的通知》".into());
        correction.body = self.body(&[(P, "第5页第2栏第7行“武吴”应为“武昊”。特此更正。")]);
        correction.signatories = vec!["本刊编辑部".into()];
        correction.date = date("2026年4月30日");
        correction
    }
}

fn date(as_written: &str) -> Option<DocumentDate> {
    Some(DocumentDate { as_written: as_written.into(), value: None })
}

/// Adds the documents to the sample issue, which has appointments, a plan and the chronicle.
pub(crate) fn kinds(mut issue: Issue) -> Issue {
    let mut maker = Maker(Ids::new(99));
    let documents =
        [maker.order(), maker.joint(), maker.minutes(), maker.reply(), maker.correction()];
    let section = Section {
        id: maker.0.make(),
        name: "各种文件".into(),
        codes: Vec::new(),
        documents: documents.map(Arc::new).into(),
    };
    issue.sections.insert(0, section);
    // Of the chronicle the first pages are enough.
    if let Some(chronicle) = issue.sections.last_mut().and_then(|last| last.documents.last_mut()) {
        Arc::make_mut(chronicle).body.truncate(12);
    }
    issue
}
