"""The sweep: it processes each certificate that is due, and stores what it decides before it acts."""
