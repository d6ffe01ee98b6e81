import { ActionIcon, Menu, useComputedColorScheme } from "@mantine/core";
import { IconCheck, IconMoon, IconSun } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import { DENSITIES, densityWord, THEMES, themeWord, useDensity, useTheme } from "./display";

interface ChoiceProps {
  word: string;
  isChosen: boolean;
  choose: () => void;
}

function Choice({ word, isChosen, choose }: ChoiceProps) {
  const mark = <IconCheck size={14} style={{ visibility: isChosen ? "visible" : "hidden" }} />;
  return (
    <Menu.Item role="menuitemradio" aria-checked={isChosen} leftSection={mark} onClick={choose}>
      {word}
    </Menu.Item>
  );
}

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
        {THEMES.map((one) => (
          <Choice key={one} word={themeWord(one)} isChosen={one === theme} choose={() => { setTheme(one); }} />
        ))}
        <Menu.Divider />
        <Menu.Label>{t("Density")}</Menu.Label>
        {DENSITIES.map((one) => (
          <Choice key={one} word={densityWord(one)} isChosen={one === density} choose={() => { setDensity(one); }} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
