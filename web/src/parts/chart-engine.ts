/* The few parts of ECharts that are used, and the one theme. Its words for screen readers are English alone and left out: the title says what is seen, the table has the figures. */
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { number } from "@/lib/format";

use([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, CanvasRenderer]);
export function make(el: HTMLElement) { return init(el, undefined, { renderer: "canvas" }); }

export function option(p: any, css: CSSStyleDeclaration): any {
  const v = (name: string) => css.getPropertyValue(name).trim();
  const dark = document.documentElement.classList.contains("dark");
  const colours = [v("--accent"), dark ? "#e0a84b" : "#c07a12", dark ? "#8fa3bb" : "#7a8899", dark ? "#58c08a" : "#2c8a5a", dark ? "#c79ae0" : "#8250a8"];
  const axisText = { color: v("--text-3"), fontSize: 12, fontFamily: css.fontFamily };
  const short = (n: number) => (Math.abs(n) >= 1e4 ? number(n / 1e3, 0) + "k" : number(n, Math.abs(n) < 10 && n % 1 ? 1 : 0));
  const valueAxis = (unit?: string, right = false) => ({
    type: "value", name: unit ?? "", nameTextStyle: { ...axisText, align: right ? "right" : "left" }, nameGap: 10, axisLabel: { ...axisText, formatter: short }, position: p.horizontal ? undefined : right ? "right" : "left",
    splitLine: { show: !right, lineStyle: { color: v("--line") } }, minInterval: p.decimals ? undefined : 1,
  });
  const label = { type: "category", data: p.x, axisLabel: { ...axisText, hideOverlap: true, ...(p.series.some((s: any) => s.kind === "bar") ? {} : { alignMinLabel: "left", alignMaxLabel: "right" }) }, axisLine: { lineStyle: { color: v("--line-strong") } }, axisTick: { show: false }, boundaryGap: p.series.some((s: any) => s.kind === "bar"), inverse: !!p.horizontal };
  const two = p.series.some((s: any) => s.axis === 1);
  const many = p.series.length > 1;
  const values = two ? [valueAxis(p.unit), valueAxis(p.unit2, true)] : valueAxis(p.unit);
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, animationDuration: 250, color: colours, textStyle: { fontFamily: css.fontFamily },
    grid: { left: 4, right: 8, top: p.unit || p.unit2 ? 34 : 14, bottom: many ? 30 : 4, containLabel: true },
    legend: many ? { bottom: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 4, textStyle: { ...axisText, color: v("--text-2") } } : undefined,
    tooltip: { trigger: "axis", confine: true, backgroundColor: v("--surface"), borderColor: v("--line-strong"), textStyle: { color: v("--text"), fontSize: 12 }, valueFormatter: (n: any) => (n === null || n === undefined ? "–" : number(n, p.decimals)) },
    xAxis: p.horizontal ? values : label,
    yAxis: p.horizontal ? label : values,
    series: p.series.map((s: any) => ({
      name: s.name, type: s.kind === "bar" ? "bar" : "line", data: s.data, [p.horizontal ? "xAxisIndex" : "yAxisIndex"]: s.axis ?? 0, stack: s.stack, barMaxWidth: 22, symbol: "circle", symbolSize: 4, showSymbol: p.x.length < 15,
      lineStyle: { width: 2, type: s.dashed ? "dashed" : "solid" }, areaStyle: s.kind === "area" ? { opacity: 0.12 } : undefined, connectNulls: false, ...(s.colour ? { itemStyle: { color: v(s.colour) || s.colour } } : {}),
    })),
  };
}
