import { ActionIcon, Menu, useComputedColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import { DENSITIES, densityOf, densityWord, THEMES, themeOf, themeWord, useDensity, useTheme } from "./display";

/** Theme and row height. */
export function DisplayMenu() {
  const { theme, setTheme } = useTheme();
  const { density, setDensity } = useDensity();
  const isDark = useComputedColorScheme("light") === "dark";
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" aria-label={t("Theme and density")} title={t("Theme and density")}>
          {isDark ? <IconSun size={17} /> : <IconMoon size={17} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("Theme")}</Menu.Label>
        <Menu.RadioGroup value={theme} onChange={(word) => { setTheme(themeOf(word)); }}>
          {THEMES.map((one) => <Menu.RadioItem key={one} value={one}>{themeWord(one)}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t("Density")}</Menu.Label>
        <Menu.RadioGroup value={density} onChange={(word) => { setDensity(densityOf(word)); }}>
          {DENSITIES.map((one) => <Menu.RadioItem key={one} value={one}>{densityWord(one)}</Menu.RadioItem>)}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
