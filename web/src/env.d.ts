/// <reference types="vite/client" />
declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<{}, {}, any>;
  export default component;
}
/* docs/terms.csv, see web/lists.ts. */
declare module "virtual:terms" {
  export interface Term { key: string; zh: string; pinyin: string; en: string; definition_zh: string; definition_en: string; instead_of_zh?: string; instead_of_en?: string; course: string }
  const terms: Term[];
  export default terms;
}
/* src/seller/phrases.csv: ready phrases; `where` has the fields that they suit: t title, b bullet points, d description, r reply to a review. */
declare module "virtual:phrases" {
  export interface Phrase { key: string; category?: string; part: string; where: string; zh: string; en: string; de?: string; fr?: string; es?: string; it?: string; ja?: string; pt?: string }
  const phrases: Phrase[];
  export default phrases;
}
