"""The demonstration shop and customer app. They know the house through its public interface alone."""
