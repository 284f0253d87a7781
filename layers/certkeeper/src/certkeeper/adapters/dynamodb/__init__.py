"""One DynamoDB table for everything but secrets, without Scan: a module for each port, and the mappings of its rows."""
