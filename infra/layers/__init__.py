"""Building the Lambda layers, the same way for this machine and for Lambda: standard library and uv only (ADR 8).

`sam build` calls it through each layer's Makefile; the local world calls `python -m infra.layers`.
"""
