import { ActionIcon, Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowForwardUp, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { ciQuery } from "../../api/cis";
import type { CI, CIRow } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { ciHref, impactHref } from "../../components/links";
import { StatusLook } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { useClassLabel } from "../../components/schema";
import { SourceKinds } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatNumber, formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./CIs.module.css";

const SETTLED_MS = 120;

function Facts({ ci }: { ci: CI }) {
  return (
    <dl className={classes.facts}>
      <dt>{t("Status")}</dt>
      <dd><StatusLook status={ci.status} /></dd>
      <dt>{t("Last seen")}</dt>
      <dd><Time at={ci.last_seen_at} isRelative /></dd>
      <dt>{t("Sources")}</dt>
      <dd><SourceKinds sources={ci.sources} /></dd>
      {ci.root && (
        <>
          <dt>{t("Part of")}</dt>
          <dd><CILink ci={ci.root} withClass /></dd>
        </>
      )}
      {ci.attributes.filter(({ name }) => name !== "name").map(({ name, label, value, kind, unit }) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{label}</dt>
          <dd>{formatValue(value, kind, unit)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Counts({ ci }: { ci: CI }) {
  const { relationships, software, connections, history } = ci.counts;
  const tabs = [
    { tab: "relations", label: t("Relations"), count: relationships },
    { tab: "software", label: t("Software"), count: software },
    { tab: "connections", label: t("Connections"), count: connections },
    { tab: "history", label: t("Events"), count: history },
  ];
  return (
    <div className="row">
      {tabs.filter(({ count }) => count > 0).map(({ tab, label, count }) => (
        <AppLink key={tab} className="quiet" href={ciHref(ci.uid, { tab })}>{`${label} ${formatNumber(count)}`}</AppLink>
      ))}
    </div>
  );
}

interface Props {
  /** Undefined while the row is on its way. */
  row: CIRow | undefined;
  close: () => void;
}

/** What there is to know at a glance about the row that the keyboard is on. */
export function Preview({ row, close }: Props) {
  const labelOf = useClassLabel();
  const [settled] = useDebouncedValue(row?.uid ?? "", SETTLED_MS);
  const ci = useQuery({ ...ciQuery(settled), enabled: settled !== "" });
  return (
    <aside className={`panel ${classes.preview ?? ""}`} aria-label={t("Preview")} tabIndex={0}>
      <div className={classes.previewHead}>
        <div className="grow">
          <h2>{row?.name ?? t("Preview")}</h2>
          <span className="dim">{row && labelOf(row.ci_class)}</span>
        </div>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Close the preview")} onClick={close}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {row !== undefined && settled === row.uid && (
        <Loaded query={ci} what={t("The CI could not be loaded.")}>
          {(found) => (
            <div className={classes.previewBody}>
              <div className="row">
                <Button component={AppLink} href={ciHref(found.uid)} variant="default">{t("Open")}</Button>
                <Button
                  component={AppLink} href={impactHref(found.uid)} variant="default"
                  leftSection={<IconArrowForwardUp size={16} />}
                >
                  {t("Impact")}
                </Button>
              </div>
              <Facts ci={found} />
              <Counts ci={found} />
            </div>
          )}
        </Loaded>
      )}
    </aside>
  );
}
