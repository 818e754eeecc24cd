package io.apibuddy.domain.cache;

import java.util.List;

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
    boolean may = contains(json, EXTENSIONS) || IDS.stream().anyMatch(id -> contains(json, id));
    return may && OutermostMember.objects(json).stream().anyMatch(PersistedOperation::isOne);
  }

  private static boolean isOne(String operation) {
    return OutermostMember.text(operation, "query").isEmpty()
        && (hasHash(operation) || hasId(operation));
  }

  /** In an outline the extensions are left empty. */
  private static boolean hasHash(String operation) {
    return OutermostMember.isObject(operation, EXTENSIONS)
        && (contains(operation, "persistedQuery") || contains(operation, VARIABLES));
  }

  /** Documents of other kinds have such names too. */
  private static boolean hasId(String operation) {
    return IDS.stream()
        .map(name -> OutermostMember.text(operation, name))
        .anyMatch(id -> !id.isEmpty() && (id.startsWith("sha256:") || isGraphQl(operation)));
  }

  private static boolean isGraphQl(String operation) {
    return OutermostMember.isObject(operation, VARIABLES)
        || !OutermostMember.text(operation, "operationName").isEmpty();
  }

  private static boolean contains(String json, String name) {
    return json.contains('"' + name + '"');
  }
}
