package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

// object is a map of YAML or JSON.
type object = map[string]interface{}

// chart is a chart's folder, read.
type chart struct {
	metadata  object
	values    object
	schema    []byte
	templates map[string]string
	files     files
}

func loadChart(folder string) (*chart, error) {
	result := &chart{templates: map[string]string{}, files: files{}}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return result.add(filepath.ToSlash(name), text)
	})
	if err != nil {
		return nil, err
	}
	if result.metadata["name"] == nil {
		return nil, fmt.Errorf("%s: Chart.yaml file is missing", folder)
	}
	return result, nil
}

func (c *chart) add(name string, text []byte) error {
	switch {
	case name == "Chart.yaml":
		return yaml.Unmarshal(text, &c.metadata)
	case name == "values.yaml":
		return yaml.Unmarshal(text, &c.values)
	case name == "values.schema.json":
		c.schema = text
	case strings.HasPrefix(name, "templates/"):
		c.templates[name] = string(text)
	default:
		c.files[name] = text
	}
	return nil
}

func (c *chart) name() string { return c.metadata["name"].(string) }

// description is .Chart of templates: the keys of Chart.yaml with a capital.
func (c *chart) description() object {
	result := object{}
	for key, value := range c.metadata {
		result[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return result
}

func (c *chart) mergedValues(request *request) (object, error) {
	values := c.values
	for _, overlay := range request.overlays {
		values = merge(values, overlay)
	}
	return values, nil
}

// merge lays one map over another: maps join, everything else replaces, null removes.
func merge(under, over object) object {
	result := object{}
	for key, value := range under {
		result[key] = value
	}
	for key, value := range over {
		below, isBelow := result[key].(object)
		above, isAbove := value.(object)
		switch {
		case value == nil:
			delete(result, key)
		case isBelow && isAbove:
			result[key] = merge(below, above)
		default:
			result[key] = value
		}
	}
	return result
}

// checkSchema names every value that the chart's schema does not allow, by its JSON pointer.
func (c *chart) checkSchema(values object) error {
	if c.schema == nil {
		return nil
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(c.schema), gojsonschema.NewGoLoader(values))
	if err != nil {
		return fmt.Errorf("values.schema.json: %w", err)
	}
	if result.Valid() {
		return nil
	}
	var faults strings.Builder
	for _, fault := range result.Errors() {
		pointer := strings.TrimPrefix(fault.Context().String("/"), "(root)")
		fmt.Fprintf(&faults, "\n- at '%s': %s", pointer, fault.Description())
	}
	return fmt.Errorf("values don't meet the specifications of the schema(s) in the following chart(s):\n%s:%s", c.name(), faults.String())
}
