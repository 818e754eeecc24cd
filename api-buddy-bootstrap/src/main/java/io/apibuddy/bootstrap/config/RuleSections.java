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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of what rules of a mapping are made of. */
final class RuleSections {

  private RuleSections() {}

  /** Sections, of which {@link RuleAssembler} makes rules. */
  static ValueType<List<Mapping>> rules() {
    return new ValueType<List<Mapping>>(
            "a list of {methods, path, ttl, policy, mode}, of which path and one of the last three are"
                + " needed",
            RuleSections::sections,
            RuleSections::culprit,
            sections -> sections.stream().map(RuleSections::written).toList())
        .shaped(Shapes.of("type", "array", "items", shape()));
  }

  private static Map<String, Object> shape() {
    return Shapes.of(
        "type",
        "object",
        "properties",
        Shapes.of(
            "methods",
            Texts.methods().shape(),
            "path",
            path().shape(),
            "ttl",
            Quantities.duration().shape(),
            "policy",
            CacheKeys.POLICY.type().shape(),
            "mode",
            CacheKeys.MODE.type().shape()),
        "required",
        List.of("path"),
        "anyOf",
        Stream.of("ttl", "policy", "mode").map(name -> Map.of("required", List.of(name))).toList(),
        "additionalProperties",
        false);
  }

  static ValueType<PathGlob> path() {
    return new ValueType<PathGlob>(
            "a path below the alias such as /v1/models or /v1/files/**, with * for any rest of a segment"
                + " and ** for any segments",
            node ->
                node instanceof Scalar scalar && PathGlob.isWellFormed(scalar.text())
                    ? PathGlob.of(scalar.text())
                    : null)
        .shaped(Shapes.text("(/|\\*\\*)\\S*"));
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

  /** Returns what of a node that holds no rules is to blame. */
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
        ? sequence.items().stream().map(RuleSections::written).toList()
        : ((Scalar) node).text();
  }
}
