// The rules for the page's JavaScript. tools/page/__main__.py copies this file beside the packages that it imports.

import js from "@eslint/js";
import jsdoc from "eslint-plugin-jsdoc";
import globals from "globals";

const ESCAPES = ["@ts-ignore", "@ts-expect-error", "@ts-nocheck", "eslint-disable"];

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" },
    plugins: { jsdoc },
    settings: { jsdoc: { mode: "typescript" } },
    rules: {
      eqeqeq: "error",
      "max-len": ["error", { code: 120 }],
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "no-warning-comments": ["error", { terms: ESCAPES, location: "anywhere" }],
      "prefer-const": "error",
      "jsdoc/check-alignment": "error",
      "jsdoc/check-param-names": "error",
      "jsdoc/check-syntax": "error",
      "jsdoc/check-tag-names": "error",
      "jsdoc/check-types": "error",
      "jsdoc/reject-any-type": "error",
      "jsdoc/reject-function-type": "error",
      "jsdoc/require-param-type": "error",
      "jsdoc/require-property-type": "error",
      "jsdoc/require-returns-type": "error",
      "jsdoc/valid-types": "error",
    },
  },
];
