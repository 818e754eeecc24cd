package io.apibuddy.domain.problem;

import io.apibuddy.domain.replay.Candidate;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.domain.throttle.LimitText;
import io.apibuddy.domain.throttle.RateLimitFields;
import io.apibuddy.domain.throttle.Refusal;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.http.RefusedContentException;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The problems that the proxy answers with, each with its cause and its remedy. */
public final class Problems {

  public static final String HOST_NOT_ALLOWED = "host_not_allowed";
  public static final String NOT_IN_CACHE = "not_in_cache";
  public static final String OFFLINE_MISS = "offline_miss";

  private static final String INTERNAL_ERROR = "internal_error";
  private static final String SATURATED = "saturated";

  private static final String NO_ROOM =
      "There is no room to read this request's content, which is part of the cache key: other"
          + " requests fill the memory, or the directory for temporary files is full.";

  private static final String NO_FORWARD_PROXY =
      "This is no forward proxy (HTTP_PROXY, HTTPS_PROXY): give the client this proxy's URL with an"
          + " alias as the API's base URL.";

  private Problems() {}

  public static Problem badTarget(String detail) {
    return Problem.of(400, "bad_request_target", "Bad request target", detail);
  }

  public static Problem foreignTarget() {
    return badTarget(
        NO_FORWARD_PROXY + " An absolute request target must name this proxy and its port.");
  }

  public static Problem expectationFailed() {
    return Problem.of(
        417,
        "expectation_failed",
        "Expectation failed",
        "The only supported expectation is 100-continue.");
  }

  /**
   * Returns the problem of a request for a WebSocket. With status 426 clients that can do without
   * one send plain requests at once; they try again for a while with 501, and give up with 400.
   */
  public static Problem noWebSocket() {
    return Problem.of(
            426,
            "websocket_not_supported",
            "WebSocket not supported",
            "This proxy carries no WebSocket; nothing was sent upstream. Let the client use plain"
                + " HTTP requests, or call the API directly.")
        .with("Upgrade", "HTTP/1.1");
  }

  public static Problem badRequest(String detail) {
    return Problem.of(400, "bad_request", "Bad request", detail);
  }

  public static Problem misdirected() {
    return Problem.of(
        421,
        HOST_NOT_ALLOWED,
        "Misdirected request",
        "This proxy does not answer to the host name of this request. If it should, add the name"
            + " to server.allowed_hosts.");
  }

  /** Returns the same for a URL that may be meant for an API itself. */
  public static Problem notMapped() {
    return Problem.of(
        421,
        HOST_NOT_ALLOWED,
        "Misdirected request",
        "No mapping covers this URL, and the proxy does not answer to its host name. Map the API"
            + " (--map NAME=URL), or request /alias/...; if the name is the proxy's own, add it"
            + " to server.allowed_hosts.");
  }

  public static Problem methodNotAllowed(String allow) {
    return methodNotAllowed(allow, "This method is not available here; allowed: " + allow + ".");
  }

  /** Returns the problem of CONNECT. */
  public static Problem noTunnel(String allow) {
    return methodNotAllowed(allow, NO_FORWARD_PROXY);
  }

  private static Problem methodNotAllowed(String allow, String detail) {
    return Problem.of(405, "method_not_allowed", "Method not allowed", detail).with("Allow", allow);
  }

  public static Problem unknownAlias(Router router) {
    String known =
        router.routes().stream()
            .map(route -> "/" + route.alias())
            .collect(Collectors.joining(", "));
    return Problem.of(
        404,
        "unknown_alias",
        "Unknown alias",
        "The first path segment must be a configured alias. Known: " + known + ".");
  }

  public static Problem unknownAdminResource() {
    return Problem.of(
        404,
        "unknown_admin_resource",
        "Unknown admin resource",
        "There is no such resource below /admin. The dashboard is /admin/ui; docs/admin-api.md lists"
            + " the others.");
  }

  public static Problem storeFailed(StoreException failure) {
    return Problem.of(
            503, "store_failed", "Store failed", String.valueOf(failure.getMessage()) + ".")
        .retryable();
  }

  /** Returns the problem of an admin resource's refusal, in the words of that resource. */
  public static Problem refusedByAdmin(AdminException refusal) {
    Problem problem =
        Problem.of(refusal.status(), refusal.errorCode(), refusal.title(), refusal.detail());
    return refusal.status() == 503 ? problem.retryable() : problem;
  }

  public static Problem loop() {
    return Problem.of(
        508,
        "loop_detected",
        "Loop detected",
        "This request has passed through this proxy before: the alias's upstream leads back to"
            + " it. Point the mapping at the real API.");
  }

  public static Problem nothingStored() {
    return Problem.of(
        504,
        NOT_IN_CACHE,
        "Not in the cache",
        "The request accepts only a stored response, and none can be used.");
  }

  public static Problem offlineMiss(List<Candidate> nearest) {
    String shown =
        nearest.isEmpty()
            ? " Nothing is stored for this alias."
            : nearest.stream()
                .map(Candidate::toString)
                .collect(Collectors.joining("; ", " Nearest: ", "."));
    return offline(
            "No stored response matches this request, and in mode replay nothing is sent"
                + " upstream. Run with --mode record to record what is missing."
                + shown)
        .with(nearest);
  }

  public static Problem offlineRequestTooLarge() {
    return offline(
        "The request's content is longer than cache.max_key_body_size, or there is no room to"
            + " read it, so nothing is stored for it; in mode replay nothing is sent upstream.");
  }

  private static Problem offline(String detail) {
    return Problem.of(504, OFFLINE_MISS, "Not recorded", detail);
  }

  public static Problem recordingsFillTheStore() {
    return notRecorded(
        "The store is full of recordings, so nothing was sent upstream. Raise cache.max_entries or"
            + " cache.max_size_mb, or remove recordings.");
  }

  public static Problem notRecorded() {
    return notRecorded(
        "The upstream answered, but its response could not be recorded; the log says why. Fix"
            + " that before you try again.");
  }

  /** Returns the problem of a request to be recorded, if there is no room for its content now. */
  public static Problem noRoomToRecord() {
    return notRecorded(NO_ROOM + " Nothing was sent upstream. Try again.").after(1);
  }

  /** Returns the same for a request that only the store may answer. */
  public static Problem noRoomForContent() {
    return Problem.of(503, SATURATED, "No room for content", NO_ROOM + " Try again.").after(1);
  }

  private static Problem notRecorded(String detail) {
    return Problem.of(507, "not_recorded", "Not recorded", detail);
  }

  static Problem saturated() {
    return Problem.of(
            503,
            SATURATED,
            "Too many concurrent exchanges",
            "All workers are taken. There are server.max_workers, or fewer in a small heap. Try"
                + " again, or raise what bounds them.")
        .after(1);
  }

  static Problem tooManyFiles() {
    return Problem.of(
            503,
            "too_many_open_files",
            "Too many open files",
            "The proxy has reached its limit of open files, which include connections. Try"
                + " again, or raise the limit where the proxy is started (ulimit -n, LimitNOFILE"
                + " of systemd, --ulimit nofile of Docker).")
        .after(1);
  }

  /**
   * Returns the problem of a request for which the upstream is not asked now.
   *
   * @param limitsKey the configuration key that sets the alias's limits
   * @param now the time of the wall clock
   */
  public static Problem throttled(Refusal refusal, String limitsKey, Instant now) {
    Problem problem =
        refusal instanceof Refusal.UpstreamPaused
            ? Problem.of(429, "upstream_paused", "Upstream paused", detail(refusal, limitsKey))
            : Problem.of(429, "throttled", "Too many requests", detail(refusal, limitsKey));
    return problem.after(refusal.retryAfterSeconds()).with(RateLimitFields.of(refusal, now));
  }

  private static String detail(Refusal refusal, String limitsKey) {
    String again = " Try again in " + refusal.retryAfterSeconds() + " s";
    if (refusal instanceof Refusal.LimitReached reached) {
      String limit = LimitText.of(reached.limit());
      return (reached.isPenalty()
              ? "This alias exceeded its limit of "
                  + limit
                  + " and is serving a penalty (throttling.progressive_enabled)."
              : "This alias has used up its limit of " + limit + ".")
          + again
          + ", or change "
          + limitsKey
          + ".";
    }
    if (refusal instanceof Refusal.LineFull full) {
      return "All places to wait"
          + (full.ofAll() ? "" : " for this alias")
          + " are taken ("
          + full.places()
          + ")."
          + again
          + ", or change "
          + limitsKey
          + " or throttling.max_wait_seconds.";
    }
    return "The upstream has asked for a pause."
        + again
        + "; throttling.respect_upstream and throttling.max_pause control such pauses.";
  }

  static Problem shuttingDown() {
    return Problem.of(503, "shutting_down", "Shutting down", "The proxy is shutting down.")
        .after(1);
  }

  public static Problem clientGone() {
    return Problem.of(499, "client_gone", "Client gone", "The client closed its connection.");
  }

  public static Problem rejected(Rejection rejection) {
    return switch (rejection.status()) {
      case 408 -> Problem.of(408, "request_timeout", "Request timeout", rejection.reason());
      case 413 -> Problem.of(413, "request_too_large", "Content too large", rejection.reason());
      case 414 -> Problem.of(414, "target_too_long", "URI too long", rejection.reason());
      case 431 ->
          Problem.of(
              431, "headers_too_large", "Request header fields too large", rejection.reason());
      case 500 -> Problem.of(500, INTERNAL_ERROR, "Internal error", rejection.reason());
      case 503 -> saturated();
      case 505 ->
          Problem.of(
              505, "http_version_not_supported", "HTTP version not supported", rejection.reason());
      default ->
          Problem.of(
              rejection.status(), "malformed_request", "Malformed request", rejection.reason());
    };
  }

  /** Returns the problem of a request whose content was received, but can no longer be read. */
  public static Problem contentLost() {
    return Problem.of(
        500,
        INTERNAL_ERROR,
        "Internal error",
        "The request's content was kept in a temporary file, which cannot be read. Check the"
            + " directory for temporary files and the limit of open files.");
  }

  /** Returns the problem of a request whose content cannot be read because of {@code cause}. */
  public static Problem unreadable(@Nullable Throwable cause) {
    return cause instanceof RefusedContentException refused
        ? rejected(refused.rejection())
        : badRequest("The request's content ended before it was complete.");
  }
}
