/** Every colour of the product, once per theme. CSS reads them as `--pl-<name>`, the graph reads them from here. */

export interface Tokens {
  page: string;
  panel: string;
  hover: string;
  selected: string;
  border: string;
  control: string;
  text: string;
  dim: string;
  link: string;
  brand: string;
  onbrand: string;
  badge: string;
  bar: string;
  frame: string;
  edge: string;
  source: string;
  down: string;
  degraded: string;
  at_risk: string;
  up: string;
  unknown: string;
}

export const LIGHT: Tokens = {
  page: "#f5f6f8",
  panel: "#ffffff",
  hover: "#f1f4f8",
  selected: "#e3edfb",
  border: "#d9dee5",
  control: "#858f9b",
  text: "#10161f",
  dim: "#4d5b68",
  link: "#0b4f9e",
  brand: "#145cb3",
  onbrand: "#ffffff",
  badge: "#d3e2f4",
  bar: "#2f75cf",
  frame: "#eff2f6",
  edge: "#8794a3",
  source: "#0067a5",
  down: "#6e0000",
  degraded: "#9e5a00",
  at_risk: "#47318f",
  up: "#005f46",
  unknown: "#52606d",
};

export const DARK: Tokens = {
  page: "#12151b",
  panel: "#1a1e26",
  hover: "#20252f",
  selected: "#13294a",
  border: "#343b47",
  control: "#6f7b8a",
  text: "#e7eaef",
  dim: "#a7b1bd",
  link: "#8cbfff",
  brand: "#1f66bf",
  onbrand: "#ffffff",
  badge: "#0d2a52",
  bar: "#3f83d9",
  frame: "#20252e",
  edge: "#5f6b7a",
  source: "#8ccbff",
  down: "#ff6e5a",
  degraded: "#f2c14e",
  at_risk: "#a594f9",
  up: "#1fb385",
  unknown: "#a7b1bd",
};

/** The tokens as CSS variables. */
export function cssVariables(tokens: Tokens): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--pl-${name}`, String(value)]));
}
