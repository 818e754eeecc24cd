package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates preconditions: whether a client already has the response (RFC 9110 section 13.2.2,
 * steps 3 and 4, for GET and HEAD).
 */
public final class PreconditionEvaluator {

  private PreconditionEvaluator() {}

  /** Returns whether a request has a condition that is evaluated here. */
  public static boolean isConditional(Headers request) {
    return request.contains("If-None-Match") || request.contains("If-Modified-Since");
  }

  /** Returns the names, in lower case, of conditions that only the origin can evaluate. */
  static List<String> leftToTheOrigin(String method) {
    return method.equals("GET") || method.equals("HEAD")
        ? List.of("if-match", "if-unmodified-since")
        : List.of("if-match", "if-unmodified-since", "if-none-match", "if-modified-since");
  }

  /** Returns whether a request has a condition that only the origin server can evaluate. */
  public static boolean isLeftToTheOrigin(String method, Headers request) {
    return request.contains("If-Match")
        || request.contains("If-Unmodified-Since")
        || (!method.equals("GET") && !method.equals("HEAD") && isConditional(request));
  }

  /**
   * Returns whether a request's condition prevents even a fresh response from answering it: the
   * effect of a method other than GET and HEAD depends on the state of the origin server.
   */
  static boolean forbidsStored(String method, Headers request) {
    return !method.equals("GET")
        && !method.equals("HEAD")
        && mayBeConditional(request)
        && isLeftToTheOrigin(method, request);
  }

  /** A single pass, since each hit of a POST asks, and nearly none has such a field. */
  private static boolean mayBeConditional(Headers request) {
    for (int i = 0; i < request.size(); i++) {
      if (request.name(i).regionMatches(true, 0, "if-", 0, 3)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the answer is a 304 instead of {@code response}, a 200.
   *
   * @param now the time of the request
   */
  public static boolean notModified(Headers request, ResponseHead response, Instant now) {
    Headers headers = response.headers();
    return response.status() == 200
        && notModified(request, headers, headers.first("Last-Modified"), now);
  }

  /**
   * Returns whether the answer is a 304 instead of a stored 200 or 206. Without {@code
   * Last-Modified} the {@code Date} of the response is used (RFC 9111 section 4.3.2).
   *
   * @param now the time of the request
   */
  public static boolean storedNotModified(Headers request, ResponseHead stored, Instant now) {
    String lastModified = stored.headers().first("Last-Modified");
    String modified = lastModified == null ? stored.headers().first("Date") : lastModified;
    return (stored.status() == 200 || stored.status() == 206)
        && notModified(request, stored.headers(), modified, now);
  }

  private static boolean notModified(
      Headers request, Headers response, @Nullable String modified, Instant now) {
    String ifNoneMatch = request.joined("If-None-Match");
    return ifNoneMatch != null
        ? matches(ifNoneMatch, response.first("ETag"))
        : notModifiedSince(request.joined("If-Modified-Since"), modified, now); // two are no date
  }

  private static boolean notModifiedSince(
      @Nullable String since, @Nullable String modified, Instant now) {
    if (since == null || modified == null) {
      return false;
    }
    Instant condition = HttpDate.parse(since, now);
    Instant modification = HttpDate.parse(modified, now);
    return condition != null && modification != null && !modification.isAfter(condition);
  }

  private static boolean matches(String condition, @Nullable String entityTag) {
    if (condition.trim().equals("*")) {
      return true;
    }
    if (entityTag == null) {
      return false;
    }
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= condition.length(); i++) {
      char c = i == condition.length() ? ',' : condition.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && (!quoted || i == condition.length())) {
        if (EntityTags.weaklyEqual(condition.substring(start, i), entityTag)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }
}
