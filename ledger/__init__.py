"""What has happened: append-only, hash-chained events, their projections and the queries over them."""
