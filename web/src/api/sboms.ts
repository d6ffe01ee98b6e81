/** Lists of components: attached to a CI, and written of what is installed on it. */
import { api, body } from "./client";

export const attachSbom = (uid: string, file: File) =>
  body(
    api.PUT("/api/v1/cis/{uid}/sbom", {
      params: { path: { uid }, query: { name: file.name } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );

export const removeSbom = (uid: string) => body(api.DELETE("/api/v1/cis/{uid}/sbom", { params: { path: { uid } } }));

export function sbomHref(uid: string, format: "cyclonedx" | "cyclonedx-xml" | "spdx"): string {
  return `/api/v1/cis/${uid}/sbom?format=${format}`;
}
