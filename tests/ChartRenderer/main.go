// Renders a chart as `helm template` does, for machines without helm: Go's template engine and sprig, which charts are written for,
// from Debian (golang-go, golang-github-masterminds-sprig-dev, golang-k8s-sigs-yaml-dev, golang-github-xeipuuv-gojsonschema-dev).
// It knows what charts without dependencies and hooks need. A test compares it with helm where that is there.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build
//	ChartRenderer template [NAME] CHART [-f FILE] [--set KEY=VALUE] [--set-json KEY=JSON] [--namespace NAME]
//	                       [--kube-version VERSION] [--api-versions NAME] [--notes]
package main

import (
	"fmt"
	"os"
)

func main() {
	request, err := parseArguments(os.Args[1:])
	if err == nil {
		err = run(request)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "Error: %v\n", err)
		os.Exit(1)
	}
}

func run(request *request) error {
	chart, err := loadChart(request.chart)
	if err != nil {
		return err
	}
	values, err := chart.mergedValues(request)
	if err != nil {
		return err
	}
	if err := chart.checkSchema(values); err != nil {
		return err
	}
	rendered, err := chart.render(request, values)
	if err != nil {
		return err
	}
	return rendered.write(os.Stdout, chart.name()+"/templates/", request.notes)
}
