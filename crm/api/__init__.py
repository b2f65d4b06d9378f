"""What every address of the public interface has in common: keys, pages, errors."""
