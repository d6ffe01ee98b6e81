import { CloseButton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { suggestedOfRecordQuery } from "../../api/recordInsight";
import { affectByRecord, changeRecord, type RecordDetail, type RecordField } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { impactHref } from "../../components/links";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { Pick } from "../scenarios/Adding";
import classes from "./records.module.css";
import { ActionsInput } from "./RowsInput";
import { SuggestedCIs } from "./SuggestedCIs";
import { levelWord } from "./words";

function Computed({ record: { computed, affects } }: { record: RecordDetail }) {
  const [first, ...others] = affects;
  if (!first || computed.level === "") return <p className="dim">{t("Say what it affects; its impact follows from that.")}</p>;
  return (
    <>
      <p>
        {computed.services === 0
          ? t("Impact {level}: no service is known to need it.", { level: levelWord(computed.level) })
          : t("Impact {level}: {services, plural, one {# service does} other {# services do}} not work as they should, for {users} users or more.", { level: levelWord(computed.level), services: computed.services, users: formatNumber(computed.users) })}{" "}
        {computed.worst && <>{t("Worst hit:")} <CILink ci={computed.worst} isInText /></>}
      </p>
      <p className={classes.head}>
        <AppLink href={impactHref(first.uid, { also: others.map(({ uid }) => `down:${uid}`) })}>{t("Show what breaks")}</AppLink>
      </p>
    </>
  );
}

const OF_ASSETS = ["asset", "contract", "stocktake", "order", "stockroom"];
const WITHOUT_IMPACT = ["change", ...OF_ASSETS];

function aboutWord({ type }: RecordDetail): string {
  if (type === "asset") return t("Seen by discovery as");
  return type === "contract" ? t("Covers") : t("Affects");
}

interface AffectedProps {
  record: RecordDetail;
  fields: readonly RecordField[];
  changed: (record: RecordDetail) => void;
}

interface Said {
  add?: string[];
  remove?: string[];
  reason?: string;
}

/** What a record is about: what follows from that, what else it may be about, and a way to say so. */
export function Affected({ record, fields, changed }: AffectedProps) {
  const suggested = useQuery({ ...suggestedOfRecordQuery(record.number, record.revision), enabled: record.may_affect && record.is_open && !OF_ASSETS.includes(record.type) }).data ?? [];
  const affecting = useMutation({
    mutationFn: ({ add = [], remove = [], reason = "" }: Said) => affectByRecord(record.number, add, remove, reason),
    onSuccess: changed,
  });
  if (record.type === "stocktake") return null;
  return (
    <section className="panel" aria-label={aboutWord(record)}>
      <h2>{aboutWord(record)}</h2>
      {/* What a change does stands above; nothing breaks by what is owned. */}
      {!WITHOUT_IMPACT.includes(record.type) && <Computed record={record} />}
      <ul>
        {record.affects.map((ci) => (
          <li key={ci.named}>
            <CILink ci={ci} withClass />
            {record.may_affect && (
              <CloseButton size={24} style={{ display: "inline-block", verticalAlign: "middle" }} aria-label={t("Leave out {name}", { name: ci.name })} onClick={() => { affecting.mutate({ remove: [ci.named] }); }} />
            )}
          </li>
        ))}
      </ul>
      {record.may_affect && record.is_open && <SuggestedCIs suggested={suggested} isBusy={affecting.isPending} accept={({ ci, reason }) => { affecting.mutate({ add: [ci.uid], reason }); }} />}
      {record.may_affect && <Pick label={OF_ASSETS.includes(record.type) ? t("CI to connect it with") : t("Another CI or service that it affects")} chosen="" choose={(uid) => { affecting.mutate({ add: [uid] }); }} />}
      {fields.filter(({ is_of_affected }) => is_of_affected).map((field) => <Done key={field.name} record={record} field={field} changed={changed} />)}
      <ErrorLine text={affecting.error && described(affecting.error)} />
    </section>
  );
}

/** What is done to each CI, for whoever may say it. */
function Done({ record, field, changed }: { record: RecordDetail; field: RecordField; changed: (record: RecordDetail) => void }) {
  const saying = useMutation({ mutationFn: (value: string) => changeRecord(record, { [field.name]: value }), onSuccess: changed });
  const said = record.values.find((value) => value.field === field.name);
  if (!said?.may_change) return null;
  return (
    <>
      <ActionsInput field={field} value={said.value} affects={record.affects.map(({ named, name }) => [named, name])} change={(value) => { saying.mutate(value); }} />
      <ErrorLine text={saying.error && described(saying.error)} />
    </>
  );
}
