import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { attachSbom, removeSbom, sbomHref } from "../../api/sboms";
import type { CI } from "../../api/types";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";

const HAVE_COMPONENTS = ["device", "software_instance", "container", "application_service"];

/** Writes what is installed as a list of components, and takes one in. */
export function Components({ ci }: { ci: CI }) {
  const queries = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [result, tell] = useResult();
  const may = useMay("write") && [ci.ci_class, ...ci.class_path.map(({ name }) => name)].some((one) => HAVE_COMPONENTS.includes(one));
  const changed = (text: string) => {
    void queries.invalidateQueries();
    tell({ state: "up", text });
  };
  const attaching = useMutation({
    mutationFn: (file: File) => attachSbom(ci.uid, file),
    onSuccess: ({ components, format }) => { changed(t("{components} components of {format} are attached.", { components, format })); },
  });
  const removing = useMutation({ mutationFn: () => removeSbom(ci.uid), onSuccess: () => { changed(t("The list of components is taken away.")); } });
  const error = attaching.error ?? removing.error;
  return (
    <>
      <div className={administration.filters}>
        <a href={sbomHref(ci.uid, "cyclonedx")} download={`${ci.name}.cdx.json`}>{t("CycloneDX")}</a>
        <a href={sbomHref(ci.uid, "cyclonedx-xml")} download={`${ci.name}.cdx.xml`}>{t("CycloneDX as XML")}</a>
        <a href={sbomHref(ci.uid, "spdx")} download={`${ci.name}.spdx.json`}>{t("SPDX")}</a>
        {may && <Button size="compact-sm" variant="default" loading={attaching.isPending} onClick={() => { chooser.current?.click(); }}>{t("Attach a list of components…")}</Button>}
        {may && <Button size="compact-sm" variant="default" loading={removing.isPending} onClick={() => { removing.mutate(); }}>{t("Take the attached list away")}</Button>}
        <input
          ref={chooser} type="file" accept=".json,.xml" hidden aria-label={t("List of components: CycloneDX as JSON or XML, SPDX as JSON")}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) attaching.mutate(file);
            currentTarget.value = "";
          }}
        />
      </div>
      <ErrorLine text={error && described(error)} />
      <ResultLine result={result} />
    </>
  );
}
