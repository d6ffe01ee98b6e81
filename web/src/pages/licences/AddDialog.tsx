import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { addEntitlement, type Metric, type Scope } from "../../api/licences";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { METRICS, metricWord, SCOPES, scopeWord } from "./words";

interface Props {
  done: (text: string) => void;
  close: () => void;
}

interface Wanted {
  name: string;
  publisher: string;
  product: string;
  edition: string;
  version: string;
  metric: Metric;
  starts: string;
  ends: string;
  unit_price: string;
  currency: string;
  entity: string;
  scope: Scope;
  allocated: string;
}

const EMPTY: Wanted = { name: "", publisher: "", product: "", edition: "", version: "", metric: "device", starts: "", ends: "", unit_price: "0", currency: "EUR", entity: "", scope: "machine", allocated: "" };
const NUMBERS = { quantity: 1, pack_size: 1, per_processor: 0, per_host: 0, per_machine: 0, pack: 1, instances: 0, devices: 0, stated: 0 };

type Numbered = keyof typeof NUMBERS;

/** The numbers that a metric counts by, with their labels and the least that each may be. */
function rulesOf(metric: Metric): [Numbered, string, number][] {
  if (metric === "user" || metric === "named_user") return [["devices", t("Machines of a user"), 0]];
  if (metric === "concurrent" || metric === "client_access") return [["stated", t("How many use it or have access"), 1]];
  if (metric !== "core" && metric !== "processor") return [];
  return [
    ["per_processor", t("Least for each processor"), 0], ["per_host", t("Least for each host"), 0], ["per_machine", t("Least for each virtual machine"), 0],
    ["instances", t("Virtual machines for each time a host is licensed"), 0],
  ];
}

/** What was bought: which fields are shown follows from the metric. */
export function AddDialog({ done, close }: Props) {
  const [wanted, setWanted] = useState(EMPTY);
  const [numbers, setNumbers] = useState(NUMBERS);
  const queries = useQueryClient();
  const { publisher, product, edition, allocated, ...rest } = wanted;
  const adding = useMutation({
    mutationFn: () => addEntitlement({
      ...rest, ...numbers, scope: isByCore ? rest.scope : "machine", products: product.split(";").map((one) => ({ publisher, product: one.trim(), edition })),
      allocated: allocated.split(";").map((one) => one.trim()).filter(Boolean), is_downgradable: true, maintained_until: "", factors: [], rate: "1", order: "", note: "",
    }),
    onSuccess: ({ name }) => {
      void queries.invalidateQueries({ queryKey: ["licences"] });
      done(t("{name} counts from now on.", { name }));
    },
  });
  const isByCore = wanted.metric === "core" || wanted.metric === "processor";
  const text = (key: keyof Wanted, label: string, more: { required?: boolean; type?: string; description?: string } = {}) => (
    <TextInput label={label} maxLength={300} value={wanted[key]} data-autofocus={key === "name" || undefined} {...more} onChange={({ currentTarget }) => { setWanted({ ...wanted, [key]: currentTarget.value }); }} />
  );
  const number = (key: Numbered, label: string, least = 0) => (
    <NumberInput key={key} label={label} min={least} allowDecimal={false} value={numbers[key]} onChange={(value) => { setNumbers({ ...numbers, [key]: Number(value) }); }} />
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <Dialog title={t("Add what was bought")} isWide close={close}>
      <form className={edit.form} onSubmit={submit}>
        <div className={edit.fields}>
          {text("name", t("Name"), { required: true })}
          {text("publisher", t("Publisher"), { required: true, description: t("As page Software shows it") })}
          {text("product", t("Products"), { required: true, description: t("Several of a suite between semicolons") })}
          {text("edition", t("Edition"))}
          {text("version", t("Newest version"))}
          <NativeSelect label={t("Metric")} value={wanted.metric} data={METRICS.map((value) => ({ value, label: metricWord(value) }))} onChange={({ currentTarget }) => { setWanted({ ...wanted, metric: METRICS.find((one) => one === currentTarget.value) ?? "device" }); }} />
          {number("quantity", t("Packs"), 1)}
          {number("pack_size", t("Units in a pack"), 1)}
          {text("starts", t("Holds from"), { required: true, type: "date" })}
          {text("ends", t("Until"), { type: "date" })}
          {text("unit_price", t("Price of a pack"))}
          {text("currency", t("Currency"))}
          {text("entity", t("Legal entity"))}
          {isByCore && <NativeSelect label={t("Counted")} value={wanted.scope} data={SCOPES.map((value) => ({ value, label: scopeWord(value) }))} onChange={({ currentTarget }) => { setWanted({ ...wanted, scope: SCOPES.find((one) => one === currentTarget.value) ?? "machine" }); }} />}
          {rulesOf(wanted.metric).map(([key, label, least]) => number(key, label, least))}
          {wanted.metric.startsWith("named") && text("allocated", t("Given to"), { required: true, description: t("Uids of machines or people, between semicolons") })}
        </div>
        <ErrorLine text={adding.error && described(adding.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={adding.isPending}>{t("Add")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
