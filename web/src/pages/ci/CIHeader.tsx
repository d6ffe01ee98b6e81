import { Button } from "@mantine/core";
import { IconArrowForwardUp } from "@tabler/icons-react";
import type { ReactNode } from "react";

import type { CI } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { AsOfPicker } from "../../components/AsOf";
import { CILink } from "../../components/CILink";
import { asOfQuery, useAsOf } from "../../components/instants";
import { cisHref, impactHref } from "../../components/links";
import { StatusLook } from "../../components/Look";
import { SourceBadges } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { statusWord } from "../../locales/labels";
import { useMay } from "../../shell/permissions";
import { ScanCI } from "../discovery/scans/ScanCI";
import { CIActions } from "../edit/CIActions";
import classes from "./CIPage.module.css";
import { HealthFact } from "./HealthFact";

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What it is, how it is, who says so, and the way to its impact. */
export function CIHeader({ ci }: { ci: CI }) {
  const mayWrite = useMay("write");
  const asOf = useAsOf();
  const isOwnRoot = !ci.root || ci.root.uid === ci.owner?.uid;
  return (
    <header className={classes.top}>
      <div className="grow">
        <nav aria-label={t("Class")}>
          <ol className={classes.path}>
            {ci.class_path.map(({ name, label }) => (
              <li key={name}><AppLink href={cisHref({ ci_class: name })}>{label}</AppLink></li>
            ))}
          </ol>
        </nav>
        <div className={classes.name}>
          <h1>{ci.name === "" ? ci.uid : ci.name}</h1>
          <StatusLook status={ci.status} />
        </div>
        <dl className={classes.facts}>
          <Fact label={t("Health")}><HealthFact uid={ci.uid} /></Fact>
          <Fact label={t("Last seen")}><Time at={ci.last_seen_at} isRelative /></Fact>
          {ci.owner && <Fact label={t("Part of")}><CILink ci={ci.owner} withClass /></Fact>}
          {ci.root && !isOwnRoot && <Fact label={t("On")}><CILink ci={ci.root} withClass /></Fact>}
          {ci.status_change && (
            <Fact label={t("{status} since", { status: statusWord(ci.status) })}>
              <Time at={ci.status_change.at} />
              {ci.status_change.reason && `: ${ci.status_change.reason}`}
            </Fact>
          )}
          <Fact label={t("Sources")}>{ci.sources.length > 0 ? <SourceBadges sources={ci.sources} /> : "–"}</Fact>
        </dl>
      </div>
      {mayWrite && asOf === "" && <CIActions ci={ci} />}
      <ScanCI ci={ci} asOf={asOf} />
      <AsOfPicker />
      <Button component={AppLink} href={impactHref(ci.uid, asOfQuery(asOf))} leftSection={<IconArrowForwardUp size={16} />}>
        {t("Show impact")}
      </Button>
    </header>
  );
}
