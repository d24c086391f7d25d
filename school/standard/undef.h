/* undef.h: forgets the macros of programme.def. */
#undef OBJECT
#undef TABLE
#undef TEXT
#undef NUM
#undef CENTI
#undef DATE
#undef FLAG
#undef WORD
#undef OPEN
#undef WORDS
#undef OPENS
#undef REF
#undef REFS
#undef CLAUSE
#undef CLAUSES
#undef END
