"""The functions that API Gateway calls: a folder has the name of its operationId in infra/openapi.yaml."""
