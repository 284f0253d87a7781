"""What AWS bills for an issuance and for a year of a certificate."""
