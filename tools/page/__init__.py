"""The checks of the page's JavaScript, with TypeScript's checker and ESLint (ADR 92)."""
