module example.com/app

go 1.21

require (
	github.com/lib/pq v1.10.0
	example.com/tools v0.0.0
	example.com/deep/mod/v2 v2.0.0
)

replace example.com/tools => ./third_party/tools
