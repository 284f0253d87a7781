"""RFC 8555 without sleeping: one question, one answer; who waits is the state machine.

Of the `acme` library only its JWS is used. Its client sleeps inside calls, throws away the nonce of a refusal, loses
the types of problems, and imports `requests` and pyOpenSSL, which every botocore client then pays for.
"""
