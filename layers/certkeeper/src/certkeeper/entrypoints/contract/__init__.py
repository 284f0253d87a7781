"""The API's contract: its request and response documents, its operations, and its events, each written here only.

`make generate` derives infra/openapi.yaml, infra/events and entrypoints/exported from it. These modules import
pydantic, so no function imports them: functions validate with the exported schemas, and name the documents for the type
checker only.

The reasons are in ADR 80.
"""
