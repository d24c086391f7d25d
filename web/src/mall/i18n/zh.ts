export default {
  mall: {
    title: "商城", view: "公行商城 · 买家所见", toSeller: "卖家中心", toSchool: "返回教学", gloss: "中文对照", glossTip: "在商城的外文下面显示中文，方便对照学习", country: "切换站点",
    mine: "我的商品", mineStore: "我的店铺", editMine: "在卖家中心打开这件商品", noBuying: "这里的买家由系统模拟，会按自己的需求搜索、比较、下单，不能手动购买。想看成交原因，请到卖家中心查看。",
    rankedBy: "默认排序由市场引擎给出，与买家看到的一致。图片右上角是名次。", simulated: "这是公行实训平台的模拟商城：店铺、品牌与买家均为虚构，商品按规律成交，不产生真实交易。",
  },
};
