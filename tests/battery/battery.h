/* battery.h: work whose result must have the same bits on every build.
 *
 * Each function in battery.def feeds all that it computes into a digest. tests/suites/20-same-bits compiles base/, market/ and this folder with
 * several compilers and for several machines, and compares what they print: one line "name digest" each. A function may take what files it needs
 * from the checkout's top folder, which is where it is started. */
#ifndef TESTS_BATTERY_H
#define TESTS_BATTERY_H
#include "base/hash.h"

#define BATTERY(name) void battery_##name(struct digest *d);
#include "tests/battery/battery.def"
#undef BATTERY

void battery_f64(struct digest *d, double v); /* all 64 bits */
#endif
