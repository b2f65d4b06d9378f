"""What is kept by the consent to sensitive information alone, and goes when that ends (decision 33)."""
