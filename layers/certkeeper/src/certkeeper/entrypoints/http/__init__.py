"""The HTTP API: API Gateway's event becomes a small request, and every failure a problem document."""
