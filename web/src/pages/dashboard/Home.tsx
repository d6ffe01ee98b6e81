import { useQuery } from "@tanstack/react-query";

import { type HomePanel, homeQuery } from "../../api/home";
import { AppLink } from "../../components/AppLink";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { STATE_GLYPH } from "../../locales/labels";
import classes from "./Dashboard.module.css";

/** What does not work now, and what waits for whoever looks: by their permissions, teams and records. */
export function Home() {
  const home = useQuery(homeQuery);
  return (
    <Loaded query={home} what={t("What waits for you could not be loaded.")}>
      {(panels) => (
        <div className={classes.home}>
          {panels.map((panel) => <Waiting key={panel.name} panel={panel} />)}
        </div>
      )}
    </Loaded>
  );
}

function Waiting({ panel }: { panel: HomePanel }) {
  const { name, title, link, total, calm, lines } = panel;
  return (
    <section className="panel" aria-labelledby={`home-${name}`}>
      <h2 id={`home-${name}`}>
        {title} <span className="dim">{formatNumber(total)}</span>
      </h2>
      {total === 0 ? (
        <Look look={["up", "●", calm]} />
      ) : (
        <ul className={classes.lines}>
          {lines.map((line) => (
            <li key={line.text + line.word}>
              <AppLink className={classes.line} href={line.link}>
                <Look look={[line.look, STATE_GLYPH[line.look] ?? "○", line.word]} />
                <span className={classes.told}>
                  {line.text}
                  <span className="dim">
                    {line.detail}
                    {line.at && <>{line.detail && " · "}<Time at={line.at} isRelative /></>}
                  </span>
                </span>
              </AppLink>
            </li>
          ))}
        </ul>
      )}
      {total > lines.length && (
        <AppLink className={classes.all} href={link} aria-label={t("{title}: {count} in all", { count: formatNumber(total), title })}>
          {t("{count} in all", { count: formatNumber(total) })}
        </AppLink>
      )}
    </section>
  );
}
