"""What the use cases need from the world: each promises what it does atomically and says what it raises.

Every method may raise `TransientError` where the service behind it is throttled or out of reach.
"""
