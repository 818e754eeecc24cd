package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the JSON Schema against the loader; -Dupdate.docs=true rewrites it. */
@Tag("any-jvm")
class SchemaDocumentTest {
  private static final Path SHIPPED =
      Path.of("src", "main", "resources", "META-INF", "api-buddy", "configuration.schema.json");
  private static final String MAPPED = "{\"domain_mappings\": {\"a\": \"https://a.example\"}}";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final JsonSchema SCHEMA = FACTORY.getSchema(SchemaDocument.of(new Schema()));

  /** Values of every type, each near the bounds of some key. */
  private static final List<String> SAMPLES =
      List.of(
          "0",
          "1",
          "-1",
          "1.5",
          "255",
          "1023",
          "1024",
          "65535",
          "65536",
          "100001",
          "1000001",
          "36500",
          "36501",
          "4000000000",
          "1e300",
          "true",
          "false",
          "null",
          "\"\"",
          "\" \"",
          "\"x \"",
          "\"x\"",
          "\"0s\"",
          "\"30s\"",
          "\"5 m\"",
          "\"-5s\"",
          "\"5y\"",
          "\"http://proxy.example:3128\"",
          "\"1.5h\"",
          "\"64KiB\"",
          "\"10 bananas\"",
          "\"ttl\"",
          "\"HTTP\"",
          "\"replay\"",
          "\"warn\"",
          "\"GET\"",
          "\"get\"",
          "\"/a/b\"",
          "\"a=b\"",
          "\"X Key\"",
          "\"X-Key\"",
          "\"*-tag\"",
          "\"a*b\"",
          "\"a.example\"",
          "\"a.example:80\"",
          "\"https://a.example\"",
          "\"https://a.example/\"",
          "\"header\"",
          "\"json\"",
          "\"cookie\"",
          "\"sixteen-letters-\"",
          "\"fifteen-letters\"",
          "\"5/second\"",
          "\"5/week\"",
          "\"5/second, 1000\"",
          "\"5/second,\"",
          "[\"5/second, 1000\"]",
          "\"1000000/day\"",
          "[]",
          "[\"GET\"]",
          "[\"get\"]",
          "[1]",
          "[\"header\", \"cookie\"]",
          "[\"/a\"]",
          "[\"a\", null]",
          "[5, \"5/day\"]",
          "{}",
          "{\"a\": 5}",
          "{\"a\": [5]}",
          "{\"a\": \"x\"}",
          "{\"requests\": 5, \"per\": \"day\"}",
          "{\"requests\": 5}",
          "[{\"requests\": 5, \"per\": \"day\"}]",
          "[{\"path\": \"/v1/**\", \"ttl\": \"5m\", \"methods\": [\"GET\"]}]",
          "[{\"path\": \"/v1\", \"ttl\": \"soon\"}]",
          "[{\"ttl\": \"5m\"}]",
          "{\"m*\": {\"input\": 2, \"output\": 0.5, \"currency\": \"EUR\"}}",
          "{\"m*\": {\"input\": -2, \"output\": 0.5, \"currency\": \"EUR\"}}",
          "{\"m*\": {\"input\": 2, \"currency\": \"euro\"}}",
          "{\"on_notice\": \"x.Y\"}",
          "{\"on_other\": \"x.Y\"}");

  static Stream<String> everyPath() {
    return Stream.concat(
        new Schema().paths(false).keySet().stream(),
        new Schema().paths(true).keySet().stream().map(path -> "domain_mappings.a." + path));
  }

  static Stream<Arguments> tables() {
    return Stream.concat(
            Stream.of(SchemaTest.general(), SchemaTest.policies(), SchemaTest.throttles())
                .flatMap(rows -> rows)
                .map(row -> Arguments.of(row.get()[0], row.get()[1])),
            SchemaTest.mappingKeys()
                .map(row -> Arguments.of("domain_mappings.a." + row.get()[0], row.get()[1])))
        .filter(row -> !String.valueOf(row.get()[0]).matches(".*(secure_key|\\.headers)"));
  }

  @Test
  void shippedSchemaMatchesTheKeys() throws IOException {
    String schema = SchemaDocument.of(new Schema());
    if (Boolean.getBoolean("update.docs")) {
      Files.createDirectories(Objects.requireNonNull(SHIPPED.getParent()));
      Files.writeString(SHIPPED, schema);
    }

    assertThat(Files.readString(SHIPPED)).isEqualTo(schema);
  }

  @Test
  void schemaIsValidAgainstItsMetaSchema() throws IOException {
    JsonSchema meta = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));

    assertThat(meta.validate(JSON.readTree(SchemaDocument.of(new Schema())))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyPath")
  void everyKeyIsDescribedWithItsShapeAndDefault(String path) throws IOException {
    JsonNode described = described(path);
    Key<?> key = Objects.requireNonNull(new Schema().resolve(path)).key();

    assertThat(described.path("description").asText()).isEqualTo(key.meaning()).isNotBlank();
    assertThat(described.path("anyOf").size()).isGreaterThan(1);
    assertThat(described.has("default")).isEqualTo(key.fallback() != null);
  }

  @ParameterizedTest
  @MethodSource("everyPath")
  void loaderAcceptsWhatTheSchemaAccepts(String path) throws IOException {
    List<String> passed = new ArrayList<>();
    for (String sample : SAMPLES) {
      String document = document(path, sample);
      String complaint = complaint(document);
      if (complaint != null) {
        assertThat(SCHEMA.validate(JSON.readTree(document)))
            .as("%s takes %s: %s", path, sample, complaint)
            .isNotEmpty();
      } else {
        passed.add(sample);
      }
    }
    assertThat(passed).as("samples that %s takes", path).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void schemaAcceptsWhatTheLoaderWrites(String path, Object value) throws IOException {
    Configuration configuration =
        new ConfigurationLoader()
            .load(
                Sources.of(
                    List.of(
                        Assignment.mapping("test", "a", "https://a.example"),
                        Assignment.of("test", path, value))));

    JsonNode written = JSON.readTree(configuration.document().json());

    assertThat(SCHEMA.validate(written)).filteredOn(SchemaDocumentTest::isNoMask).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'server': {'prot': 1}}",
        "{'srever': {}}",
        "{'cache': {'key': {'ignore': []}}}",
        "{'domain_mappings': {'a': {'upstream': 'https://a.example', 'tll': 5}}}",
        "{'domain_mappings': {'': 'https://a.example'}}",
        "{'domain_mappings': {'.x': 'https://a.example'}}",
        "{'domain_mappings': {'a/.x': 'https://a.example'}}",
        "{'domain_mappings': {'a b': 'https://a.example'}}",
        "{'domain_mappings': {'-': 'https://a.example'}}",
        "{'domain_mappings': {'Admin/x': 'https://a.example'}}",
        "{'domain_mappings': []}",
        "{'security': {'secure_key': 'short'}}",
        "[]",
      })
  void schemaRefusesWhatTheLoaderRefuses(String document) throws IOException {
    assertThat(SCHEMA.validate(JSON.readTree(document.replace('\'', '"')))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "1000000",
        "'1000000/day'",
        "'5/second, 1000'",
        "['5/second', 1000]",
        "'5/15m, 1000'",
        "{'requests': 1000000, 'per': 'minute'}",
        "{'requests': 1, 'per': '3s'}",
      })
  void schemaAcceptsLimitsInEveryForm(String limits) throws IOException {
    for (String path :
        List.of("domain_mappings.a.throttling.limits", "throttling.domain_limits.a")) {
      String document = document(path, limits.replace('\'', '"'));

      assertThat(complaint(document)).isNull();
      assertThat(SCHEMA.validate(JSON.readTree(document))).isEmpty();
    }
  }

  @Test
  void everyValueMayComeFromTheEnvironment() throws IOException {
    for (String path : everyPath().toList()) {
      if (!path.endsWith(".headers")) {
        assertThat(SCHEMA.validate(JSON.readTree(document(path, "\"${SOME_NAME}\"")))).isEmpty();
      }
    }
  }

  @Test
  void theExamplesOfTheDocumentationAreValid() throws IOException {
    Map<String, JsonNode> examples = new TreeMap<>();
    for (Path text : documentation()) {
      Matcher block =
          Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(text));
      while (block.find()) {
        examples.put(text + " at " + block.start(), new YAMLMapper().readTree(block.group(1)));
      }
    }

    assertThat(examples).hasSizeGreaterThan(4);
    examples.forEach((place, example) -> assertThat(SCHEMA.validate(example)).as(place).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.y", "a/b", "administration", "--", "_", "~me"})
  void schemaAcceptsWellFormedAliases(String alias) throws IOException {
    String document = "{\"domain_mappings\": {\"" + alias + "\": \"https://a.example\"}}";

    assertThat(complaint(document)).isNull();
    assertThat(SCHEMA.validate(JSON.readTree(document))).isEmpty();
  }

  @Test
  void aFileMayNameTheSchemaForItsEditor() throws IOException {
    String document = "{\"$schema\": \"./api-buddy.schema.json\", " + MAPPED.substring(1);

    assertThat(complaint(document)).isNull();
    assertThat(SCHEMA.validate(JSON.readTree(document))).isEmpty();
  }

  private static List<Path> documentation() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
      return Stream.concat(
              docs.filter(file -> file.toString().endsWith(".md"))
                  .filter(file -> !file.endsWith("admin-api.md")) // its examples are HTTP answers
                  .filter(file -> !file.endsWith("container.md")), // for Compose and Kubernetes
              Stream.of(Path.of("..", "README.md")))
          .toList();
    }
  }

  private static boolean isNoMask(ValidationMessage message) {
    JsonNode instance = message.getInstanceNode();
    return instance == null || !instance.asText().equals(ConfigurationDocument.MASK);
  }

  private static JsonNode described(String path) throws IOException {
    JsonNode at = JSON.readTree(SchemaDocument.of(new Schema()));
    String rest = path;
    String mapping = "domain_mappings.a.";
    if (path.startsWith(mapping)) {
      at =
          at.path("properties")
              .path("domain_mappings")
              .path("additionalProperties")
              .path("anyOf")
              .path(1);
      rest = path.substring(mapping.length());
    }
    for (String name : rest.split("\\.", -1)) {
      at = at.path("properties").path(name);
    }
    return at;
  }

  /** Returns a document that is valid apart from one value. */
  private static String document(String path, String value) {
    String prefix = "domain_mappings.a.";
    if (!path.startsWith(prefix)) {
      return "{" + nested(path, value) + ", " + MAPPED.substring(1);
    }
    String rest = path.substring(prefix.length());
    String upstream = rest.equals("upstream") ? "" : "\"upstream\": \"https://a.example\", ";
    return "{\"domain_mappings\": {\"a\": {" + upstream + nested(rest, value) + "}}}";
  }

  private static String nested(String path, String value) {
    int dot = path.indexOf('.');
    return dot < 0
        ? "\"" + path + "\": " + value
        : "\"" + path.substring(0, dot) + "\": {" + nested(path.substring(dot + 1), value) + "}";
  }

  /** Returns the loader's complaint about the form of a value, null if it accepts it. */
  private static @Nullable String complaint(String document) {
    try {
      new ConfigurationLoader().load(Sources.of(List.of()), document);
    } catch (ConfigurationException e) {
      for (Problem problem : e.problems()) {
        if (problem.message().startsWith("expected ") || problem.message().startsWith("unknown ")) {
          return problem.toString();
        }
      }
    }
    return null;
  }
}
