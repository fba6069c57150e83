package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

// functions are sprig's, less those that read the environment, and helm's own.
func (e *engine) functions() template.FuncMap {
	result := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv"} {
		delete(result, name)
	}
	own := template.FuncMap{
		"include":       e.execute,
		"tpl":           e.evaluate,
		"required":      required,
		"fail":          func(message string) (string, error) { return "", errors.New(message) },
		"lookup":        func(string, string, string, string) object { return object{} },
		"toYaml":        toYAML,
		"fromYaml":      fromYAML,
		"fromYamlArray": fromYAMLArray,
		"toJson":        toJSON,
		"fromJson":      fromYAML,
		"fromJsonArray": fromYAMLArray,
	}
	for name, function := range own {
		result[name] = function
	}
	return result
}

// evaluate renders a text as a template, with all named templates at hand.
func (e *engine) evaluate(text string, data interface{}) (string, error) {
	copied, err := e.root.Clone()
	if err != nil {
		return "", err
	}
	if _, err := copied.New("tpl").Parse(text); err != nil {
		return "", fmt.Errorf("cannot parse template %q: %w", text, err)
	}
	return (&engine{root: copied}).execute("tpl", data)
}

func required(message string, value interface{}) (interface{}, error) {
	if value == nil || value == "" {
		return nil, errors.New(message)
	}
	return value, nil
}

func toYAML(value interface{}) string {
	text, err := yaml.Marshal(value)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(text), "\n")
}

func toJSON(value interface{}) string {
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

// fromYAML has its error under a key, as helm's has.
func fromYAML(text string) object {
	result := object{}
	if err := yaml.Unmarshal([]byte(text), &result); err != nil {
		result["Error"] = err.Error()
	}
	return result
}

func fromYAMLArray(text string) []interface{} {
	result := []interface{}{}
	if err := yaml.Unmarshal([]byte(text), &result); err != nil {
		result = []interface{}{err.Error()}
	}
	return result
}
