"""The judgement of an upload: its chain, who trusts it, whether ACM would import it, and warnings."""
