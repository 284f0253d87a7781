"""How Certkeeper is called from outside: frames for the API, tasks, events and schedules.

Request bodies, views, settings.
"""
