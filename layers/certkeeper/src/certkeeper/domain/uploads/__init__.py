"""What is uploaded, why it is refused, and the verdicts on what is taken."""
