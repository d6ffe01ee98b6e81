import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { createBaseline } from "../../api/baselines";
import type { Baseline } from "../../api/types";
import { fromField } from "../../components/instants";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { QueryField } from "../cis/query/QueryField";

const BLANK = { name: "", query: "", at: "", reason: "" };

/** Makes a baseline of the CIs of a question, of now or of a time. */
export function BaselineForm({ made }: { made: (baseline: Baseline) => void }) {
  const [wanted, setWanted] = useState(BLANK);
  const making = useMutation({
    mutationFn: () => createBaseline({ ...wanted, at: fromField(wanted.at) || null }),
    onSuccess: (baseline) => {
      setWanted(BLANK);
      made(baseline);
    },
  });
  const set = (name: keyof typeof BLANK) => (event: { currentTarget: { value: string } }) => {
    setWanted({ ...wanted, [name]: event.currentTarget.value });
  };
  return (
    <form
      className={`panel ${classes.stack ?? ""}`} aria-label={t("New baseline")}
      onSubmit={(event) => { event.preventDefault(); making.mutate(); }}
    >
      <h2>{t("New baseline")}</h2>
      <TextInput label={t("Name")} required maxLength={200} value={wanted.name} onChange={set("name")} />
      <QueryField
        label={t("Which CIs")} required minRows={2} value={wanted.query} write={(query) => { setWanted({ ...wanted, query }); }}
        description={t("In the filter language, as: server and site = \"Oslo\"")}
      />
      <TextInput
        type="datetime-local" step={1} label={t("As they were at")} description={t("Empty: now")} value={wanted.at} onChange={set("at")}
      />
      <TextInput label={t("Reason")} maxLength={500} value={wanted.reason} onChange={set("reason")} />
      <ErrorLine text={making.error && described(making.error)} />
      <Button type="submit" loading={making.isPending} disabled={wanted.name.trim() === "" || wanted.query.trim() === ""}>
        {t("Make the baseline")}
      </Button>
    </form>
  );
}
