"""How the outside calls in: decorators for HTTP and tasks, readers of bodies, views, settings."""
