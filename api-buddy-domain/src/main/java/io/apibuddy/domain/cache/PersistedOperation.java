package io.apibuddy.domain.cache;

import java.util.List;
import java.util.stream.Stream;

/**
 * Requests of GraphQL that name an operation which the upstream has, in place of its text: by a
 * hash in their {@code extensions}, as Apollo's clients do, or as a {@code documentId} or {@code
 * doc_id}. What it does, they do not tell.
 */
final class PersistedOperation {
  private static final String EXTENSIONS = "extensions";
  private static final String VARIABLES = "variables";
  private static final List<String> IDS = List.of("documentId", "doc_id");

  private PersistedOperation() {}

  /**
   * Returns whether a body is one, or a batch with one in it.
   *
   * @param json the body, or its outline; anything may be in it
   */
  static boolean is(String json) {
    long named = Math.max(hashes(json), ids(json));
    return named > 0 && named > texts(json, "query").count();
  }

  /** In an outline the extensions are left empty. */
  private static long hashes(String json) {
    return contains(json, EXTENSIONS)
            && (contains(json, "persistedQuery") || contains(json, VARIABLES))
        ? OutermostMember.countObjects(json, EXTENSIONS)
        : 0;
  }

  /** Documents of other kinds have such names too. */
  private static long ids(String json) {
    List<String> ids =
        IDS.stream()
            .filter(name -> contains(json, name))
            .flatMap(name -> texts(json, name))
            .toList();
    boolean isGraphQl =
        !ids.isEmpty()
            && (ids.stream().allMatch(id -> id.startsWith("sha256:"))
                || OutermostMember.countObjects(json, VARIABLES) > 0
                || texts(json, "operationName").findAny().isPresent());
    return isGraphQl ? ids.size() : 0;
  }

  private static boolean contains(String json, String name) {
    return json.contains('"' + name + '"');
  }

  private static Stream<String> texts(String json, String name) {
    return OutermostMember.texts(json, name).stream().filter(text -> !text.isEmpty());
  }
}
