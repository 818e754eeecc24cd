package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognizes requests that only ask for the state of a job, so that they may be sent again for the
 * next state. These are GET and HEAD, and a POST whose path, JSON-RPC method or GraphQL query shows
 * that it changes nothing. Any other POST may have begun the job.
 */
final class JobQuestion {
  private static final String GET = "get(?!_or_|-or-|Or[A-Z])(?:[A-Z_-][^/.:]*+)?";
  private static final String STATUS = "(?:(?:get|check|query|job|task)[-_]?)?[sS]tatus";

  /** The last name in a path, or a JSON-RPC method, that begins with the word {@code get}. */
  private static final Pattern READS = Pattern.compile("(?:.*[/.:_])?" + GET);

  /** The same, but one that means a status. */
  private static final Pattern TELLS_STATUS = Pattern.compile("(?:.*[/.:])?" + STATUS);

  /** Paths by which Google's clients wait for an operation, or fetch one of Vertex AI. */
  private static final Pattern OPERATION =
      Pattern.compile(".*/operations/[^/]+[/:]wait|.*:fetch[A-Z]\\w*Operation");

  /** The path of a DeepL document, which is requested with the key that its upload returned. */
  private static final Pattern DOCUMENT = Pattern.compile(".*/document/[^/]+");

  private static final String DOCUMENT_KEY = "document_key";

  /** The beginning of a GraphQL document without a mutation, as it is written in a JSON string. */
  private static final Pattern QUERY =
      Pattern.compile(
          "(?:\\s|\\\\[nrt]|,|#.*?\\\\[nr])*+(?:(?:query|fragment)\\b[^{]*+)?\\{", Pattern.DOTALL);

  private JobQuestion() {}

  /** Returns whether a request only asks for a state. */
  static boolean is(StoredRequest request) {
    return switch (request.method()) {
      case "GET", "HEAD" -> true;
      case "POST" -> asks(request);
      default -> false;
    };
  }

  private static boolean asks(StoredRequest request) {
    Body.Bytes kept = request.body();
    String body = kept == null ? "" : new String(kept.toByteArray(), StandardCharsets.UTF_8);
    if (body.contains("\"jsonrpc\"")) {
      List<String> methods = OutermostMember.texts(body, "method");
      return !methods.isEmpty() && methods.stream().allMatch(method -> hasNameOfRead(method, ""));
    }
    int query = request.target().indexOf('?');
    String path = query < 0 ? request.target() : request.target().substring(0, query);
    return hasNameOfRead(path, body)
        || OPERATION.matcher(path).matches()
        || (body.contains(DOCUMENT_KEY) && DOCUMENT.matcher(path).matches())
        || isQuery(body);
  }

  /**
   * Returns whether a path or method has the name of a read. With the name of a status, the body
   * must not mention a status or state, which the request may be there to set.
   */
  private static boolean hasNameOfRead(String name, String body) {
    return READS.matcher(name).matches()
        || (TELLS_STATUS.matcher(name).matches()
            && !body.contains("status")
            && !body.contains("state"));
  }

  private static boolean isQuery(String body) {
    List<String> documents =
        body.contains("\"query\"") ? OutermostMember.texts(body, "query") : List.of();
    return !documents.isEmpty()
        && documents.stream().allMatch(document -> QUERY.matcher(document).lookingAt())
        && !StatefulQuestion.is(body);
  }
}
