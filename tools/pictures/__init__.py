"""The pictures of the documents, rendered from Mermaid sources to committed SVG files (ADR 90).

`make pictures` renders them in the Chromium that the tests use, with Mermaid from npm as `package-lock.json` pins it.
Each SVG carries the digest of what it was made from, so that a test finds a picture whose source has changed.
"""
