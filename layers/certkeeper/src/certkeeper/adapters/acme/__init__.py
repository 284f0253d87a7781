"""An ACME client (RFC 8555) that never sleeps: one request, one response. The state machine does the waiting.

Of the `acme` library only its JWS is used. Its client sleeps inside calls, throws away the nonce of a refusal, loses
the types of problems, and imports `requests` and pyOpenSSL, which every botocore client then pays for.
"""
