import { useQuery } from "@tanstack/react-query";

import { schemaQuery } from "../../api/session";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { Browser } from "./Browser";

/** All CIs: narrowed by facets and text, sorted, with the columns of their class. */
export function CIsPage() {
  const schema = useQuery(schemaQuery);
  return (
    <>
      <title>{`${t("Configuration items")} · Plumbline`}</title>
      <Loaded query={schema} what={t("The classes could not be loaded.")}>
        {(declared) => <Browser schema={declared} />}
      </Loaded>
    </>
  );
}
