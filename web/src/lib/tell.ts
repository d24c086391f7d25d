/* A short message at the top of the page. */
import { ElMessage } from "element-plus/es/components/message/index.mjs";
import "element-plus/es/components/message/style/css";
import { ApiError } from "./api";

export function tell(text: string, type: "success" | "warning" | "info" | "error" = "success") {
  ElMessage({ message: text, type, offset: 60, duration: type === "error" ? 6000 : 3000, showClose: type === "error", grouping: true });
}
export function tellError(e: unknown) {
  if (!(e instanceof ApiError)) console.error(e);
  tell((e as any)?.message ?? String(e), "error");
}
