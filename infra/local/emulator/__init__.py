"""AWS on this machine: ministack, with the few corrections that our template needs.

Each module that `__main__.CORRECTIONS` names is one correction, with one function `install`; the others serve them.
A correction asserts on the source that it replaces, so that a new ministack is noticed when the emulator starts and
not when a test fails in an odd way.
"""
