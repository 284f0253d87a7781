"""The API's documents as a person reads them."""
