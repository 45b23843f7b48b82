package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
	"maildiag/report"
)

// The JSON Schema of the report (schema.json, draft 2020-12) is written from the structs that are the report, so that it
// can't be forgotten, and by hand nothing: descriptions stand with the structs.

var writeSchema = flag.Bool("write-schema", false, "write schema.json anew")

const schemaFile = "../../report/schema.json"

// closed are the words that a field of the contract may have. Those of the facts may grow.
var closed = map[string][]string{
	"Report.schema":    {report.Schema},
	"Verdict.status":   {"ok", "degraded", "broken", "unknown"},
	"Cause.severity":   {"error", "warning", "info"},
	"Cause.confidence": {"certain", "likely", "possible"},
	"Service.status":   {"ok", "failed", "skipped"},
}

// schemaOf writes the schema of a Go type; structs go into defs.
func schemaOf(t reflect.Type, defs map[string]any) map[string]any {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[*fact.Set](): // report.Report's own
		return schemaOf(t.Elem(), defs)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), defs)
	case reflect.String:
		if t == reflect.TypeFor[fact.Stage]() {
			return map[string]any{"type": "string", "enum": words(fact.Stages)}
		}
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), defs)}
	case reflect.Struct:
		name := t.Name()
		if t.PkgPath() == reflect.TypeFor[fact.Set]().PkgPath() {
			name = "facts." + name
		}
		if defs[name] == nil {
			defs[name] = map[string]any{} // met again below itself
			defs[name] = object(t, defs)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	}
	panic("no schema for " + t.String())
}

func words(stages []fact.Stage) []string {
	var out []string
	for _, s := range stages {
		out = append(out, string(s))
	}
	return out
}

func object(t reflect.Type, defs map[string]any) map[string]any {
	properties, required := map[string]any{}, []string{}
	var add func(reflect.Type)
	add = func(t reflect.Type) {
		for i := range t.NumField() {
			f := t.Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case name == "-":
				continue
			case f.Anonymous && name == "":
				add(f.Type)
				continue
			}
			schema := schemaOf(f.Type, defs)
			if list := closed[t.Name()+"."+name]; list != nil {
				schema["enum"] = list
			}
			properties[name] = schema
			if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
				required = append(required, name)
			}
		}
	}
	add(t)
	out := map[string]any{"type": "object", "properties": properties}
	if len(required) > 0 {
		slices.Sort(required)
		out["required"] = required
	}
	return out
}

// TestSchemaIsThatOfTheStructs: schema.json is what the structs say.
func TestSchemaIsThatOfTheStructs(t *testing.T) {
	defs := map[string]any{}
	root := schemaOf(reflect.TypeFor[report.Report](), defs)
	root["$schema"], root["$defs"] = "https://json-schema.org/draft/2020-12/schema", defs
	root["title"] = "maildiag report, version 1"
	root["description"] = "What maildiag writes with --format json. Fields may be added; none is removed or renamed without a new version. " +
		"Times are RFC 3339 in UTC, durations milliseconds (_ms). What was not measured is left out."
	want, err := json.MarshalIndent(root, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *writeSchema {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(schemaFile); err != nil || !bytes.Equal(have, want) {
		t.Errorf("schema.json is not what the structs say (%v): `go test ./cmd/maildiag -run TestSchema -write-schema` writes it anew", err)
	}
}

// jsonSchema checks documents by the few keywords that schema.json uses, and by no struct.
type jsonSchema struct{ root map[string]any }

func readSchema(t *testing.T) *jsonSchema {
	t.Helper()
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	s := &jsonSchema{}
	if err := json.Unmarshal(data, &s.root); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *jsonSchema) valid(document []byte) error {
	dec := json.NewDecoder(bytes.NewReader(document))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind the document")
	}
	return s.check(v, s.root, "$")
}

func (s *jsonSchema) check(v any, schema map[string]any, at string) error {
	for key := range schema {
		if !slices.Contains([]string{"$ref", "$schema", "$defs", "title", "description", "type", "properties", "required", "items", "enum", "format"}, key) {
			return fmt.Errorf("%s: this validator does not know %q", at, key)
		}
	}
	if ref, ok := schema["$ref"].(string); ok {
		def, ok := s.root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		if !ok {
			return fmt.Errorf("%s: there is no %s", at, ref)
		}
		if err := s.check(v, def, at); err != nil {
			return err
		}
	}
	if list, ok := schema["enum"].([]any); ok && !slices.Contains(list, v) {
		return fmt.Errorf("%s: %v is none of %v", at, v, list)
	}
	switch kind := schema["type"]; v := v.(type) {
	case string:
		if kind != nil && kind != "string" {
			return fmt.Errorf("%s: a string, not %v", at, kind)
		}
		if _, err := time.Parse(time.RFC3339Nano, v); schema["format"] == "date-time" && err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	case bool:
		if kind != nil && kind != "boolean" {
			return fmt.Errorf("%s: a boolean, not %v", at, kind)
		}
	case json.Number:
		if kind != nil && kind != "number" && (kind != "integer" || !regexp.MustCompile(`^-?[0-9]+$`).MatchString(v.String())) {
			return fmt.Errorf("%s: %s, not %v", at, v, kind)
		}
	case []any:
		items, ok := schema["items"].(map[string]any)
		if kind != nil && (kind != "array" || !ok) {
			return fmt.Errorf("%s: an array, not %v", at, kind)
		}
		for i, e := range v {
			if err := s.check(e, items, fmt.Sprintf("%s[%d]", at, i)); kind != nil && err != nil {
				return err
			}
		}
	case map[string]any:
		return s.checkObject(v, schema, at)
	default:
		return fmt.Errorf("%s: %v", at, v)
	}
	return nil
}

func (s *jsonSchema) checkObject(v map[string]any, schema map[string]any, at string) error {
	if schema["$ref"] != nil && schema["type"] == nil {
		return nil // checked by what it refers to
	}
	if schema["type"] != "object" {
		return fmt.Errorf("%s: an object, not %v", at, schema["type"])
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			return fmt.Errorf("%s: %v is missing", at, name)
		}
	}
	properties := schema["properties"].(map[string]any)
	for name, value := range v {
		// The schema lets fields be added; what today's program writes has to stand in it.
		property, ok := properties[name].(map[string]any)
		if !ok {
			return fmt.Errorf("%s: %s does not stand in the schema", at, name)
		}
		if err := s.check(value, property, at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

// TestTheValidatorFindsFaults, or it would prove nothing.
func TestTheValidatorFindsFaults(t *testing.T) {
	s := readSchema(t)
	good := `{"schema":"maildiag.report/1","tool":{"version":"1"},"started":"2026-01-01T00:00:00Z","duration_ms":1,"verdict":{"status":"ok","causes":[]},"services":[],
		"facts":{"run":{"started":"2026-01-01T00:00:00Z","duration_ms":1},"pc":{}}}`
	if err := s.valid([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{`"ok"`, `"fine"`}, {`"causes":[]`, `"causes":{}`}, {`"causes":[]`, `"causes":null`}, {`2026-01-01T00:00:00Z`, `yesterday`}, {`"duration_ms":1`, `"duration_ms":"1"`},
		{`"pc":{}`, `"pc":{"os":7}`}, {`"pc":{}`, `"pc":{"wibble":7}`}, {`"schema":"maildiag.report/1",`, ``}, {`"services":[]`, `"services":[{"port":1.5}]`}, {`"verdict":`, `"judgement":`}} {
		if err := s.valid([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%s in place of %s was found valid", change[1], change[0])
		}
	}
}
