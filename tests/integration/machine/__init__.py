"""Certkeeper's state machine in this process: the deployed definition, the real handlers, no waiting.

Step Functions in moto keeps executions and runs nothing; its own interpreter wants a JVM or real Lambda functions, and
sleeps between retries. Here a task can be made to crash at any call that it makes.
"""
