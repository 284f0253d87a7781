"""A handler's exception arrives under the name of its class, and the worker lives on.

Stock ministack reports every exception as `Runtime.HandlerError` and ends the worker, so that no Retry or
Catch of a state machine ever matches by class. On AWS the runtime reports the class name as errorType, with
the stack trace, and keeps the execution environment. (Developer guide, "Lambda function errors in Python".)
"""

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from infra.local.emulator.rewriting import replaced_once, rewrite

CORRECTION = "handler_errors"

_WORKER_REPORTS = {
    '"error": str(e), "trace": traceback.format_exc()}': '"error": str(e), "trace": traceback.format_exc(), '
    '"exception": {"errorType": type(e).__name__, '
    '"stackTrace": traceback.format_exc().splitlines(True)[1:-1]}}',
}
_WORKER_SURVIVES = {
    'if response.get("status") == "error":': 'if response.get("status") == "error" and "exception" not in response:',
}
_CALLER_IS_TOLD = {
    '"errorType": error_type,': '"errorType": error_type, "requestId": request_id, **result.get("exception", {}),',
}


def install() -> None:
    """Let the worker report the class, the pool keep the worker, and the caller see the class."""
    lambda_runtime._PYTHON_WORKER_SCRIPT = replaced_once(  # noqa: SLF001 - ministack has no public seam here
        lambda_runtime._PYTHON_WORKER_SCRIPT,  # noqa: SLF001
        _WORKER_REPORTS,
        CORRECTION,
    )
    rewrite(lambda_runtime.Worker, "invoke", _WORKER_SURVIVES, CORRECTION)
    rewrite(lambda_svc, "_execute_function_warm", _CALLER_IS_TOLD, CORRECTION)
