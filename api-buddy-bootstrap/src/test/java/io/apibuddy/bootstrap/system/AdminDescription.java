package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Checks answers of the admin resources against their OpenAPI document. */
final class AdminDescription {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete");

  private final JsonNode document;
  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final Map<JsonNode, JsonSchema> read = new HashMap<>();
  private final Set<String> seen = new TreeSet<>();

  private AdminDescription(JsonNode document) {
    this.document = document;
  }

  /** Reads the document that is shipped in the jar. */
  static AdminDescription shipped() throws IOException {
    try (InputStream file =
        AdminDescription.class.getResourceAsStream("/io/apibuddy/bootstrap/admin/openapi.json")) {
      return new AdminDescription(JSON.readTree(Objects.requireNonNull(file, "openapi.json")));
    }
  }

  JsonNode document() {
    return document;
  }

  /** Returns the described methods of a path, in capitals. */
  Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    document
        .at("/paths")
        .path(path)
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (METHODS.contains(name)) {
                methods.add(name.toUpperCase(Locale.ROOT));
              }
            });
    return methods;
  }

  /** Returns every described path. */
  Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    document.at("/paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  /** Checks an answer against the description of its status, or else of {@code default}. */
  void requireDescribed(String method, String path, HttpResponse<String> answer)
      throws IOException {
    JsonNode responses =
        document.at("/paths").path(path).path(method.toLowerCase(Locale.ROOT)).path("responses");
    assertThat(responses.isObject()).as(method + " " + path).isTrue();
    String status = Integer.toString(answer.statusCode());
    String named = responses.has(status) ? status : "default";
    seen.add(method + " " + path + " " + named);
    JsonNode response = resolved(responses.path(named));
    String type = Client.field(answer, "Content-Type");
    if (!response.has("content")) {
      assertThat(answer.body()).isEmpty();
      return;
    }
    assertThat(response.path("content").has(type))
        .as("%s %s: %s %s %s", method, path, status, type, answer.body())
        .isTrue();
    if (type.contains("json")) {
      requireValid(response.path("content").path(type).path("schema"), answer.body());
    }
  }

  /** Notes an answer that was checked elsewhere. */
  void seen(String method, String path, String status) {
    seen.add(method + " " + path + " " + status);
  }

  /** Checks a JSON text against a named schema of the document. */
  void requireComponent(String name, String json) throws IOException {
    requireValid(document.at("/components/schemas/" + name), json);
  }

  /** Checks an example against the schema of a status. */
  void requireExample(String method, String path, String status, String json) throws IOException {
    JsonNode response =
        document.at("/paths").path(path).path(method.toLowerCase(Locale.ROOT)).path("responses");
    Iterator<JsonNode> contents = resolved(response.path(status)).path("content").elements();
    requireValid(contents.next().path("schema"), json);
  }

  private void requireValid(JsonNode schema, String json) throws IOException {
    assertThat(schema(schema).validate(JSON.readTree(json))).as(json).isEmpty();
  }

  /** Adds the document's components to a schema, since its references lead there. */
  private JsonSchema schema(JsonNode schema) {
    return read.computeIfAbsent(
        schema,
        any -> {
          ObjectNode whole = schema.deepCopy();
          whole.set("components", document.path("components"));
          return schemas.getSchema(
              whole, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        });
  }

  private JsonNode resolved(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() ? node : document.at(reference.textValue().substring(1));
  }

  /** Returns each named status of each operation that no answer has had. */
  Set<String> unseen() {
    Set<String> unseen = new TreeSet<>();
    for (String path : paths()) {
      for (String method : methods(path)) {
        document
            .at("/paths")
            .path(path)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses")
            .fieldNames()
            .forEachRemaining(status -> unseen.add(method + " " + path + " " + status));
      }
    }
    unseen.removeAll(seen);
    unseen.removeIf(operation -> operation.endsWith(" default"));
    return unseen;
  }
}
