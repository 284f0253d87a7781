"""`make demo`: the main job on this machine, from an empty cloud to a certificate that openssl accepts.

`job` is the story, `display` how it is told, the others are what it needs to look at.
"""
