import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Credentials = Got<"/api/v1/credentials">;
export type Credential = Credentials["items"][number];
export type CredentialKind = Credentials["kinds"][number];

/** What is said of a credential beside its secret. */
export interface WantedCredential {
  name: string;
  user: string;
  options: Record<string, string>;
  ranges: string[];
  sites: string[];
  tags: string[];
  order: number;
  max_failures: number;
}

export const credentialsQuery = queryOptions({
  queryKey: ["credentials"],
  queryFn: () => body(api.GET("/api/v1/credentials")),
});

export function createCredential(kind: string, wanted: WantedCredential, secret: Record<string, string>) {
  return body(api.POST("/api/v1/credentials", { body: { ...wanted, kind, secret } }));
}

export async function changeCredential(uid: string, wanted: WantedCredential, secret: Record<string, string> | null) {
  await body(api.PUT("/api/v1/credentials/{uid}", { params: { path: { uid } }, body: { ...wanted, secret } }));
}

export async function removeCredential(uid: string) {
  await body(api.DELETE("/api/v1/credentials/{uid}", { params: { path: { uid } } }));
}

export async function resetCredential(uid: string) {
  await body(api.POST("/api/v1/credentials/{uid}/reset", { params: { path: { uid } } }));
}

export function testCredential(credentialId: string, address: string, networkScope: string) {
  return body(
    api.POST("/api/v1/credential-tests", {
      body: { credential_id: credentialId, address, network_scope: networkScope, collector: "" },
    }),
  );
}

/** Seals every secret with a new key that takes the place of the old one. */
export function sealWithNewKey() {
  return body(api.POST("/api/v1/credential-sealing", { body: { with_new_key: true } }));
}
