"""What stands in the DynamoDB table, a module for each kind of row."""
