# The overview, on request.
labelqa --help
