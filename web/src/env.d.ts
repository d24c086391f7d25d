/// <reference types="vite/client" />
declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<{}, {}, any>;
  export default component;
}
/* docs/terms.csv, see web/terms.ts. */
declare module "virtual:terms" {
  export interface Term { key: string; zh: string; pinyin: string; en: string; definition_zh: string; definition_en: string; instead_of_zh: string; instead_of_en: string; course: string }
  const terms: Term[];
  export default terms;
}
