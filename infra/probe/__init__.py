"""`make probe`: a report of what only a real AWS account can say about a deployed stack (ADR 99).

Each check asks AWS or Certkeeper's API one thing and judges the answer. A check that could not be run is "not known".
It reads only, unless it is allowed to write.
"""
