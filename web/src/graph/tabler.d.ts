declare module "@tabler/icons-react/dist/esm/icons/*.mjs" {
  /** The elements of an icon with their attributes. */
  export const __iconNode: readonly (readonly [tag: string, attributes: Record<string, string>])[];
}
