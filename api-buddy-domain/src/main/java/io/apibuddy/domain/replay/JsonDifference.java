package io.apibuddy.domain.replay;

import io.apibuddy.ports.http.Body;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the first difference of two JSON texts, as a JSON pointer (RFC 6901). */
final class JsonDifference {

  private JsonDifference() {}

  /**
   * Returns a pointer to the first difference, taking members in the order of their names.
   *
   * @return the empty pointer if the whole differs; null if the texts are equal or one is not JSON
   */
  static @Nullable String pointer(Body.Bytes requested, Body.Bytes stored) {
    Object one = JsonTree.parse(requested);
    Object other = JsonTree.parse(stored);
    return one == null || other == null ? null : pointer(one, other);
  }

  private static @Nullable String pointer(Object one, Object other) {
    if (one instanceof Map<?, ?> members && other instanceof Map<?, ?> others) {
      return ofMembers(members, others);
    }
    if (one instanceof List<?> items && other instanceof List<?> others) {
      return ofItems(items, others);
    }
    return one.equals(other) ? null : "";
  }

  private static @Nullable String ofMembers(Map<?, ?> members, Map<?, ?> others) {
    Set<String> names = new TreeSet<>();
    members.keySet().forEach(name -> names.add((String) name));
    others.keySet().forEach(name -> names.add((String) name));
    for (String name : names) {
      String below = child(members.get(name), others.get(name));
      if (below != null) {
        return '/' + name.replace("~", "~0").replace("/", "~1") + below;
      }
    }
    return null;
  }

  private static @Nullable String ofItems(List<?> items, List<?> others) {
    for (int i = 0; i < Math.max(items.size(), others.size()); i++) {
      String below =
          child(i < items.size() ? items.get(i) : null, i < others.size() ? others.get(i) : null);
      if (below != null) {
        return "/" + i + below;
      }
    }
    return null;
  }

  /** Null stands for an absent value: JSON's own null is a text. */
  private static @Nullable String child(@Nullable Object one, @Nullable Object other) {
    return one == null || other == null ? "" : pointer(one, other);
  }
}
