"""The issued certificate: in the list, by itself, and exported."""

from infra.bootstrap.environments import ROOT
from infra.local.demo.command_line import CommandLine
from infra.local.demo.display import Display
from infra.local.demo.openssl import verify_chain, verify_key
from infra.local.processes.state import FOLDER

EXPORTS = FOLDER / "demo"


def show_certificate(display: Display, command_line: CommandLine, name: str) -> None:
    """Show on `display` what the command line lists in the scope, and the certificate of that name."""
    display.heading("certkeeper list")
    display.write(command_line.run("list"))
    display.heading(f"certkeeper show {name}")
    display.write(command_line.run("show", name))


def export_and_verify(display: Display, command_line: CommandLine, name: str, root_pem: str) -> None:
    """Export the certificate of that name with the command line, and verify chain and key with openssl.

    `root_pem` is the root that the chain must lead to; the results are shown on `display`.
    """
    folder = EXPORTS.relative_to(ROOT)
    display.heading(f"certkeeper export {name} --to {folder} --force, verified by openssl")
    command_line.run("export", name, "--to", str(folder), "--force")
    fullchain, private_key, root = (EXPORTS / file for file in ("fullchain.pem", "privkey.pem", "root.pem"))
    root.write_text(root_pem, encoding="ascii")
    verify_chain(fullchain, root, name)
    display.write(f"the chain in {fullchain.relative_to(ROOT)} leads to Pebble's root, and is for {name}")
    verify_key(fullchain, private_key)
    display.write(f"the key in {private_key.relative_to(ROOT)} is the certificate's")
