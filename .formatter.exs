[
  inputs: ["{mix,.formatter}.exs", "{lib,test,bench}/**/*.{ex,exs}", "native/*.exs"],
  line_length: 98
]
