"""`python -m infra.local.emulator`: ministack with our corrections, configured by its own environment variables.

What our world needs is set by `infra.local.emulator_process`; see there for each variable.
"""

import sys
from importlib import import_module

from ministack.app import main

# Each is the name of a module beside this one. `forked_workers` needs pid descriptors, which only Linux has.
CORRECTIONS = [
    "gateway_responses",
    "handler_errors",
    "log_drain",
    "method_limits",
    "moved_stages",
    "published_attributes",
    "record_conditions",
    "route53_changes",
    "secret_versions",
    "shared_layers",
    "split_conditions",
    "token_timeouts",
    "valueless_secrets",
    "waiting_invocations",
    "yaml_definitions",
]
if sys.platform == "linux":
    CORRECTIONS.append("forked_workers")

if __name__ == "__main__":
    for correction in CORRECTIONS:
        import_module(f"infra.local.emulator.{correction}").install()
    main()
