"""What the privacy officer finds on the desk: brought about by the product's own actions, as its people would."""
