"""The roots that AWS's own services lead to, out of the 140 that botocore ships (ADRs 24 and 45).

Reading all of them is 16 % of the instructions of a cold start with one AWS client, and is done again for each client.
AWS says which roots a client of its services needs: https://www.amazontrust.com/repository/ and "How to Prepare for
AWS's Move to Its Own Certificate Authority" in the AWS Security Blog. DigiCert's are kept for the regions in China.
The whole list stays beside it, by which uploaded chains are judged.
`AWS_CA_BUNDLE` in a function's environment names another file, as with every AWS SDK.
"""

import re
import shutil
from pathlib import Path

KEPT = frozenset(
    {
        "Amazon Root CA 1",
        "Amazon Root CA 2",
        "Amazon Root CA 3",
        "Amazon Root CA 4",
        "Starfield Services Root Certificate Authority - G2",
        "Starfield Class 2 CA",
        "DigiCert Global Root CA",
        "DigiCert Global Root G2",
    }
)
"""As Mozilla's list labels them, which botocore ships."""

ALL_ROOTS_FILE = "public-roots.pem"
"""`adapters/public_roots.py` reads it."""

_LABELLED = re.compile(
    r'# Label: "([^"]+)"\n.*?(-----BEGIN CERTIFICATE-----\n.*?-----END CERTIFICATE-----\n)', re.DOTALL
)


class RootMissing(RuntimeError):
    """A root of KEPT is not in the bundle any more: read what AWS says about it, then change KEPT."""


def trim(bundle: Path) -> None:
    """Leave only the roots of KEPT in the bundle, a PEM file; raise RootMissing where one of them is not in it."""
    found = {label: pem for label, pem in _LABELLED.findall(bundle.read_text(encoding="utf-8")) if label in KEPT}
    if missing := KEPT - found.keys():
        raise RootMissing(", ".join(sorted(missing)))
    shutil.copy(bundle, bundle.with_name(ALL_ROOTS_FILE))
    bundle.write_text("".join(f"# {label}\n{pem}" for label, pem in sorted(found.items())), encoding="ascii")
