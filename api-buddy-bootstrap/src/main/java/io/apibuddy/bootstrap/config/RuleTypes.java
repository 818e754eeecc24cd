package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.bootstrap.config.Node.Sequence;
import io.apibuddy.domain.config.PathGlob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The types of the rules of a mapping and of their members. */
final class RuleTypes {

  private static final String SEGMENT = "(\\*\\*|([!\"$-)+-.0->@-\\[\\]-~]|\\*(?!\\*))*)";

  /** The type of each member of a rule by its name. */
  static final Map<String, ValueType<?>> MEMBERS =
      new TreeMap<>(
          Map.of(
              "methods", CacheKeys.CACHEABLE_METHODS.type(),
              "path", path(),
              "ttl", QuantityTypes.duration(),
              "policy", CacheKeys.POLICY.type(),
              "mode", CacheKeys.MODE.type()));

  private RuleTypes() {}

  /** Returns the type of a list of sections, from which {@link RuleAssembler} builds rules. */
  static ValueType<List<Mapping>> rules() {
    return ValueType.of(
            "a list of {methods, path, ttl, policy, mode} with path and at least one of the last three",
            RuleTypes::sections)
        .withCulprit(RuleTypes::culprit)
        .withWriter(sections -> sections.stream().map(RuleTypes::written).toList())
        .withJsonSchema(jsonSchema());
  }

  private static Map<String, Object> jsonSchema() {
    Map<String, Object> members = new LinkedHashMap<>();
    MEMBERS.forEach((name, type) -> members.put(name, type.jsonSchema()));
    List<Object> effects = new ArrayList<>();
    for (String effect : List.of("ttl", "policy", "mode")) {
      effects.add(Map.of("required", List.of(effect)));
    }
    Map<String, Object> rule =
        JsonSchemas.of(
            "type",
            "object",
            "additionalProperties",
            false,
            "properties",
            members,
            "required",
            List.of("path"),
            "anyOf",
            effects);
    return JsonSchemas.of("type", "array", "items", rule);
  }

  private static ValueType<PathGlob> path() {
    Map<String, Object> schema = JsonSchemas.text("(/" + SEGMENT + ")+|\\*\\*(/" + SEGMENT + ")*");
    schema.put("maxLength", (long) PathGlob.MAX_LENGTH);
    return ValueType.of(
            "a path below the alias such as /v1/models or /v1/files/**, with * for any characters of a"
                + " segment and ** for any segments",
            node ->
                node instanceof Scalar scalar && PathGlob.isWellFormed(scalar.text())
                    ? PathGlob.of(scalar.text())
                    : null)
        .withJsonSchema(schema);
  }

  private static @Nullable List<Mapping> sections(Node node) {
    if (!(node instanceof Sequence sequence)) {
      return null;
    }
    List<Mapping> sections = new ArrayList<>();
    for (Node item : sequence.items()) {
      if (!(item instanceof Mapping section)) {
        return null;
      }
      sections.add(section);
    }
    return sections;
  }

  /** Returns the part of a node because of which it is no list of rules. */
  private static Node culprit(Node node) {
    if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        if (!(item instanceof Mapping)) {
          return item;
        }
      }
    }
    return node;
  }

  private static Object written(Node node) {
    if (node instanceof Mapping section) {
      Map<String, Object> members = new LinkedHashMap<>();
      for (Member member : section.members()) {
        members.put(member.name(), written(member.value()));
      }
      return members;
    }
    return node instanceof Sequence sequence
        ? sequence.items().stream().map(RuleTypes::written).toList()
        : ((Scalar) node).text();
  }
}
