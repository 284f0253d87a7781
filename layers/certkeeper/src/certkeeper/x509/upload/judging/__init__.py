"""What was found, judged: the chain, who trusts it, whether ACM would import it, and warnings."""
