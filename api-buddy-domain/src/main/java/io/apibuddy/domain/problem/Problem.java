package io.apibuddy.domain.problem;

import io.apibuddy.domain.replay.Candidate;
import io.apibuddy.ports.http.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error response of the proxy itself, with problem details (RFC 9457).
 *
 * @param status the status code
 * @param errorCode a stable identifier in lower case with underscores
 * @param title the meaning of the error code, the same for each occurrence
 * @param detail what happened in this case and what to do about it; contains no secret and nothing
 *     that the client sent
 * @param headers further fields of the answer
 * @param worthRetrying whether the official SDKs of the upstreams should retry by themselves
 * @param candidates stored requests that are similar to the one that failed, if the problem is
 *     about that; else empty
 */
public record Problem(
    int status,
    String errorCode,
    String title,
    String detail,
    Headers headers,
    boolean worthRetrying,
    List<Candidate> candidates) {

  /** The official SDKs retry by themselves after at most this many seconds. */
  private static final long SHORT_WAIT = 60;

  public static Problem of(int status, String errorCode, String title, String detail) {
    return new Problem(status, errorCode, title, detail, Headers.EMPTY, false, List.of());
  }

  Problem with(String name, String value) {
    return with(Headers.of(name, value));
  }

  Problem with(Headers more) {
    return new Problem(
        status,
        errorCode,
        title,
        detail,
        headers.toBuilder().addAll(more).build(),
        worthRetrying,
        candidates);
  }

  Problem retryable() {
    return new Problem(status, errorCode, title, detail, headers, true, candidates);
  }

  /** Returns this problem with a {@code Retry-After}; it is retryable if the wait is short. */
  Problem after(long seconds) {
    Problem later = with("Retry-After", Long.toString(seconds));
    return seconds <= SHORT_WAIT ? later.retryable() : later;
  }

  Problem with(List<Candidate> nearest) {
    return new Problem(status, errorCode, title, detail, headers, worthRetrying, nearest);
  }

  /** Returns the problem as {@code application/problem+json}. */
  public String json(String requestId, @Nullable String alias) {
    StringBuilder json = new StringBuilder(256);
    json.append("{\"type\":");
    JsonText.quote(json, "urn:api-buddy:problem:" + errorCode);
    member(json, "title", title);
    json.append(",\"status\":").append(status);
    member(json, "detail", detail);
    member(json, "error_code", errorCode);
    member(json, "request_id", requestId);
    if (alias != null) {
      member(json, "alias", alias);
    }
    // OpenAI's clients show only this member, other clients the whole document.
    json.append(",\"error\":{\"type\":\"api_buddy\"");
    member(json, "code", errorCode);
    member(json, "message", detail);
    json.append('}');
    if (!candidates.isEmpty()) {
      json.append(",\"candidates\":[");
      for (int i = 0; i < candidates.size(); i++) {
        json.append(i == 0 ? "{" : ",{").append("\"method\":");
        JsonText.quote(json, candidates.get(i).method());
        member(json, "url", candidates.get(i).url());
        member(json, "difference", candidates.get(i).difference());
        json.append('}');
      }
      json.append(']');
    }
    return json.append("}\n").toString();
  }

  private static void member(StringBuilder json, String name, String value) {
    json.append(",\"").append(name).append("\":");
    JsonText.quote(json, value);
  }
}
