import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const untranslated = {
  selector: "JSXText[value=/[A-Za-z]{2,}/]",
  message: "Text goes through t() of locales/i18n.ts, so that it can be translated.",
};

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/api.gen.ts"] },
  tseslint.configs.strictTypeChecked,
  reactHooks.configs.flat["recommended-latest"],
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ["error", 12],
      "max-lines": ["error", { max: 300 }],
      "max-params": ["error", { max: 4 }],
      "no-restricted-syntax": ["error", untranslated],
      // Numbers in template strings are what most labels and keys are made of.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Event handlers of React may start asynchronous work; its errors end in the mutation's state.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  { files: ["eslint.config.js", "scripts/**"], extends: [tseslint.configs.disableTypeChecked] },
);
