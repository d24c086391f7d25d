/* Signing in: the class's door and the teacher's login. */
export default {
  door: {
    student: "我是学生", studentHint: "输入老师投屏上或进班条上的班级码。", code: "班级码", codeShort: "班级码是 {n} 位字母和数字，请对照投屏再输一遍。", next: "下一步", last: "上次在这台电脑进入的班级", lastGo: "进入 {name}",
    teacher: "教师登录", teacherHint: "教师、专业带头人、管理员，以及有用户名和密码的学生账号从这里登录。", need: "请填写用户名和密码。", help: "忘记密码请联系管理员或任课教师重置。",
    why: {
      again: "登录已过期，请重新登录。", idle: "这台电脑有一阵子没人操作，已自动退出。写到一半的内容都在草稿里，重新进入就能接着做。", moved: "你已在另一台电脑上登录，这台电脑自动退出了。如果不是你本人操作，请马上告诉老师。",
      out: "老师让这个账号退出了登录，可以在新的电脑上凭 PIN 进入。", over: "老师已宣布下课，全班都已退出。店铺和草稿都保存好了。", you: "已退出，请选择自己的名字。", reset: "老师重置了你的 PIN，请选名字、核对学号，重新设一个。",
    },
    choose: "选择你的名字", chooseHint: "按姓名拼音排序。点错了没关系，还没登录之前随时可以换。", filter: "输入姓名、拼音或首字母", filterLabel: "查找名字", count: "{n} 人", found: "找到 {n} 人", noMatch: "名单里没有“{text}”", noMatchText: "换个写法再找，比如首字母 zs；还是没有，请告诉老师把你加进名单。",
    otherClass: "不是这个班？换班级码", nobody: "这个班的名单还是空的", nobodyText: "老师导入名单后，你的名字会出现在这里。", claimed: "已认领", first: "首次", firstTip: "还没有人用这个名字登录过", claimedTip: "已设过 PIN，凭 PIN 进入",
    closed: "班级入口还没有开放", closedText: "班级码没有错。老师开放入口后，这一页会自己打开，不用刷新。", closedEnter: "入口现在没有开放。设过 PIN 的同学写姓名或学号就能进入；第一次来的请等老师开放入口，这一页会自己打开。", nowOpen: "老师开放了入口。", seeNames: "去选名字",
    wrong: "没有这个班级码", wrongShort: "没有这个班级码，请对照投屏再输一遍。", wrongText: "可能抄错了一位，也可能老师换了新的班级码。请对照投屏或问老师，再输一遍。", backToCode: "重新输入班级码", local: "数据只保存在本校服务器",
    who: "姓名或学号", whoHint: "有同名同学时请写学号。",
    hello: "{name}，你好", helloFirst: "第一次进入，核对学号，再设一个自己的 PIN。以后凭这个 PIN 进入。", helloBack: "输入你的 6 位 PIN。", helloWho: "凭 PIN 进入", notMe: "不是我，选别的名字",
    number: "学号", numberHint: "和名单上的一致，开头的 0 也要写。", pin: "设置 PIN", pinHint: "6 位数字。别用连号、重复的数字和学号里的数字。", pinAgain: "再输一遍", pinLabel: "6 位 PIN", pinLeft: "还差 {n} 位", pinGood: "可以用", pinSame: "两遍一致", pinDiffers: "两遍不一样，从第 {n} 位开始不同",
    weak: { run: "连号太好猜，换一个", same: "重复的数字太好猜，换一个", number: "这是学号的一部分，同学都知道，换一个" }, show: "显示数字", hide: "隐藏数字", enter: "进入", forgot: "忘了 PIN？举手请老师重置，店铺和草稿都还在。",
  },
};
