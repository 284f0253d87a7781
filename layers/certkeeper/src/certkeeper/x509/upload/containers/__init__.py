"""Files that hold files: ZIP archives and Kubernetes Secrets, opened within bounds in a child process (ADR 113)."""
