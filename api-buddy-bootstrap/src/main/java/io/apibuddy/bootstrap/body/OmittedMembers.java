package io.apibuddy.bootstrap.body;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901) as a tree that is walked together with the document. */
final class OmittedMembers {
  private final Map<String, OmittedMembers> children = new HashMap<>();
  private boolean end;

  private OmittedMembers() {}

  /** Returns the tree of all pointers, null for none. */
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

  /** Returns what is to be left out below a member or an element, null if nothing is. */
  static @Nullable OmittedMembers below(@Nullable OmittedMembers place, String token) {
    return place == null ? null : place.children.get(token);
  }

  /** Returns whether the place itself is to be left out. */
  static boolean isOmitted(@Nullable OmittedMembers place) {
    return place != null && place.end;
  }
}
