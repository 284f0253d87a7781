"""The entry points: frames around functions for the API, tasks, events and schedules.

Request bodies, views, settings.
"""
