package main

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"
	"text/template"
)

// capabilities is .Capabilities of templates: what a cluster would say of itself.
type capabilities struct {
	KubeVersion kubeVersion
	APIVersions apiVersions
	HelmVersion object
}

type kubeVersion struct{ Version, GitVersion, Major, Minor string }

type apiVersions []string

// Has tells whether the cluster knows a group and version.
func (a apiVersions) Has(name string) bool {
	for _, known := range a {
		if known == name {
			return true
		}
	}
	return false
}

// rendered is what came of each template.
type rendered map[string]string

func (c *chart) render(request *request, values object) (rendered, error) {
	engine := &engine{}
	engine.root = template.New(c.name()).Option("missingkey=zero").Funcs(engine.functions())
	context := c.context(request, values)
	for name, text := range c.templates {
		if _, err := engine.root.New(c.name() + "/" + name).Parse(text); err != nil {
			return nil, fmt.Errorf("parse error: %w", err)
		}
	}
	result := rendered{}
	for name := range c.templates {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		full := c.name() + "/" + name
		context["Template"] = object{"Name": full, "BasePath": c.name() + "/templates"}
		text, err := engine.execute(full, context)
		if err != nil {
			return nil, fmt.Errorf("execution error at (%s): %w", full, err)
		}
		result[full] = text
	}
	return result, nil
}

func (c *chart) context(request *request, values object) object {
	major, minor, _ := strings.Cut(strings.TrimPrefix(request.kubeVersion, "v"), ".")
	minor, _, _ = strings.Cut(minor, ".")
	return object{
		"Values":  values,
		"Chart":   c.description(),
		"Files":   c.files,
		"Release": object{"Name": request.name, "Namespace": request.namespace, "IsInstall": true, "IsUpgrade": false, "Revision": 1, "Service": "Helm"},
		"Capabilities": capabilities{
			KubeVersion: kubeVersion{request.kubeVersion, request.kubeVersion, major, minor},
			APIVersions: append(apiVersions{"v1", "apps/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1"}, request.apiVersions...),
			HelmVersion: object{"Version": "v3.0.0"},
		},
	}
}

// engine holds the parsed templates of one chart.
type engine struct{ root *template.Template }

func (e *engine) execute(name string, data interface{}) (string, error) {
	var text bytes.Buffer
	err := e.root.ExecuteTemplate(&text, name, data)
	// Go prints a missing key of a map of interfaces as <no value>, which no chart wants.
	return strings.ReplaceAll(text.String(), "<no value>", ""), err
}

// write prints the manifests in the order of their names, and the notes where they are asked for.
func (r rendered) write(out io.Writer, folder string, notes bool) error {
	names := make([]string, 0, len(r))
	for name := range r {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		isNotes := name == folder+"NOTES.txt"
		text := strings.Trim(r[name], "\n")
		if isNotes != notes || strings.TrimSpace(text) == "" {
			continue
		}
		heading := "---\n# Source: " + name + "\n"
		if isNotes {
			heading = ""
		}
		if _, err := fmt.Fprintf(out, "%s%s\n", heading, strings.TrimPrefix(text, "---\n")); err != nil {
			return err
		}
	}
	return nil
}
