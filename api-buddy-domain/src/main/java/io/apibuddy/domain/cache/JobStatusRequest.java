package io.apibuddy.domain.cache;

import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognizes requests that may ask for the state of a job and change nothing, so that they may be
 * sent again for the next state: GET and HEAD, and POST if the path, the method of JSON-RPC or a
 * GraphQL query says so. Any other POST may have started the job.
 */
final class JobStatusRequest {
  private static final String GET =
      "[gG]et(?![^/.:]*?(?:[-_](?:or|and)[-_]|(?:Or|And)[A-Z])|[-_]?[nN]ext)(?:[A-Z_-][^/.:]*+)?";
  private static final String STATUS = "(?:(?:get|check|query|job|task)[-_]?)?[sS]tatus";

  /**
   * A path or JSON-RPC method whose last word is or begins with {@code get}, but not {@code
   * get_or_create}, {@code get_next} or alike, which may change something.
   */
  private static final Pattern READS = Pattern.compile("(?:.*[/.:_])?" + GET);

  /** A path or JSON-RPC method whose last word is {@code status}, {@code get_status} or alike. */
  private static final Pattern TELLS_STATUS = Pattern.compile("(?:.*[/.:])?" + STATUS);

  /** The paths by which Google's clients wait for an operation, or Vertex AI fetches one. */
  private static final Pattern OPERATION =
      Pattern.compile(".*/operations/[^/]+[/:]wait|.*:fetch[A-Z]\\w*Operation");

  /**
   * The path of a document that DeepL translates. The body holds the document's key, which the
   * answer to the upload gave.
   */
  private static final Pattern DOCUMENT = Pattern.compile(".*/document/[^/]+");

  private static final String DOCUMENT_KEY = "document_key";

  private static final Pattern STATE = Pattern.compile("stat(?:us|e)", Pattern.CASE_INSENSITIVE);

  /** The beginning of a GraphQL document without a mutation, as it is written in a JSON string. */
  private static final Pattern QUERY =
      Pattern.compile(
          "(?:\\s|\\\\[nrt]|,|#.*?\\\\[nr])*+(?:(?:query|fragment)\\b[^{]*+)?\\{"
              + "(?:\\s|\\\\[nrt]|,)*+(?:\\w++(?!\\s*+[!=])|\\.\\.\\.|#)",
          Pattern.DOTALL);

  private JobStatusRequest() {}

  /** Returns whether a request may be sent again to ask for the next state of a job. */
  static boolean is(StoredRequest request) {
    return switch (request.method()) {
      case "GET", "HEAD" -> true;
      case "POST" -> asks(request);
      default -> false;
    };
  }

  private static boolean asks(StoredRequest request) {
    Body.Bytes kept = request.body();
    if (kept == null && !request.bodyDigest().isEmpty()) {
      return false; // too long to tell
    }
    String body = kept == null ? "" : new String(kept.toByteArray(), StandardCharsets.UTF_8);
    if (body.contains("\"jsonrpc\"")) {
      List<String> methods = OutermostMember.texts(body, "method");
      return !methods.isEmpty() && methods.stream().allMatch(method -> asksByName(method, ""));
    }
    String path = RequestTarget.pathOf(request.target());
    return asksByName(path, body)
        || OPERATION.matcher(path).matches()
        || (body.contains(DOCUMENT_KEY) && DOCUMENT.matcher(path).matches())
        || isQuery(body);
  }

  /**
   * Returns whether a path or method is named like a question for a state. A body that contains
   * {@code status} or {@code state} may set the state, so a name that ends in status does not count
   * then.
   */
  private static boolean asksByName(String name, String body) {
    return READS.matcher(name).matches()
        || (TELLS_STATUS.matcher(name).matches() && !STATE.matcher(body).find());
  }

  private static boolean isQuery(String body) {
    List<String> documents =
        body.contains("\"query\"") ? OutermostMember.texts(body, "query") : List.of();
    return !documents.isEmpty()
        && documents.stream().allMatch(document -> QUERY.matcher(document).lookingAt())
        && !StateChangingBody.is(body);
  }
}
