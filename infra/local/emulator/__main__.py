"""`python -m infra.local.emulator`: ministack with our corrections, configured by its own environment variables.

What our world needs is set by `infra.local.processes.emulator_process`; see there for each variable.
"""

import sys
from importlib import import_module

from ministack.app import main

# Each is the name of a module below this folder. `forked_workers` needs pid descriptors, which only Linux has.
CORRECTIONS = [
    "services.gateway_responses",
    "workers.handler_errors",
    "workers.log_drain",
    "services.method_limits",
    "services.moved_stages",
    "services.published_attributes",
    "services.record_conditions",
    "services.route53_changes",
    "services.secret_versions",
    "workers.shared_layers",
    "services.split_conditions",
    "services.token_timeouts",
    "services.valueless_secrets",
    "workers.waiting_invocations",
    "services.yaml_definitions",
]
if sys.platform == "linux":
    CORRECTIONS.append("workers.forked_workers")

if __name__ == "__main__":
    for correction in CORRECTIONS:
        import_module(f"infra.local.emulator.{correction}").install()
    main()
