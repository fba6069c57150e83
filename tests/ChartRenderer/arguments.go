package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// request is the command line.
type request struct {
	name        string
	chart       string
	namespace   string
	kubeVersion string
	apiVersions []string
	overlays    []object
	notes       bool
}

// parseArguments reads the arguments in helm's order of strength: files first, then --set.
func parseArguments(arguments []string) (*request, error) {
	result := &request{name: "release-name", namespace: "default", kubeVersion: "v1.35.0"}
	var positional []string
	var files, sets []object
	for i := 0; i < len(arguments); i++ {
		if !strings.HasPrefix(arguments[i], "-") {
			positional = append(positional, arguments[i])
			continue
		}
		if arguments[i] == "--notes" {
			result.notes = true
			continue
		}
		flag, value, joined := strings.Cut(arguments[i], "=")
		if !joined {
			if i++; i == len(arguments) {
				return nil, fmt.Errorf("%s needs a value", flag)
			}
			value = arguments[i]
		}
		if err := result.take(flag, value, &files, &sets); err != nil {
			return nil, err
		}
	}
	result.overlays = append(files, sets...)
	return result, result.place(positional)
}

func (r *request) place(positional []string) error {
	if len(positional) > 0 && positional[0] == "template" {
		positional = positional[1:]
	}
	switch len(positional) {
	case 1:
		r.chart = positional[0]
	case 2:
		r.name, r.chart = positional[0], positional[1]
	default:
		return fmt.Errorf("want template [NAME] CHART")
	}
	return nil
}

func (r *request) take(flag, value string, files, sets *[]object) error {
	switch flag {
	case "-f", "--values":
		overlay, err := readValues(value)
		*files = append(*files, overlay)
		return err
	case "--set", "--set-json":
		overlays, err := parseSet(value, flag == "--set-json")
		*sets = append(*sets, overlays...)
		return err
	case "--namespace":
		r.namespace = value
	case "--kube-version":
		r.kubeVersion = "v" + strings.TrimPrefix(value, "v")
	case "--api-versions":
		r.apiVersions = append(r.apiVersions, value)
	default:
		return fmt.Errorf("unknown flag: %s", flag)
	}
	return nil
}

func readValues(path string) (object, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var values object
	if err := yaml.Unmarshal(text, &values); err != nil {
		return nil, fmt.Errorf("failed to parse %s: %w", path, err)
	}
	return values, nil
}

// parseSet reads a.b=1,c=x, or a.b=JSON.
func parseSet(text string, isJSON bool) ([]object, error) {
	parts := []string{text}
	if !isJSON {
		parts = strings.Split(text, ",")
	}
	var result []object
	for _, part := range parts {
		key, value, found := strings.Cut(part, "=")
		if !found {
			return nil, fmt.Errorf("key %q has no value", part)
		}
		typed, err := scalar(value), error(nil)
		if isJSON {
			err = json.Unmarshal([]byte(value), &typed)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		result = append(result, nest(strings.Split(key, "."), typed))
	}
	return result, nil
}

func nest(path []string, value interface{}) object {
	if len(path) > 1 {
		value = nest(path[1:], value)
	}
	return object{path[0]: value}
}

// scalar gives a value of --set its type, as helm does.
func scalar(text string) interface{} {
	switch text {
	case "true", "false":
		return text == "true"
	case "null":
		return nil
	}
	if number, err := strconv.ParseInt(text, 10, 64); err == nil && (text == "0" || text[0] != '0') {
		return number
	}
	return text
}
