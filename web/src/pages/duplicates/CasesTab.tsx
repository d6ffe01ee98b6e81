import { Button, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useMemo, useState } from "react";

import { blocksOf } from "../../api/blocks";
import { casesQuery } from "../../api/identity";
import type { CasePage, DuplicateCase } from "../../api/types";
import { announce } from "../../components/announce";
import { useOpen } from "../../components/AppLink";
import { toggled } from "../../components/facets/choosing";
import { Facets } from "../../components/facets/Facets";
import { type Chosen, facetsOf, narrowed, type Property } from "../../components/facets/narrowing";
import { useActive } from "../../components/grid/active";
import { ListOf, NothingLeft } from "../../components/grid/ListOf";
import { Empty, Loaded } from "../../components/PageState";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import { useShortcut } from "../../shell/shortcuts";
import { useFocusKeeper } from "../administration/Result";
import { type Decision, DecideDialog } from "../identity/DecideDialog";
import { useMayDecidePairs } from "../identity/OnlyForAll";
import { UndoLine, useUndoable } from "../identity/UndoLine";
import { compareHref, kindLook, pairName, pairOf } from "../identity/words";
import { affected, allOrNone, chosenAfter } from "./choosing";
import { caseColumns, classLabels } from "./columns";
import classes from "./Duplicates.module.css";

const BY = ["kind", "ci_class"] as const;
const DEFERRED = "deferred";

function properties(): Property<DuplicateCase>[] {
  return [
    { name: "kind", label: t("Why a person is asked"), value: ({ kind }) => kind, word: ({ kind }) => kindLook(kind)[2] },
    { name: "ci_class", label: t("Class"), value: classLabels, word: classLabels },
  ];
}

/** The pairs that wait for a decision: chosen with the keyboard or the mouse, decided one by one or many at once. */
export function CasesTab() {
  const [search, change] = useUrlState();
  const withDeferred = first(search, DEFERRED) === "1";
  const cases = useQuery(casesQuery(withDeferred));
  return (
    <Loaded query={cases} what={t("The duplicates could not be loaded.")} lines={16}>
      {(page) => (
        <Inbox page={page} withDeferred={withDeferred} showDeferred={(areShown) => { change({ [DEFERRED]: areShown ? "1" : null }); }} />
      )}
    </Loaded>
  );
}

interface Props {
  page: CasePage;
  withDeferred: boolean;
  showDeferred: (areShown: boolean) => void;
}

function Inbox({ page, withDeferred, showDeferred }: Props) {
  const [search, change] = useUrlState();
  const filters: Chosen = Object.fromEntries(BY.map((name) => [name, search[name] ?? []]));
  const rows = narrowed(page.items, filters, properties());
  const undoable = useUndoable();
  const keeper = useFocusKeeper();
  return (
    <div className={classes.columns} {...keeper}>
      <Facets
        facets={facetsOf(page.items, filters, properties())} isOpenAtFirst={() => true}
        toggle={(name, value) => { change({ [name]: toggled(filters[name] ?? [], value) }, { push: true }); }}
      />
      <div className={classes.main}>
        <div className={classes.bar}>
          <Shown shown={rows.length} page={page} />
          <Switch
            checked={withDeferred} onChange={(event) => { showDeferred(event.currentTarget.checked); }}
            label={t("Show what is deferred ({count})", { count: formatNumber(page.deferred) })}
          />
        </div>
        <UndoLine {...undoable} />
        <Cases
          rows={rows} question={JSON.stringify([filters, withDeferred])} withDeferred={withDeferred} done={undoable.done}
          clear={page.items.length === 0 ? null : () => { change({ kind: null, ci_class: null }); }}
        />
      </div>
    </div>
  );
}

/** How many are listed; the server gives the best ones first. */
function Shown({ shown, page }: { shown: number; page: CasePage }) {
  const { items, total } = page;
  return (
    <span className="dim grow" role="status">
      {t("{shown} of {total, plural, one {# pair} other {# pairs}} that may be one machine", { shown, total })}
      {items.length < total && ` ${t("(the {count} with the highest score are here)", { count: formatNumber(items.length) })}`}
    </span>
  );
}

interface CasesProps {
  rows: readonly DuplicateCase[];
  question: string;
  withDeferred: boolean;
  done: ReturnType<typeof useUndoable>["done"];
  /** Takes the filters away; null where none hides anything. */
  clear: (() => void) | null;
}

function Cases({ rows, question, withDeferred, done, clear }: CasesProps) {
  const open = useOpen();
  const mayDecide = useMayDecidePairs();
  const [active, activate] = useActive(question);
  const selection = useSelection(rows, mayDecide);
  const { chosen, choose } = selection;
  const about = affected(rows, chosen, active);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!mayDecide || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "a") return;
    event.preventDefault();
    selection.all();
  };
  return (
    <>
      {mayDecide && rows.length > 0 && (
        <Actions
          about={about} isChosen={chosen.size > 0} choose={() => { const row = rows[active]; if (row) choose?.(row.uid, false); }}
          all={selection.all} done={(outcome) => { selection.none(); done(outcome); }}
        />
      )}
      <div className={classes.main} style={{ flex: 1 }} onKeyDown={onKeyDown}>
        <ListOf
          label={t("Pairs that may be one machine")} columns={caseColumns(selection, withDeferred)} blocks={blocksOf(question, rows)} active={active} activate={activate}
          open={({ left, right }) => { open(compareHref([left.uid, right.uid])); }}
          preview={choose ? ({ uid }) => { choose(uid, false); } : undefined}
          what={t("The duplicates could not be loaded.")}
          empty={clear ? <NothingLeft clear={clear}>{t("No pair passes these filters.")}</NothingLeft> : <Empty>{t("No two CIs look like one machine: there is nothing to decide.")}</Empty>}
        />
      </div>
    </>
  );
}

/** Which pairs are chosen; `choose` is null for who may not decide. */
function useSelection(rows: readonly DuplicateCase[], mayDecide: boolean) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const shown = useMemo(() => rows.map(({ uid }) => uid), [rows]);
  const tell = (after: ReadonlySet<string>) => {
    setChosen(after);
    announce(t("{count} chosen", { count: after.size }));
  };
  const choose = (uid: string, isRange: boolean) => {
    tell(chosenAfter(chosen, shown, uid, isRange ? last : null));
    setLast(uid);
  };
  return {
    chosen,
    choose: mayDecide ? choose : null,
    all: () => { tell(allOrNone(chosen, shown)); },
    none: () => { setChosen(new Set()); },
  };
}

interface ActionProps {
  about: readonly DuplicateCase[];
  isChosen: boolean;
  choose: () => void;
  all: () => void;
  done: CasesProps["done"];
}

/** What to do about the chosen pairs, or about the one that the keyboard is on. */
function Actions({ about, isChosen, choose, all, done }: ActionProps) {
  const [decision, setDecision] = useState<Decision | null>(null);
  useShortcut("x", t("Choose this pair"), choose);
  useShortcut("s", t("They are the same"), () => { setDecision("one"); });
  useShortcut("d", t("They are different"), () => { setDecision("two"); });
  useShortcut("l", t("Decide later"), () => { setDecision("later"); });
  return (
    <div className={classes.bar} role="group" aria-label={t("What to do about the pairs")}>
      <Button onClick={() => { setDecision("one"); }}>{t("Same…")}</Button>
      <Button variant="default" onClick={() => { setDecision("two"); }}>{t("Different…")}</Button>
      <Button variant="default" onClick={() => { setDecision("later"); }}>{t("Later…")}</Button>
      <span className="dim">
        {isChosen ? t("{count, plural, one {# pair} other {# pairs}} chosen", { count: about.length }) : t("none chosen: about the pair with the keyboard")}
      </span>
      <Button variant="subtle" onClick={all}>{t("Choose all shown, or none")}</Button>
      {decision && about.length > 0 && (
        <DecideDialog
          decision={decision} pairs={about.map(pairOf)} names={about.map(pairName)} done={done} close={() => { setDecision(null); }}
        />
      )}
    </div>
  );
}
