import type { CI } from "../../api/types";
import { useAsOf } from "../../components/instants";
import { Empty } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import { AttributeRow } from "./AttributeRow";
import classes from "./CIPage.module.css";
import { ClassRow } from "./ClassRow";
import { Identity } from "./Identity";
import { RecentChanges } from "./RecentChanges";
import { SeenBy } from "./SeenBy";

/** Every attribute that has a value, with its source; opened, all that is claimed of it. */
export function AttributesTab({ ci }: { ci: CI }) {
  const [search, change] = useUrlState();
  const isPast = useAsOf() !== "";
  const opened = first(search, "attribute");
  const toggle = (name: string) => { change({ attribute: name === opened ? null : name }); };
  return (
    <div className={classes.columns}>
      <section className={`panel ${classes.attributes ?? ""}`} aria-label={t("Attributes")} tabIndex={0}>
        {ci.attributes.length === 0 ? (
          <Empty>{t("No source has said anything about this CI beyond its identity.")}</Empty>
        ) : (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col" style={{ width: "22%" }}>{t("Attribute")}</th>
                <th scope="col">{t("Value")}</th>
                <th scope="col" style={{ width: 226 }}>{t("Source")}</th>
                <th scope="col" style={{ width: 110 }}>{t("Observed")}</th>
              </tr>
            </thead>
            <tbody>
              {!isPast && <ClassRow ci={ci} isOpen={opened === "ci_class"} toggle={() => { toggle("ci_class"); }} />}
              {ci.attributes.map((attribute) => (
                <AttributeRow
                  key={attribute.name}
                  ci={ci}
                  attribute={attribute}
                  isOpen={attribute.name === opened}
                  toggle={() => { toggle(attribute.name); }}
                />
              ))}
            </tbody>
          </table>
        )}
      </section>
      <aside className={classes.side} aria-label={t("Beside the attributes")}>
        <RecentChanges ci={ci} />
        <SeenBy ci={ci} />
        <Identity ci={ci} />
      </aside>
    </div>
  );
}
