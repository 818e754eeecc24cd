package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Fault;
import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.bootstrap.log.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The type of the key that names a listener class for each event. */
final class CallbackNames {
  /** The prefix of the paths of single events. */
  static final String PREFIX = "callbacks.";

  private static final List<String> EVENTS = EventKind.names();
  private static final Pattern CLASS =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

  private CallbackNames() {}

  static ValueType<Map<String, String>> callbacks() {
    return ValueType.of(
            "a class name for any of " + String.join(", ", EVENTS), CallbackNames::byEvent)
        .withCulprit(CallbackNames::culprit)
        .withWriter(LinkedHashMap::new)
        .withJsonSchema(jsonSchema());
  }

  private static Map<String, Object> jsonSchema() {
    Map<String, Object> events = new LinkedHashMap<>();
    Map<String, Object> name =
        JsonSchemas.text("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");
    EVENTS.forEach(event -> events.put(event, name));
    return JsonSchemas.of("type", "object", "properties", events, "additionalProperties", false);
  }

  private static @Nullable Map<String, String> byEvent(Node node) {
    if (!(node instanceof Mapping mapping)) {
      return null;
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (Member member : mapping.members()) {
      if (!isCallback(member)) {
        return null;
      }
      names.put(member.name(), ((Scalar) member.value()).text());
    }
    return names;
  }

  private static boolean isCallback(Member member) {
    return EVENTS.contains(member.name())
        && member.value() instanceof Scalar scalar
        && scalar.kind() == Kind.TEXT
        && CLASS.matcher(scalar.text()).matches();
  }

  /** Returns the callbacks with one added or replaced; those from two places have no position. */
  static Mapping with(Map<?, ?> callbacks, Member other) {
    Position nowhere = Position.of("");
    List<Member> members = new ArrayList<>();
    callbacks.forEach(
        (event, name) -> {
          if (!other.name().equals(event)) {
            members.add(
                new Member(
                    String.valueOf(event), nowhere, Scalar.text(nowhere, String.valueOf(name))));
          }
        });
    members.add(other);
    return new Mapping(members.size() == 1 ? other.position() : nowhere, members);
  }

  private static Node culprit(Node node) {
    return node instanceof Mapping mapping
        ? mapping.members().stream()
            .filter(member -> !isCallback(member))
            .findFirst()
            .map(CallbackNames::blamed)
            .orElse(node)
        : node;
  }

  private static Node blamed(Member member) {
    String name = member.name();
    return EVENTS.contains(name)
        ? member.value()
        : new Fault(member.position(), name + NearestName.hint(name, EVENTS));
  }
}
