import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { addRule, type NewRule, previewRule, type Product } from "../../api/software";
import { Dialog } from "../../components/Dialog";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { fullName, LICENCES, licenceWord } from "./words";

interface Props {
  product: Product;
  done: (text: string) => void;
  close: () => void;
}

/** Say what software is called: shown is what the rule would do, before it holds. */
export function NameDialog({ product, done, close }: Props) {
  const [rule, setRule] = useState<NewRule>({ name: product.product, of: product.publisher, publisher: product.publisher, product: product.product, edition: "", suite: "", licence: product.licence });
  const queries = useQueryClient();
  const trying = useMutation({ mutationFn: () => previewRule(rule) });
  const adding = useMutation({
    mutationFn: () => addRule(rule),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["software"] });
      done(t("{product} is named so from now on.", { product: rule.product }));
    },
  });
  const set = (patch: Partial<NewRule>) => {
    trying.reset();
    setRule({ ...rule, ...patch });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  const effect = trying.data;
  return (
    <Dialog title={t("What is it?")} isWide close={close}>
      <form className={edit.form} onSubmit={submit}>
        <div className={edit.fields}>
          <TextInput label={t("Name as sources tell it")} description={t("* stands for anything")} required maxLength={300} value={rule.name} data-autofocus onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
          <TextInput label={t("Of this publisher, as sources tell it")} description={t("Empty: of any")} maxLength={300} value={rule.of} onChange={({ currentTarget }) => { set({ of: currentTarget.value }); }} />
          <TextInput label={t("Publisher")} maxLength={300} value={rule.publisher} onChange={({ currentTarget }) => { set({ publisher: currentTarget.value }); }} />
          <TextInput label={t("Product")} maxLength={300} value={rule.product} onChange={({ currentTarget }) => { set({ product: currentTarget.value }); }} />
          <TextInput label={t("Edition")} maxLength={300} value={rule.edition} onChange={({ currentTarget }) => { set({ edition: currentTarget.value }); }} />
          <TextInput label={t("Part of the suite")} maxLength={300} value={rule.suite} onChange={({ currentTarget }) => { set({ suite: currentTarget.value }); }} />
          <NativeSelect label={t("Licence")} value={rule.licence} data={["" as const, ...LICENCES].map((value) => ({ value, label: licenceWord(value) }))} onChange={({ currentTarget }) => { set({ licence: LICENCES.find((one) => one === currentTarget.value) ?? "" }); }} />
        </div>
        {effect && <p role="status">{t("{releases} releases on {machines} machines would be named otherwise.", { releases: formatNumber(effect.releases), machines: formatNumber(effect.machines) })}</p>}
        {effect && effect.items.length > 0 && <ul className={edit.hits}>{effect.items.slice(0, 10).map(({ uid, product: told, version, naming, after }) => <li key={uid}>{`${told} ${version}: ${fullName(naming)} → ${fullName(after)} ${after.edition}`}</li>)}</ul>}
        <ErrorLine text={trying.error ? described(trying.error) : adding.error && described(adding.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button variant="default" loading={trying.isPending} onClick={() => { trying.mutate(); }}>{t("Try it")}</Button>
          <Button type="submit" loading={adding.isPending}>{t("Name it so")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
