"""Layers are unpacked once and shared by all workers.

Stock ministack unpacks every layer for every worker, and every worker compiles its own copy: a minute for a
template like ours, and 1.5 GB. On AWS a layer is a read-only mount; this is nearer to that.
"""

from ministack.core import lambda_runtime

from infra.local.emulator.rewriting import rewrite

CORRECTION = "shared_layers"

# `_docker_extracted_dir` is ministack's own cache of unpacked archives, keyed by content and guarded by a lock.
_UNPACK_ONCE = {
    "import _resolve_layer_zip\n": "import _docker_extracted_dir, _resolve_layer_zip\n",
    "            if layer_data:\n": (
        '            if layer_data and runtime.startswith("python"):\n'
        '                layers_dirs.append(_docker_extracted_dir(layer_data, "layer"))\n'
        "            elif layer_data:\n"
    ),
}


def install() -> None:
    """Let workers use the unpacked copy that the emulator keeps for each content."""
    rewrite(lambda_runtime.Worker, "_spawn", _UNPACK_ONCE, CORRECTION)
