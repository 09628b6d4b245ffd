export { heatmapChart } from "./heatmap-chart.ts";
export { intervalChart } from "./interval-chart.ts";
export { type ChartSeries, lineChart } from "./line-chart.ts";
export { scatterChart } from "./scatter-chart.ts";
