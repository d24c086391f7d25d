/* What the server refused, beside the field it is about. */
import { reactive } from "vue";
import { ApiError } from "./api";

/* const bad = useProblems(); bad.take(e) after a failed act; bad.of("title") beside the field; bad.rest for what belongs to no shown field. */
export function useProblems(shown?: string[]) {
  const state = reactive({ fields: {} as Record<string, string>, rest: "", code: "" });
  return {
    state,
    clear(field?: string) {
      if (field) delete state.fields[field];
      else { state.fields = {}; state.rest = ""; state.code = ""; }
    },
    take(e: unknown) {
      state.fields = {};
      state.rest = "";
      if (!(e instanceof ApiError)) { console.error(e); state.rest = String((e as any)?.message ?? e); return; }
      state.code = e.code;
      const name = e.field?.split(/[.[]/)[0] ?? "";
      if (e.field && (!shown || shown.includes(e.field) || shown.includes(name))) {
        state.fields[e.field] = e.message;
        if (name !== e.field) state.fields[name] = e.message;
      } else state.rest = e.message;
    },
    of(field: string) { return state.fields[field] ?? ""; },
    get rest() { return state.rest; },
  };
}
export type Problems = ReturnType<typeof useProblems>;
