module github.com/volens/volens/bench

go 1.26.0

require (
	github.com/volens/volens v0.0.0
	go.yaml.in/yaml/v4 v4.0.0
)

require (
	github.com/go-json-experiment/json v0.0.0-20260820222146-c27c302e5fc3 // indirect
	github.com/gowebpki/jcs v1.0.2 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/volens/volens => ..
