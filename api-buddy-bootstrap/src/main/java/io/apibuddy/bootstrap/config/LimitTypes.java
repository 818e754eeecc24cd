package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.bootstrap.config.Node.Sequence;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of keys that hold limits of requests. */
final class LimitTypes {
  /** The windows by name, in the order of messages and documents: the shortest first. */
  private static final Map<String, Duration> WINDOWS = windows();

  private static final String DIGITS = "[0-9]{1,7}";
  private static final String LENGTH = "[1-9][0-9]{0,4}[smhd]";
  private static final Pattern LIMIT =
      Pattern.compile(
          "(" + DIGITS + ")(?:/(" + String.join("|", WINDOWS.keySet()) + "|" + LENGTH + "))?");
  private static final String FORMS =
      "a number of requests an hour (0 for no limit, at most "
          + ThrottleConfiguration.MAX_REQUESTS
          + "), {requests: 5, per: second} (or "
          + String.join(", ", List.copyOf(WINDOWS.keySet()).subList(1, WINDOWS.size()))
          + ", 15m), or a list of those";

  private LimitTypes() {}

  /**
   * Returns the type of a list of limits that all apply, empty for no limit. As text it is written
   * {@code 5/second, 1000}.
   */
  static ValueType<List<RateLimit>> limits() {
    return ValueType.of(FORMS, node -> limits(node))
        .withCulprit(LimitTypes::culprit)
        .withWriter(LimitTypes::written)
        .withJsonSchema(jsonSchema());
  }

  /**
   * Returns the type of limits by alias. As text it is written {@code openai=50, github=5/second}.
   */
  static ValueType<Map<String, List<RateLimit>>> limitsByAlias() {
    return ValueType.of(
            "for each alias " + FORMS,
            node -> node instanceof Scalar scalar ? byAlias(scalar) : byAlias(node))
        .withCulprit(LimitTypes::culpritByAlias)
        .withWriter(LimitTypes::written)
        .withJsonSchema(JsonSchemas.section(jsonSchema()));
  }

  private static Map<String, Duration> windows() {
    Map<String, Duration> windows = new LinkedHashMap<>();
    windows.put("second", Duration.ofSeconds(1));
    windows.put("minute", Duration.ofMinutes(1));
    windows.put("hour", Duration.ofHours(1));
    windows.put("day", Duration.ofDays(1));
    return windows;
  }

  private static Map<String, Object> jsonSchema() {
    Map<String, Object> number = JsonSchemas.whole(0, ThrottleConfiguration.MAX_REQUESTS);
    Map<String, Object> window =
        JsonSchemas.anyOf(
            List.of(JsonSchemas.words(List.copyOf(WINDOWS.keySet())), JsonSchemas.text(LENGTH)));
    Map<String, Object> section =
        JsonSchemas.of(
            "type",
            "object",
            "properties",
            JsonSchemas.of("requests", number, "per", window),
            "required",
            List.of("requests", "per"),
            "additionalProperties",
            false);
    Map<String, Object> item = JsonSchemas.anyOf(List.of(number, JsonSchemas.text(LIMIT), section));
    Map<String, Object> several = JsonSchemas.text(LIMIT + "(\\s*,\\s*" + LIMIT + ")+");
    return JsonSchemas.anyOf(List.of(JsonSchemas.list(item), several));
  }

  private static Object written(Map<String, List<RateLimit>> limits) {
    Map<String, Object> byAlias = new LinkedHashMap<>();
    limits.forEach((alias, own) -> byAlias.put(alias, written(own)));
    return byAlias;
  }

  private static Object written(List<RateLimit> limits) {
    return limits.isEmpty() ? (Object) 0L : limits.stream().map(LimitTypes::written).toList();
  }

  private static String written(RateLimit limit) {
    String window =
        WINDOWS.entrySet().stream()
            .filter(named -> named.getValue().equals(limit.window()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseGet(() -> DurationText.of(limit.window()));
    return limit.requests() + "/" + window;
  }

  private static @Nullable Map<String, List<RateLimit>> byAlias(Node node) {
    if (!(node instanceof Mapping mapping)) {
      return null;
    }
    Map<String, List<RateLimit>> limits = new LinkedHashMap<>();
    for (Member member : mapping.members()) {
      List<RateLimit> own = limits(member.value());
      if (own == null) {
        return null;
      }
      limits.put(member.name(), own);
    }
    return limits;
  }

  private static @Nullable Map<String, List<RateLimit>> byAlias(Scalar scalar) {
    Map<String, List<RateLimit>> limits = new LinkedHashMap<>();
    for (String item : scalar.text().split(",", -1)) {
      int equals = item.indexOf('=');
      List<RateLimit> own =
          equals < 0 ? null : limits(Scalar.text(scalar.position(), item.substring(equals + 1)));
      if (own == null) {
        return null;
      }
      limits.merge(item.substring(0, equals).strip(), own, LimitTypes::both);
    }
    return limits;
  }

  private static List<RateLimit> both(List<RateLimit> some, List<RateLimit> others) {
    List<RateLimit> both = new ArrayList<>(some);
    both.addAll(others);
    return both;
  }

  private static @Nullable List<RateLimit> limits(Node node) {
    List<RateLimit> limits = new ArrayList<>();
    for (Node item : items(node)) {
      List<RateLimit> limit = limit(item);
      if (limit == null) {
        return null;
      }
      limits.addAll(limit);
    }
    return limits;
  }

  private static List<Node> items(Node node) {
    if (node instanceof Sequence sequence) {
      return sequence.items();
    }
    if (!(node instanceof Scalar scalar) || scalar.kind() != Kind.TEXT) {
      return List.of(node);
    }
    return Stream.of(scalar.text().split(",", -1))
        .<Node>map(item -> Scalar.text(scalar.position(), item.strip()))
        .toList();
  }

  /** Returns one limit, an empty list for 0, null if the node is no limit. */
  private static @Nullable List<RateLimit> limit(Node node) {
    if (node instanceof Mapping mapping) {
      return limit(mapping);
    }
    Matcher matcher = LIMIT.matcher(node instanceof Scalar scalar ? PlainNumber.of(scalar) : "");
    return matcher.matches()
        ? limit(matcher.group(1), matcher.group(2) == null ? "hour" : matcher.group(2))
        : null;
  }

  private static @Nullable List<RateLimit> limit(Mapping mapping) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (Member member : mapping.members()) {
      if (!(member.value() instanceof Scalar scalar)) {
        return null;
      }
      parts.put(member.name(), PlainNumber.of(scalar));
    }
    String requests = parts.remove("requests");
    String per = parts.remove("per");
    return requests == null || per == null || !parts.isEmpty() || !requests.matches(DIGITS)
        ? null
        : limit(requests, per);
  }

  private static @Nullable List<RateLimit> limit(String requests, String per) {
    long number = Long.parseLong(requests);
    Duration window = window(per);
    if (window == null || number > ThrottleConfiguration.MAX_REQUESTS) {
      return null;
    }
    return number == 0 ? List.of() : List.of(new RateLimit(number, window));
  }

  private static @Nullable Duration window(String per) {
    if (!per.matches(LENGTH)) {
      return WINDOWS.get(per);
    }
    return Duration.parse((per.endsWith("d") ? "P" : "PT") + per);
  }

  /** Returns the part of a node because of which it is no list of limits. */
  private static Node culprit(Node node) {
    if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        if (limit(item) == null) {
          return item;
        }
      }
    }
    return node;
  }

  private static Node culpritByAlias(Node node) {
    if (node instanceof Mapping mapping) {
      for (Member member : mapping.members()) {
        if (limits(member.value()) == null) {
          return culprit(member.value());
        }
      }
    }
    return node;
  }
}
