/** What people say of CIs: create, change, retire, restore, relate; and why a value is what it is. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import { Problem } from "./problem";
import type { AttributeConflict } from "./types";

export type Value = string | number | boolean | string[];
export type Values = Record<string, Value | null>;

/** Why somebody edits and until when it holds (null: for ever). */
export interface Signature {
  reason: string;
  expires_at: string | null;
}

export function whyQuery(uid: string, attribute: string) {
  return queryOptions({
    queryKey: ["ci", uid, "why", attribute],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/attributes/{attribute}/why", { params: { path: { uid, attribute } } })),
  });
}

export function editsQuery(uid: string) {
  return queryOptions({
    queryKey: ["ci", uid, "edits"],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/edits", { params: { path: { uid } } })),
  });
}

export function createCI(
  wanted: { ci_class: string; attributes: Values; owner_uid: string | null },
  signed: Signature,
) {
  return body(api.POST("/api/v1/cis", { body: { ...wanted, network_scope: "default", ...signed } }));
}

/** Refused with a three-way comparison when what is changed has changed since `revision`. */
export function changeCI(uid: string, wanted: { attributes: Values; released: string[] }, signed: Signature, revision: number) {
  const params = { path: { uid }, header: { "if-match": `"${revision}"` } };
  return body(api.PATCH("/api/v1/cis/{uid}", { params, body: { ...wanted, ...signed } }));
}

export function retireCI(uid: string, signed: Signature) {
  return body(api.POST("/api/v1/cis/{uid}/retire", { params: { path: { uid } }, body: signed }));
}

export function restoreCI(uid: string, signed: Signature) {
  return body(api.POST("/api/v1/cis/{uid}/restore", { params: { path: { uid } }, body: signed }));
}

export type RelationshipWord = "active" | "retired" | "released" | "restored";

/** Which relationship of a CI is meant; `attributes` are those that tell it apart from others between the same CIs. */
export interface Bond {
  type: string;
  target_uid: string;
  attributes: Record<string, Value>;
}

/** Says whether a CI needs another one. */
export function relateCI(uid: string, bond: Bond, status: RelationshipWord, signed: Signature) {
  return body(api.POST("/api/v1/cis/{uid}/relationships", { params: { path: { uid } }, body: { ...bond, status, ...signed } }));
}

/** Refused with a three-way comparison when what is changed has changed since `revision`; null gives a value back to the sources. */
export function changeRelationship(uid: string, { bond, values }: { bond: Bond; values: Values }, signed: Signature, revision: number) {
  const params = { path: { uid }, header: { "if-match": `"${revision}"` } };
  const wanted = { ...bond, attributes: { ...values, ...bond.attributes } };
  return body(api.PATCH("/api/v1/cis/{uid}/relationships", { params, body: { ...wanted, ...signed } }));
}

/** A relationship that leaves a CI, with the revision of the CI from before it was read; nothing when it is ended. */
export function relationshipQuery(source: string, { uid, type }: { uid: string; type: string }) {
  return queryOptions({
    queryKey: ["ci", source, "relationship", uid],
    queryFn: async () => {
      const { revision } = await body(api.GET("/api/v1/cis/{uid}", { params: { path: { uid: source } } }));
      const query = { direction: "out" as const, type: [type], limit: 500 };
      const { items } = await body(api.GET("/api/v1/cis/{uid}/relationships", { params: { path: { uid: source }, query } }));
      return { revision, relationship: items.find((one) => one.uid === uid) ?? null };
    },
    gcTime: 0,
    staleTime: Infinity,
  });
}

/** Takes one edit back, as if it had never been made. */
export async function withdrawEdit(uid: string, edit: string): Promise<void> {
  await body(api.DELETE("/api/v1/cis/{uid}/edits/{edit_uid}", { params: { path: { uid, edit_uid: edit } } }));
}

/** What is wrong with values that are still being typed. */
export async function checkEdit(ciClass: string, attributes: Values) {
  const { errors } = await body(api.POST("/api/v1/edits/check", { body: { ci_class: ciClass, attributes } }));
  return errors;
}

/** The same of a relationship. */
export async function checkRelationship(type: string, attributes: Values) {
  const { errors } = await body(api.POST("/api/v1/edits/check-relationship", { body: { type, attributes } }));
  return errors;
}

/** What changed meanwhile, when that is why an edit was refused. */
export function conflictOf(error: Error | null): { revision: number; conflicts: AttributeConflict[] } | null {
  if (!(error instanceof Problem) || error.status !== 412) return null;
  return error.body as unknown as { revision: number; conflicts: AttributeConflict[] };
}
