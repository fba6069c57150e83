package main

import (
	"encoding/base64"
	"path"
	"strings"
)

// files are the chart's other files, .Files of templates.
type files map[string][]byte

// Get is the text of one file, empty when there is none.
func (f files) Get(name string) string { return string(f[name]) }

// GetBytes is the content of one file.
func (f files) GetBytes(name string) []byte { return f[name] }

// Glob is the files whose names match a pattern.
func (f files) Glob(pattern string) files {
	result := files{}
	for name, text := range f {
		if matched, err := path.Match(pattern, name); err == nil && matched {
			result[name] = text
		}
	}
	return result
}

// Lines is one file, a line each.
func (f files) Lines(name string) []string {
	text := strings.TrimSuffix(string(f[name]), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// AsConfig is the files as the data of a ConfigMap.
func (f files) AsConfig() string {
	return f.data(func(text []byte) string { return string(text) })
}

// AsSecrets is the files as the data of a Secret.
func (f files) AsSecrets() string { return f.data(base64.StdEncoding.EncodeToString) }

func (f files) data(encode func([]byte) string) string {
	result := map[string]string{}
	for name, text := range f {
		result[path.Base(name)] = encode(text)
	}
	return toYAML(result)
}
