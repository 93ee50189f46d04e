"""The demo survey: an invented subscription shop whose score drivers are known because they are planted."""
