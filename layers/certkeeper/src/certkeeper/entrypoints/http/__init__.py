"""The HTTP API: API Gateway's event becomes a small request, and everything that goes wrong a problem document."""
