/* Stores carried over; who is absent. */
export default {
  carry: {
    button: "Carry over to another market", one: "Copy store", title: "Carry the class's stores over to another market", titleOne: "Copy the store “{name}”",
    text: "Each student's store is copied to the same student's seat in that market. This market stays as it is.",
    with: "Taken along: name, brand, description, marketplaces; stock (goods on order included) with its cost; listings with pictures, texts and prices; cash and platform balance, as the new store's capital.",
    without: "Left behind: orders, parcels, returns, reviews, figures, shipping rules and debts. Goods of orders not yet shipped stay in stock; what was paid for them does not count.",
    to: "Target market", none: "There is no other market. Make one for the class first, without prepared stores.", noneTo: "New market", same: " (this market)",
    who: "For whom", own: "The owner's own seat", all: "Every seat there that has no store yet ({n})", go: "Copy", again: "Choose another market", close: "Done",
    done: "{n} stores copied", student: "Student", result: "Result", copied: "Copied", before: "Copied before", refused: "Not copied: {text}", nothing: "There is no store to copy.",
  },
  absent: {
    button: "Absent students", title: "Absent today", text: "A keeper ships waiting orders every morning and does nothing else. Steps that the class has reached are excused as far as an absent student has not done them; done later, they still earn points.",
    on: "Keep stores, excuse steps", off: "Take it all back", none: "Nobody is absent today, and no store has a keeper.", state: "Attendance", keeper: "Keeper", steps: "Steps excused", kept: "Keeper ships", notKept: "No keeper", noStore: "No store",
    done: "Done for {n} absent students", back: "Taken back: no keepers, no excuses for absence", late: "By today's attendance. Check it in the class first; excused and absent count the same.",
    seatOn: "Set a keeper", seatOff: "Stop the keeper", seatIs: "A keeper ships this store's waiting orders every morning.", excused: "{n} steps excused",
  },
};
