/** Words of the schema: how classes, attributes and kinds of sources are called. */
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import { schemaQuery } from "../api/session";
import type { Schema } from "../api/types";
import { classWord } from "../locales/labels";

export type Attribute = Schema["classes"][number]["attributes"][number];

/** All declarations, undefined until they are loaded. */
export function useSchema(): Schema | undefined {
  return useQuery(schemaQuery).data;
}

/** How a class is called, by its name; the same function as long as the schema is: what is made with it is kept. */
export function useClassLabel(): (ciClass: string) => string {
  const { data } = useQuery(schemaQuery);
  return useCallback((ciClass) => data?.classes.find(({ name }) => name === ciClass)?.label ?? classWord(ciClass), [data]);
}

/** How an attribute of a class is declared, by its name. */
export function useAttributes(ciClass: string): (name: string) => Attribute | undefined {
  const { data } = useQuery(schemaQuery);
  const attributes = data?.classes.find(({ name }) => name === ciClass)?.attributes;
  return (wanted) => attributes?.find(({ name }) => name === wanted);
}

/** The kinds of data sources with their priorities. */
export function useDataSources(): Schema["data_sources"] {
  return useQuery(schemaQuery).data?.data_sources ?? NONE;
}

const NONE: Schema["data_sources"] = [];
