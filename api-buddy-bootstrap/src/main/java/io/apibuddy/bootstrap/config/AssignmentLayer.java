package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.bootstrap.config.Node.Sequence;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the values that flags or a caller set. */
final class AssignmentLayer {
  private AssignmentLayer() {}

  /**
   * Returns the values that are set. An unknown path, an alias that is mapped twice and a bad value
   * are reported as problems.
   *
   * @param below the weaker sources, the strongest first; a callback for one event is added to
   *     their callbacks for other events
   */
  static Layer read(
      List<Assignment> assignments, List<Layer> below, Schema schema, Problems problems) {
    Layer layer = new Layer();
    for (Assignment assignment : assignments) {
      Position position = Position.of(assignment.source());
      if (assignment.value() instanceof Assignment.Refused refused) {
        problems.add(position, assignment.source(), refused.message());
        continue;
      }
      boolean mapping = !assignment.alias().isEmpty();
      Setting setting =
          mapping
              ? new Setting(assignment.alias(), OtherKeys.UPSTREAM)
              : schema.resolve(assignment.path());
      Node node = node(position, assignment.value());
      String misspelt = mapping ? "" : schema.misspelt(assignment.path(), assignment.value());
      if (!misspelt.isEmpty()) {
        problems.add(position, assignment.path(), "unknown key" + misspelt);
      } else if (setting == null) {
        problems.add(position, assignment.path(), schema.unknown(assignment.path()));
      } else if (mapping && layer.find(setting) != null) {
        problems.add(position, setting.path(), "alias " + setting.alias() + " is mapped twice");
      } else if (node == null) {
        problems.add(
            position,
            setting.path(),
            "expected " + setting.key().type().expected() + ", found an object of another kind");
      } else if (assignment.path().startsWith(CallbackNames.PREFIX)) {
        String event = assignment.path().substring(CallbackNames.PREFIX.length());
        List<Layer> all = new ArrayList<>(below);
        all.add(0, layer);
        layer.accept(
            setting,
            CallbackNames.with(
                new Values(all).get(OtherKeys.CALLBACKS), new Member(event, position, node)),
            problems);
      } else {
        layer.accept(setting, node, problems);
      }
    }
    return layer;
  }

  /**
   * Converts a value to the node that a file would give, null if it holds an object of an unknown
   * kind.
   */
  private static @Nullable Node node(Position position, @Nullable Object value) {
    if (value == null) {
      return new Scalar(position, Kind.NULL, "", "");
    }
    if (value instanceof ExpandedText expanded) {
      return new Scalar(
          position, Kind.TEXT, expanded.text(), expanded.text(), null, expanded.parts());
    }
    if (value instanceof CharSequence
        || value instanceof Path
        || value instanceof URI
        || value instanceof URL
        || value instanceof UUID
        || value instanceof Enum<?>) {
      return Scalar.text(position, value.toString());
    }
    if (value instanceof Boolean) {
      return new Scalar(position, Kind.FLAG, value.toString(), value.toString());
    }
    if (value instanceof Number number) {
      String text = PlainNumber.of(number.toString());
      return new Scalar(position, Kind.NUMBER, text, text);
    }
    if (value instanceof Duration duration) {
      String text = DurationText.of(duration);
      return new Scalar(position, Kind.DURATION, text, text);
    }
    if (value instanceof Map<?, ?> map) {
      return mapping(position, map);
    }
    if (!(value instanceof Collection<?> collection)) {
      return null;
    }
    List<Node> items = new ArrayList<>();
    for (Object item : collection) {
      Node inner = node(position, item);
      if (inner == null) {
        return null;
      }
      items.add(inner);
    }
    return new Sequence(position, items);
  }

  private static @Nullable Mapping mapping(Position position, Map<?, ?> map) {
    List<Member> members = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Node node = node(position, entry.getValue());
      if (node == null || entry.getKey() == null) {
        return null;
      }
      members.add(new Member(entry.getKey().toString(), position, node));
    }
    return new Mapping(position, members);
  }
}
