/* cmocka.h: cmocka with the headers that it wants before itself. `-Wno-unused-parameter` lets a test ignore its state. */
#ifndef TESTS_CMOCKA_H
#define TESTS_CMOCKA_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#endif
