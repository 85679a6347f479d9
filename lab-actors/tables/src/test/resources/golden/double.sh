# prints twice its first argument, as JSON
printf '{"twice": %d, "half": 0.5, "name": "%s", "list": [1, 2.0, null, "a", NaN], "map": {"k": [true, -0.0]}}' $(($1 * 2)) "$2"
