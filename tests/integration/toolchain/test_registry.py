"""The package registry is the person's choice, made once, for pip."""

from pathlib import Path

import pytest

from infra.bootstrap.environments import registry_settings

VARIABLES = ("PIP_INDEX_URL", "PIP_CERT", "UV_DEFAULT_INDEX", "SSL_CERT_FILE")


def test_uv_asks_the_registry_that_pip_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pip's settings are handed to uv, from a file or from the environment; what is set for uv itself stays."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://registry.example.test/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    assert registry_settings()["UV_DEFAULT_INDEX"] == "https://registry.example.test/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example.test/simple")
    assert registry_settings()["UV_DEFAULT_INDEX"] == "https://other.example.test/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.example.test/simple")
    assert "UV_DEFAULT_INDEX" not in registry_settings()
