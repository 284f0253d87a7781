"""Certkeeper: keeps an organisation's TLS certificates valid, in its own AWS account."""
