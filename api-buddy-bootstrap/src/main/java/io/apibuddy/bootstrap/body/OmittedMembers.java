package io.apibuddy.bootstrap.body;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members and items that a canonical form leaves out: JSON pointers (RFC 6901) as a tree, which
 * is walked along with the document.
 */
final class OmittedMembers {
  private final Map<String, OmittedMembers> children = new HashMap<>();
  private boolean end;

  private OmittedMembers() {}

  /** Returns the root of the tree for all pointers, null if there are none. */
  static @Nullable OmittedMembers of(List<String> pointers) {
    if (pointers.isEmpty()) {
      return null;
    }
    OmittedMembers root = new OmittedMembers();
    for (String pointer : pointers) {
      OmittedMembers place = root;
      for (String token : pointer.substring(1).split("/", -1)) {
        String name = token.replace("~1", "/").replace("~0", "~");
        place = place.children.computeIfAbsent(name, unused -> new OmittedMembers());
      }
      place.end = true;
    }
    return root;
  }

  /**
   * Returns the node for a member or item below {@code place}, null if nothing is left out there.
   */
  static @Nullable OmittedMembers child(@Nullable OmittedMembers place, String token) {
    return place == null ? null : place.children.get(token);
  }

  /** Returns whether the value at this node is left out as a whole. */
  static boolean isOmitted(@Nullable OmittedMembers place) {
    return place != null && place.end;
  }
}
