"""One table for everything but secrets; no Scan. A module per port, and the mappings between rows and words."""
