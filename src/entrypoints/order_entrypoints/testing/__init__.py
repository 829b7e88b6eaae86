"""What embedders need to test with: strategies, examples and contract tests."""
