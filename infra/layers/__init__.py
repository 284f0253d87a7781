"""Building what Lambda runs, the same way for this machine and for Lambda (ADRs 8 and 95): standard library and uv.

It is the code of the functions, one archive for all of them with Certkeeper's package in it, and the layers with the
wheels of others. `infra.deploy.build` builds them for Lambda, `infra.layers.local` for the local world and the tests.
"""
