package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.ports.store.StorageProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The JSON Schema (2020-12) of the configuration file, with which editors complete and check the
 * file. It is derived from the keys.
 */
public final class SchemaDocument {
  /** The schema of a value with a reference to the environment. */
  private static final Map<String, Object> REFERENCE = Map.of("$ref", "#/$defs/reference");

  private SchemaDocument() {}

  /** Returns the schema as text, with the settings of these engines. */
  public static String of(Collection<StorageProvider> engines) {
    return of(new Schema(engines));
  }

  static String of(Schema schema) {
    Map<String, Object> root =
        JsonSchemas.of(
            "$schema",
            "https://json-schema.org/draft/2020-12/schema",
            "title",
            "Configuration of API Buddy");
    root.putAll(section(schema.paths(false)));
    properties(root).put(FileLayer.SCHEMA, Map.of("type", "string"));
    Map<String, Object> mapping =
        JsonSchemas.anyOf(
            List.of(
                JsonSchemas.of("type", "string", "description", "where the mapping's requests go"),
                section(schema.paths(true))));
    Map<String, Object> mappings = JsonSchemas.section(mapping);
    mappings.put("propertyNames", aliases());
    properties(root).put(Schema.MAPPINGS, mappings);
    root.put("$defs", Map.of("reference", JsonSchemas.text(".*\\$\\{[^}]*\\}.*")));
    return PlainJson.of(root) + "\n";
  }

  private static Map<String, Object> aliases() {
    Map<String, Object> aliases = JsonSchemas.text(AliasConfiguration.ALIAS);
    aliases.put("not", JsonSchemas.text("-|[Aa][Dd][Mm][Ii][Nn](/.*)?"));
    return aliases;
  }

  private static Map<String, Object> section(Map<String, Key<?>> keys) {
    Map<String, Object> root = emptySection();
    keys.forEach(
        (path, key) -> {
          Map<String, Object> at = root;
          String rest = path;
          for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            at = inner(at, rest.substring(0, dot));
            rest = rest.substring(dot + 1);
          }
          properties(at).put(rest, key(key));
        });
    return root;
  }

  private static Map<String, Object> emptySection() {
    return JsonSchemas.of(
        "type", "object", "additionalProperties", false, "properties", new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked") // this class created the map
  private static Map<String, Object> properties(Map<String, Object> section) {
    return (Map<String, Object>) Objects.requireNonNull(section.get("properties"));
  }

  @SuppressWarnings("unchecked") // as above
  private static Map<String, Object> inner(Map<String, Object> section, String name) {
    return (Map<String, Object>) properties(section).computeIfAbsent(name, any -> emptySection());
  }

  private static <T> Map<String, Object> key(Key<T> key) {
    Map<String, Object> described = JsonSchemas.of("description", key.meaning());
    if (key.fallback() != null) {
      described.put("default", key.write(key.fallback()));
    }
    if (!key.type().jsonSchema().isEmpty()) {
      described.putAll(JsonSchemas.anyOf(List.of(key.type().jsonSchema(), REFERENCE)));
    }
    return described;
  }
}
