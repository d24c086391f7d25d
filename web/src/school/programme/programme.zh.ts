export default {
  programme: {
    title: "人才培养方案", sub: "按入学年级建立方案，对照教学标准逐条检查。", new: "新建方案", name: "方案名称", nameHint: "通常写年级，例如“2026 级跨境电子商务”。", from: "从何开始",
    fromExample: "从示例方案开始", fromExampleText: "虚构学校的完整方案，按本校情况修改", fromEmpty: "空白方案", fromEmptyText: "逐表填写", fromFile: "导入 JSON 文件", fromFileText: "“cohong check programme”所用的格式", file: "选择文件", badFile: "这个文件不是 JSON。", create: "创建",
    none: "还没有方案", noneText: "从示例方案开始最快：先看一份达标的方案长什么样，再改成本校的。", readOnly: "只有专业带头人和管理员可以修改，您可以查看。", versions: "版本", inForce: "现行",
    version: "第 {n} 版", state: { draft: "草稿", approved: "已审定", frozen: "已冻结", trial: "试算" }, yes: "是", no: "否", conflict: "此处刚被他人修改，已载入最新内容，请核对后再改。",
    tab: { board: "达标总览", edit: "编辑", evidence: "佐证材料", versions: "版本与审批" },
    date: "检查日期", pickVersion: "查看版本", print: "打印", export: "导出", exportJson: "方案全文（JSON）", exportTables: "全部数据表（Excel）", exportBoard: "达标情况（Excel）",
    status: { pass: "达标", fail: "不达标", not_due: "未到期", no_data: "无数据", evidence_missing: "缺佐证", waiting_review: "待评审", not_applicable: "不适用", waived: "已豁免" },
    severity: { error: "必须", warn: "一般", info: "鼓励" }, severityAll: "全部条款", by: { rule: "按数据判定", evidence: "看佐证材料", review: "由人评审" },
    board: {
      fails: "有 {n} 条“必须”类条款不达标", well: "没有“必须”类条款不达标", of: "对照《{standard}》共 {n} 条", chapter: "章节", all: "全部章节", find: "查找条款", none: "没有符合条件的条款", list: "{n} 条", clear: "显示全部",
      open: "，{n} 条还缺数据、佐证或评审", against: "与{name}相比，{n} 条判定有变化", same: "与{name}相比，判定没有变化", onlyChanged: "只看变化", was: "原为{was}", clause: "条款", result: "判定", due: "应于 {on} 前达到", readings: "对含糊用语的解释",
    },
    clause: {
      source: "标准原文", formula: "判定依据", figures: "数据", reading: "解释", data: "数据来源", evidence: "佐证材料", noEvidence: "还没有编号材料对应本条。", reason: "说明", due: "到期", term: "第 {n} 学期",
      review: "评审", verdict: "结论", note: "理由", noteHint: "写明看了什么、依据是什么，600 字以内。", give: "提交评审", takeBack: "撤回评审", waive: "豁免", waiveHint: "标准对本条用语较软，可写明理由予以豁免。", waiveReason: "豁免理由", unwaive: "撤回豁免", refused: "“必须”类条款不能豁免，已填写的豁免无效。", addItem: "登记佐证材料", named: "以您的姓名和今天的日期记录。",
    },
    figure: { total_hours: "总学时", required: "要求", public_hours: "公共基础课学时", professional_hours: "专业课学时", practice_hours: "实践学时", share_permille: "占比（‰）", elective_hours: "选修学时", weeks: "周数" },
    edit: {
      plan: "方案", people: "师资与学生", places: "实训条件", work: "教学与质量", closed: "本版方案已审定，方案各表不能直接修改；师资、场所、学生等记录可以继续填写。", frozen: "要修改方案，请在“版本与审批”中提出变更申请，或复制一份试算。", rows: "{n} 行", row: "行", addRow: "添加行", removeRow: "删除所选行", undo: "撤销", import: "导入 Excel", exportTable: "导出 Excel", keys: "方向键移动，直接输入或按 Enter 修改，Delete 清空，Ctrl+C 复制，Ctrl+V 粘贴，Ctrl+Z 撤销",
      saved: "已保存", saving: "正在保存……", missing: "新行还缺：{fields}", turned: "本次修改的影响", none: "还没有修改。改一个单元格，这里显示判定变化的条款。", nothing: "保存成功，没有条款的判定发生变化。", addFirst: "还没有数据", noneRows: "粘贴 Excel 表格，或点“添加行”。", wrongAt: "第 {row} 行 {field}：{text}", counts: "当前判定", imported: "已导入 {n} 行", importTitle: "导入 {name}", importText: "读到 {n} 行，{columns} 列可对应：{names}", importNone: "第一行没有可对应的列名。请先导出本表，按其列名填写。", replace: "替换原有的 {n} 行", append: "追加到末尾", unknown: "未对应的列：{names}", pick: "选择数据表", listHint: "多个值用顿号隔开", required: "必填",
    },
    evidence: {
      sub: "一项材料可以对应多条条款。没有文件或记录的材料不算佐证。", add: "登记材料", no: "编号", itemTitle: "名称", owner: "负责人", due: "截止日期", clauses: "对应条款", clausesHint: "条款编号，用逗号隔开", file: "文件", record: "记录", recordHint: "没有电子文件时，写明存档位置或文号", state: { there: "已有", wanted: "待交", overdue: "逾期" }, upload: "上传文件", replace: "更换文件", uploadHint: "单个文件不超过 2 MB", remove: "取消文件", elsewhere: "登记在册：{name}", none: "还没有登记材料", noneText: "按标准要求的佐证逐项编号，写明负责人和截止日期，再上传文件。", tooLarge: "文件超过 2 MB，请压缩后再上传。", save: "保存", drop: "删除材料", dropText: "编号 {no} 将从目录中删除，已上传的文件仍保留在修改记录中。", waiting: "{n} 条条款缺佐证", listed: "共 {n} 项，{there} 项已有", missing: "只看缺佐证的条款", newFor: "为条款 {clause} 登记材料",
    },
    v: {
      approve: "审定", approveTitle: "审定{name}", organ: "审定机构", organExample: "学校党组织会议", on: "审定日期", record: "会议纪要或文号", recordHint: "审定记录会写入方案和修改记录", failsReason: "有“必须”类条款不达标，须写明仍予审定的理由", reason: "理由", withdraw: "撤回审定", withdrawText: "撤回后恢复为草稿，可继续修改。", freeze: "冻结", freezeText: "冻结后不能再撤回审定；今后只能通过变更审批形成新版本。", ask: "申请变更", askTitle: "对{name}申请变更", content: "变更内容", decide: "审批", grant: "同意变更", refuse: "不同意", granted: "同意", refused: "不同意", asked: "待审批", changes: "变更审批", noChanges: "没有变更申请", trial: "复制试算", trialTitle: "复制一份试算", trialText: "在副本上随意修改，看哪些条款会变，不影响原方案。满意后可采用到草稿。", trialName: "试算名称", adopt: "采用到草稿", adoptText: "将“{name}”的课程、实习等方案内容写入草稿，草稿中的这些表会被替换。", discard: "删除", discardText: "删除后不能恢复，修改记录仍保留。", history: "修改记录", allHistory: "包括单元格修改", more: "更早的记录", by: "{who} · {at}", deleteAll: "删除整个方案", deleteAllText: "将删除“{name}”的全部版本、佐证文件和记录，不能恢复。", decided: "{organ}，{on}，{record}",
    },
    what: { create: "新建方案", edit: "修改", approve: "审定", withdraw: "撤回审定", freeze: "冻结", trial: "复制试算", adopt: "采用试算", discard: "删除版本", ask: "申请变更", grant: "同意变更", refuse: "不同意变更", review: "评审", unreview: "撤回评审", waive: "豁免", unwaive: "撤回豁免", file: "上传佐证文件", unfile: "取消佐证文件" },
  },
};
