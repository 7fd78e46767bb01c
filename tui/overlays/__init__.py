"""What lies over a page: the lines of help, and the palette with its entries."""
