"""The soak: a year of an account with thousands of certificates, in minutes on a simulated clock.

Real are the sweep with all its decisions, every task of the machine, placing orders, and the deployed definition of the
state machine with its retries and their pauses. So are keys, CSRs, signatures and the check of what the CA hands out.

Simulated are the ports: the fakes that pass the contract tests of the adapters, behind calls that are throttled or
at which the process ends; a CA with refused nonces (as many tries as the adapter has), server errors and an outage of
three days; DNS and sites, where whatever Certkeeper presents is found; people, who take hours or days; EventBridge and
Step Functions as far as unique names make one notice of many publishes. Uploads enter by their port, because reading a
file takes a process. The machine checks every hour, not every five minutes, for a record that a person sets. One sweep
runs at a time.

What is checked (`promises`) is computed from what the fakes have stored and the CA was asked, not by the code that is
tested.
"""
