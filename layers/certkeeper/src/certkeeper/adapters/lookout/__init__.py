"""Checks of challenges from outside, as the CA makes them.

Other people's servers are asked, so everything is bounded.
"""
