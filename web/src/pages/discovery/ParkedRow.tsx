import { ActionIcon, Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { retryParked } from "../../api/discovery";
import type { ParkedItem } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useUrlState } from "../../shell/search";
import shared from "../administration/administration.module.css";
import { described, sentence } from "../administration/problems";
import type { Result } from "../administration/Result";
import classes from "./Discovery.module.css";
import { retried, retryFailed } from "./retrying";

/** A parked item in a few words, for labels and messages. */
export function whatOf(item: ParkedItem): string {
  return [item.section, item.ref, item.field].filter((word) => word !== null).join(" · ");
}

interface Props {
  item: ParkedItem;
  tell: (result: Result) => void;
  /** Asks before the item is given up; null where the user may not change anything. */
  discard: (() => void) | null;
}

export function ParkedRow({ item, tell, discard }: Props) {
  const [search, change] = useUrlState();
  const opened = search.item ?? [];
  const isOpen = opened.includes(item.uid);
  const detail = `item-${item.uid}`;
  const toggle = () => {
    change({ item: isOpen ? opened.filter((uid) => uid !== item.uid) : [...opened, item.uid] });
  };
  return (
    <tbody>
      <tr className={classes.main} data-open={isOpen || undefined}>
        <td>
          <span className="row" style={{ flexWrap: "nowrap" }}>
            <ActionIcon
              variant="subtle" color="gray" size={24} onClick={toggle} aria-expanded={isOpen} aria-controls={detail}
              aria-label={t("What was sent: {what}", { what: whatOf(item) })} title={t("What was sent")}
            >
              {isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
            </ActionIcon>
            <SourceBadge source={item.source} />
          </span>
        </td>
        <td className="mono">
          <span className={classes.line}>{item.section}</span>
          <div className="dim">{item.ref}</div>
          {item.root_uid && (
            <AppLink className="quiet" href={ciHref(item.root_uid)} aria-label={t("The CI that {what} was reported with", { what: whatOf(item) })}>
              {t("reported with…")}
            </AppLink>
          )}
        </td>
        <td className={classes.value}><FieldAndValue item={item} /></td>
        <td className={classes.text}>
          {sentence(item.reason)}
          {item.remedy && <div className="dim">{t("Remedy: {remedy}", { remedy: item.remedy })}</div>}
        </td>
        <td className={classes.line}><Time at={item.first_at} /></td>
        <td className={classes.line}>
          <Time at={item.last_at} isRelative />
          <div className="dim">
            {t("{count, plural, one {# attempt} other {# attempts}}", { count: item.attempts })}
          </div>
        </td>
        <td className={classes.line}>
          {item.retry_at ? <Time at={item.retry_at} isRelative /> : <span className="dim">{t("never, too large to be kept")}</span>}
        </td>
        <td>{discard && <Actions item={item} tell={tell} discard={discard} />}</td>
      </tr>
      <tr id={detail} className={classes.detail} hidden={!isOpen}>
        <td colSpan={8}>{isOpen && <Sent item={item} />}</td>
      </tr>
    </tbody>
  );
}

function FieldAndValue({ item }: { item: ParkedItem }) {
  if (item.field === null) return <span className="dim">{t("the whole item")}</span>;
  return (
    <>
      <span className="mono">{item.field}</span>
      {item.value !== null && <div className="mono dim">{formatValue(item.value)}</div>}
    </>
  );
}

/** The item as it was sent. */
function Sent({ item }: { item: ParkedItem }) {
  return (
    <pre className={`mono ${classes.json ?? ""}`} tabIndex={0} role="region" aria-label={t("What was sent: {what}", { what: whatOf(item) })}>
      {typeof item.item === "string" ? item.item : JSON.stringify(item.item, null, 2)}
    </pre>
  );
}

function Actions({ item, tell, discard }: { item: ParkedItem; tell: Props["tell"]; discard: () => void }) {
  const queries = useQueryClient();
  const retrying = useMutation({
    mutationFn: () => retryParked(item.uid),
    onSuccess: (answer) => { tell(retried(whatOf(item), answer)); },
    onError: (error) => { tell(retryFailed(whatOf(item), error, described(error))); },
    onSettled: () => queries.invalidateQueries({ queryKey: ["parked"] }),
  });
  return (
    <span className={shared.actions}>
      <Button
        variant="default" size="compact-xs" loading={retrying.isPending} onClick={() => { retrying.mutate(); }}
        aria-label={t("Retry {what}", { what: whatOf(item) })}
      >
        {t("Retry")}
      </Button>
      <ActionIcon
        variant="default" size={24} onClick={discard} title={t("Discard")}
        aria-label={t("Discard {what}", { what: whatOf(item) })}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </span>
  );
}
