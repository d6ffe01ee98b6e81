import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { differenceQuery } from "../../api/cis";
import type { CI, CIDifference } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { CHANGE_MARKS } from "../../components/Differing";
import { ciHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { TwoInstants } from "../../components/TwoInstants";
import { formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, hrefOf, useUrlState } from "../../shell/search";
import { changedFields } from "./changes";
import classes from "./CIPage.module.css";
import { relationTitle, useChangeWords } from "./words";

/** What of the CI differs between two chosen instants; they stand in the URL. */
export function Difference({ ci }: { ci: CI }) {
  const [search, change] = useUrlState();
  const [since, until] = [first(search, "since"), first(search, "until")];
  const query = useQuery(differenceQuery(ci.uid, since, until));
  return (
    <section className="panel" aria-label={t("Compare two instants")}>
      <div className={classes.bar}>
        <h2 className="grow">{t("Compare two instants")}</h2>
        <TwoInstants />
        <AppLink href={hrefOf("/compare", { service: ci.uid, since, until })}>{t("With everything it needs")}</AppLink>
        <Button variant="default" disabled={since === "" && until === ""} onClick={() => { change({ since: null, until: null }, { push: true }); }}>
          {t("Clear")}
        </Button>
      </div>
      {since === "" ? (
        <p className="dim">{t("Give two times, or press “Compare from” and “up to” beside events.")}</p>
      ) : (
        <Loaded query={query} what={t("The comparison could not be made.")} lines={3}>
          {(found) => <Differences found={found} ci={ci} />}
        </Loaded>
      )}
    </section>
  );
}

function Differences({ found, ci }: { found: CIDifference; ci: CI }) {
  const say = useChangeWords(ci.ci_class);
  if (found.attributes.length + found.relationships.length === 0) return <Empty>{t("Nothing differs.")}</Empty>;
  return (
    <div className={classes.attributes} role="status">
      <table className="plain">
        <thead>
          <tr><th scope="col">{t("What")}</th><th scope="col">{t("Before")}</th><th scope="col">{t("After")}</th></tr>
        </thead>
        <tbody>
          {found.attributes.map(({ name, old, new: now }) => (
            <tr key={name}>
              <th scope="row">{say(name).label}</th>
              <td>{old === null ? <span className="dim">{t("no value")}</span> : say(name).text(old)}</td>
              <td className={classes.value}>{now === null ? <span className="dim">{t("no value")}</span> : say(name).text(now)}</td>
            </tr>
          ))}
          {found.relationships.map((bond) => <Relationship key={bond.uid + bond.direction} bond={bond} />)}
        </tbody>
      </table>
    </div>
  );
}

function Relationship({ bond }: { bond: CIDifference["relationships"][number] }) {
  const there = <AppLink href={ciHref(bond.other.uid)}>{bond.other.name || bond.other.uid}</AppLink>;
  const fields = bond.change === "changed" ? changedFields({ old: bond.old ?? null, new: bond.new ?? null }) : [];
  const told = (side: "old" | "new") => fields.map((field) => `${field.name.replaceAll("_", " ")}: ${formatValue(field[side])}`).join(", ");
  const [absent, present] = [<span key="absent" className="dim">–</span>, t("there")];
  return (
    <tr>
      <th scope="row"><span aria-hidden>{CHANGE_MARKS[bond.change]}</span> {relationTitle(bond.type, bond.direction)} {there}</th>
      <td>{bond.change === "changed" ? told("old") : bond.change === "closed" ? present : absent}</td>
      <td className={classes.value}>{bond.change === "changed" ? told("new") : bond.change === "opened" ? present : absent}</td>
    </tr>
  );
}
