"""Why nothing was deployed."""


class DeploymentRefused(RuntimeError):
    """Nothing was deployed; the text says why and what to do, and is for the person who deploys."""
