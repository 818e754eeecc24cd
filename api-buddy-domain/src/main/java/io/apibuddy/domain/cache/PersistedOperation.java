package io.apibuddy.domain.cache;

import java.util.List;

/**
 * Recognizes GraphQL requests that name a persisted operation instead of sending its text: by a
 * hash in {@code extensions}, as Apollo's clients do, or by a {@code documentId} or {@code doc_id}.
 * Such a request does not tell what its operation does.
 */
final class PersistedOperation {
  private static final String EXTENSIONS = "extensions";
  private static final String VARIABLES = "variables";
  private static final List<String> IDS = List.of("documentId", "doc_id");

  private PersistedOperation() {}

  /**
   * Returns whether a body is such a request, or a batch that contains one.
   *
   * @param json the body or its outline, which need not be well formed
   */
  static boolean is(String json) {
    boolean may = contains(json, EXTENSIONS) || IDS.stream().anyMatch(id -> contains(json, id));
    return may
        && OutermostMember.objects(json).stream().anyMatch(PersistedOperation::namesOperation);
  }

  private static boolean namesOperation(String operation) {
    return OutermostMember.text(operation, "query").isEmpty()
        && (hasHash(operation) || hasId(operation));
  }

  /** In an outline the extensions are empty, so {@code variables} must do as evidence. */
  private static boolean hasHash(String operation) {
    return OutermostMember.isObject(operation, EXTENSIONS)
        && (contains(operation, "persistedQuery") || contains(operation, VARIABLES));
  }

  /** Documents of other kinds have members of these names, too. */
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
