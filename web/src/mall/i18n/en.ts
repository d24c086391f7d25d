export default {
  mall: {
    title: "Mall", view: "Cohong mall · as shoppers see it", toSeller: "Seller centre", toSchool: "Back to school", gloss: "Chinese gloss", glossTip: "Shows Chinese under the mall's foreign words", country: "Change marketplace",
    mine: "Mine", mineStore: "My store", editMine: "Open this listing in the seller centre", noBuying: "Shoppers here are simulated: they search, compare and order by their own needs, and nothing can be bought by hand. The seller centre shows why they did or didn't buy.",
    rankedBy: "The market's engine gives the usual order, just as shoppers see it. The number on a picture is its place; sponsored items are paid for and have none.", simulated: "A simulated mall of the Cohong training platform: stores, brands and shoppers are fictional, and nothing is really sold.",
  },
};
