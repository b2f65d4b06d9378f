"""Still lifes of the demonstration's products: drawn from a category, a colour, a material and a seed."""
