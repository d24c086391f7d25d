export default {
  lesson: {
    quiz: { title: "知识题", choose: "选一项", several: "可选多项", number: "填数字", send: "提交", done: "答对", wrong: "答错 {n} 次", points: "{n} 分" },
    panel: "课堂任务", show: "展开任务", hide: "收起任务", points: "{n} / {all} 分", progress: "已完成 {n} / {all} 步", stage: "现在：{title}", day: "第 {n} 个营业日", notBegun: "老师还没有开始上课，可以先做第 1 步。",
    go: "带我去", hint: "看提示", hideHint: "收起提示", again: "检查一下", answer: "提交", done: "已完成", excused: "免做", open: "未完成", worth: "{n} 分", earned: "+{n} 分", evidence: "凭据", yourAnswer: "您的回答", number: "填写订单号", figure: "填写数字", reading: "读一读：任务资料", hideReading: "收起资料", choose: "选择一步", text: "写两三句话", waits: "完成后自动打勾",
    extensions: "做得快？再来一个", allDone: "任务全部完成", allDoneText: "总分 {n} 分。可以做拓展任务，或帮同桌看看卡在哪一步。", loading: "正在读取任务……", excusedText: "老师已为您免做这一步，仍可补做得分。",
    choice: { eligible: "有资格展示", shown: "展示", examined: "被看到", clicks: "点击", orders: "成交" },
    fill: { button: "填入资料", title: "填入品名", bullets: "点一条，填进五点描述：", description: "填入", terms: "填入买家常搜的词", attributes: "按资料补齐属性", used: "已填入", why: "逐栏填入，看懂一条填一条；标题填入后请改成自己的。", gloss: "中文对照", titleCopied: "标题现在和供应商品名一样。把两个买家会搜的词放到前面，例如：" },
    list: { title: "课程", sub: "照着教案上课：流程、步骤和评分都备好了。", minutes: "{n} 分钟", steps: "{n} 个步骤", points: "{n} 分", days: "{n} 个营业日", open: "看教案", none: "没有课程", course: { c1: "商品编辑与发布", c2: "视觉设计与制作", c3: "跨境电商运营数据采集", c4: "跨境店铺运维", c5: "跨境商品推广", c6: "跨境物流实务", c7: "跨境电商客服实务", project: "综合项目与竞赛", other: "入门" }, all: "全部", sessions: "{n} 次课", trains: "训练：{clauses}", find: "按名称或条款查找", nothing: "没有符合条件的课程。", noneText: "服务器上没有找到课程包。课程放在 courses 文件夹里，重启后生效。" },
    guide: {
      title: "教案", docxPlan: "下载教案（Word）", docxTask: "下载实训任务书（Word）", brief: "任务书", learners: "学情分析", key: "重点与难点", values: "思政要点", reading: "学习资料", rubric: "评分标准", criterion: "评分项", clause: "对应条款", weight: "权重", by: "评定", byCheck: "系统", byTeacher: "教师", reflection: "教学反思", session: "第 {n} 次课", print: "打印", make: "用这节课开市场", makeTitle: "用“{name}”开市场", makeText: "市场按本课的设定开设：{world}，{days} 个营业日，由老师按“下一天”推进。{store}", makeStore: "每位学生得到一家备好的店铺。", makeNoStore: "学生从开店做起。", makeFor: "班级", makeName: "市场名称", makeUsual: "{class}：{name}", makeGo: "开设市场", nobody: "这个班还没有学生。可以先开设，导入名单后会自动得到席位。", noClass: "先建一个班级，再开市场。", toClass: "去建班级",
      goal: "教学目标", prepare: "课前准备", plan: "课堂流程", minute: "分钟", what: "做什么", say: "可以这样说", nextDay: "第 {n} 分钟按“下一天”", steps: "学生的步骤与评分", step: "步骤", check: "怎样算完成", worth: "分值", hint: "提示", extensions: "做得快的学生", mistakes: "常见错误与应对", questions: "收束问题", reference: "参考答案", clauses: "对应教学标准（730702）", noProfile: "服务器上没有“{world}”这个世界设定，将用“{other}”。", total: "合计",
    },
    live: {
      title: "本节课", begin: "开始上课", beginText: "按“开始上课”后开始计时，学生的任务栏会显示当前环节。", elapsed: "已上课 {n} 分钟", of: "共 {n} 分钟", minutes: "{from}–{to} 分钟", over: "本环节已超 {n} 分钟", left: "本环节还有 {n} 分钟", next: "下一环节：{title}", last: "最后一个环节", back: "上一环节", restart: "重新计时", restartText: "从第一个环节重新开始计时。学生已得的分不变。", say: "可以这样说", dayDue: "该按“下一天”了（第 {n} 分钟）", dayNext: "第 {n} 分钟按“下一天”", guide: "完整教案", done: "已完成 {n} / {all} 人", stepOf: "本环节的步骤", excuse: "免做", unexcuse: "取消免做", excuseTitle: "谁可以免做“{name}”", answers: "学生的回答", all: "全班进度", name: "学生", stage: "环节",
    },
    relief: { title: "资金周转不开了", text: "店铺净资产过低，手头的钱已不够采购一次。生意有起落，找到原因就能继续。", what: "申请后，平台把可用资金补到启动资金的一半，用来重新开始。", recorded: "每次纾困都会记入账本和店铺档案，老师看得到；它是借来的机会，不算利润。", note: "写一句：钱主要花在了哪里？", notePlaceholder: "例如：买了太多同一种货，定价又低于保本价", ask: "申请纾困", done: "纾困资金已到账", why: "先看损益，弄清原因", times: "已获得 {n} 次纾困" },
  },
};
