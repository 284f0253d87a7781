"""Called by API Gateway: a folder is named as its operationId in infra/openapi.yaml."""
