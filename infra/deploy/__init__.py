"""`make build` and `make deploy`: Certkeeper into an AWS account, the first time and each time after it.

The deployed stack is the one place where its parameters are kept. A deployment reads them there, asks for those that
the stack does not have yet, and leaves the others to CloudFormation, which takes the previous values (ADR 76).
"""
