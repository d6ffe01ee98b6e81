import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";

import { formatNumber } from "../locales/format";
import { oneOf, type Patch, useUrlState } from "../shell/search";
import classes from "./UrlTabs.module.css";

export interface UrlTab {
  value: string;
  label: string;
  count?: number;
  /** Takes the height that is left, and scrolls by itself. */
  isFilling?: boolean;
  /** Drawn only while the tab is open. */
  render: () => ReactNode;
}

interface Props {
  label: string;
  tabs: readonly [UrlTab, ...UrlTab[]];
  /** Parameters that belong to one tab and go when it is left. */
  forgets?: readonly string[];
}

/** Tabs whose open one stands in the URL as `tab`; the first one needs no parameter. */
export function UrlTabs({ label, tabs, forgets = [] }: Props) {
  const [search, change] = useUrlState();
  const first = tabs[0].value;
  const values = tabs.map(({ value }) => value);
  const current = oneOf(search, "tab", values, first);
  const open = (wanted: string | null) => {
    if (wanted === current) return;
    const forgotten: Patch = Object.fromEntries(forgets.map((name) => [name, null]));
    change({ ...forgotten, tab: wanted === first ? null : wanted }, { push: true });
  };
  return (
    <Tabs
      value={current}
      onChange={open}
      keepMounted={false}
      classNames={{ root: classes.root, list: classes.list, panel: classes.panel }}
      data-filling={tabs.find(({ value }) => value === current)?.isFilling ?? undefined}
    >
      <Tabs.List aria-label={label}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.value} value={tab.value}>
            {tab.label} {tab.count !== undefined && <span className="dim">{formatNumber(tab.count)}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.value} value={tab.value}>{tab.render()}</Tabs.Panel>
      ))}
    </Tabs>
  );
}
