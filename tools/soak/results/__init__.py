"""The results of a soak, compared with the promises."""
