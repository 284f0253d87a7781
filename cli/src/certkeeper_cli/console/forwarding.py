"""A page that only takes the browser to an address, without a script, and with a link in case it stays (ADR 75)."""

from html import escape


def forwarding_page(address: str) -> str:
    """Return the page as HTML. The browser does not say to the address where it comes from."""
    target = escape(address)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={target}">
<title>Certkeeper</title>
</head>
<body><p><a href="{target}">Open Certkeeper's page</a></p></body>
</html>
"""
