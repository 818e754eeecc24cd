package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Requests that may ask how far a job is and change nothing, so that the next state may be asked
 * for: by GET and HEAD, and by a POST that says so in its path, in the method of its JSON-RPC, or
 * as a query of GraphQL. Any other POST may have begun the job.
 */
final class JobQuestion {
  private static final String GET = "get(?!_or_|-or-|Or[A-Z])(?:[A-Z_-][^/.:]*+)?";
  private static final String STATUS = "(?:(?:get|check|query|job|task)[-_]?)?[sS]tatus";

  /** What the last word of a path, or a method of JSON-RPC, is called. */
  private static final Pattern READS = Pattern.compile("(?:.*[/.:_])?" + GET);

  private static final Pattern TELLS_STATUS = Pattern.compile("(?:.*[/.:])?" + STATUS);

  /** How Google's clients wait for an operation, and Vertex tells one of a model. */
  private static final Pattern OPERATION =
      Pattern.compile(".*/operations/[^/]+[/:]wait|.*:fetch[A-Z]\\w*Operation");

  /** Where DeepL translates a document; its key comes with the answer to the upload. */
  private static final Pattern DOCUMENT = Pattern.compile(".*/document/[^/]+");

  private static final String DOCUMENT_KEY = "document_key";

  /** How a document of GraphQL begins that is not a mutation's, as it is written within JSON. */
  private static final Pattern QUERY =
      Pattern.compile(
          "(?:\\s|\\\\[nrt]|,|#.*?\\\\[nr])*+(?:(?:query|fragment)\\b[^{]*+)?\\{", Pattern.DOTALL);

  private JobQuestion() {}

  /** Returns whether a request is one. */
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
      return !methods.isEmpty() && methods.stream().allMatch(method -> isNamedSo(method, ""));
    }
    int query = request.target().indexOf('?');
    String path = query < 0 ? request.target() : request.target().substring(0, query);
    return isNamedSo(path, body)
        || OPERATION.matcher(path).matches()
        || (body.contains(DOCUMENT_KEY) && DOCUMENT.matcher(path).matches())
        || isQuery(body);
  }

  /** A body that speaks of a state may be there to set it. */
  private static boolean isNamedSo(String name, String body) {
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
