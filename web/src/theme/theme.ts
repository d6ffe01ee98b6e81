import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

import { cssVariables, DARK, LIGHT } from "./tokens";

const brand: MantineColorsTuple = [
  "#eaf2fc",
  "#d3e2f4",
  "#a6c5ea",
  "#78a8e0",
  "#5290d8",
  "#3f83d9",
  "#1f66bf",
  "#145cb3",
  "#0f4c98",
  "#0a3d7d",
];

const HEADINGS = {
  h1: { fontSize: "16px", lineHeight: "24px" },
  h2: { fontSize: "14px", lineHeight: "20px" },
  h3: { fontSize: "13px", lineHeight: "18px" },
};

const AT_ONCE = { duration: 0 };

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "22px" },
  headings: { fontWeight: "600", sizes: HEADINGS },
  spacing: { xs: "6px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "4px", md: "4px", lg: "6px", xl: "8px" },
  defaultRadius: "sm",
  colors: { brand },
  primaryColor: "brand",
  primaryShade: { light: 7, dark: 6 },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs" } },
    NativeSelect: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { size: 30 } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    // Without Mantine's placeholder the first item gets the focus; a menu may contain nothing but items.
    Menu: { defaultProps: { shadow: "xs", withinPortal: true, withInitialFocusPlaceholder: false } },
    // A dialog that fades away would still swallow the next key: what is closed is gone at once.
    ModalRoot: { defaultProps: { transitionProps: AT_ONCE } },
    Modal: {
      defaultProps: { transitionProps: AT_ONCE, centered: true, overlayProps: { backgroundOpacity: 0.4 } },
      styles: { title: { fontSize: "14px", fontWeight: 600 } },
    },
  },
});

/** Mantine's own variables follow ours, so that both themes have one source. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...cssVariables(LIGHT), ...mantineColours() },
  dark: { ...cssVariables(DARK), ...mantineColours() },
});

function mantineColours(): Record<string, string> {
  return {
    "--mantine-color-body": "var(--pl-panel)",
    "--mantine-color-text": "var(--pl-text)",
    "--mantine-color-dimmed": "var(--pl-dim)",
    "--mantine-color-placeholder": "var(--pl-dim)",
    "--mantine-color-anchor": "var(--pl-link)",
    "--mantine-color-default-border": "var(--pl-border)",
    "--mantine-color-default": "var(--pl-panel)",
    "--mantine-color-default-hover": "var(--pl-hover)",
    "--mantine-color-default-color": "var(--pl-text)",
    "--mantine-color-error": "var(--pl-down)",
  };
}
