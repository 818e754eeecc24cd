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
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The errors that the proxy answers with, each with its cause and its mend. */
public final class Problems {

  public static final String HOST_NOT_ALLOWED = "host_not_allowed";
  public static final String NOT_IN_CACHE = "not_in_cache";
  public static final String OFFLINE_MISS = "offline_miss";

  private static final String INTERNAL_ERROR = "internal_error";
  private static final String SATURATED = "saturated";

  private static final String NO_ROOM =
      "Other requests' content, or the directory for temporary files, leaves no room to read this"
          + " request's, which tells what is stored for it.";

  private Problems() {}

  public static Problem badTarget(String detail) {
    return Problem.of(400, "bad_request_target", "Bad request target", detail);
  }

  public static Problem foreign() {
    return badTarget(
        "An absolute request target must name this proxy and its port; other servers are reached by"
            + " an alias.");
  }

  public static Problem expectationFailed() {
    return Problem.of(
        417,
        "expectation_failed",
        "Expectation failed",
        "The only expectation that is met here is 100-continue.");
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

  /** The same of a URL that may be meant as an API's own. */
  public static Problem notMapped() {
    return Problem.of(
        421,
        HOST_NOT_ALLOWED,
        "Misdirected request",
        "No mapping leads to that URL, and the proxy does not answer to the host name in it. Map the"
            + " API (--map NAME=URL), or ask for /alias/...; if the name is the proxy's own, add it"
            + " to server.allowed_hosts.");
  }

  public static Problem methodNotAllowed(String allow) {
    return Problem.of(
            405,
            "method_not_allowed",
            "Method not allowed",
            "This method is not available here; allowed: " + allow + ".")
        .with("Allow", allow);
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
        "There is no such resource below /admin; docs/admin-api.md names those that there are.");
  }

  public static Problem storeFailed(StoreException failure) {
    return Problem.of(
            503, "store_failed", "Store failed", String.valueOf(failure.getMessage()) + ".")
        .retryable();
  }

  /** What an admin resource refuses in its own words. */
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
        "This request has passed this proxy before: the alias's upstream leads back to it. Point"
            + " the mapping at the real API.");
  }

  public static Problem nothingStored() {
    return Problem.of(
        504,
        NOT_IN_CACHE,
        "Not in the cache",
        "The request asks for a stored answer only, and none can be used.");
  }

  public static Problem offlineMiss(List<Candidate> nearest) {
    String shown =
        nearest.isEmpty()
            ? " Nothing is stored for this alias."
            : nearest.stream()
                .map(Candidate::toString)
                .collect(Collectors.joining("; ", " Nearest: ", "."));
    return offline(
            "Nothing stored answers this request, and in mode replay no upstream is asked. Run with"
                + " --mode record to record what is missing."
                + shown)
        .with(nearest);
  }

  public static Problem offlineRequestTooLarge() {
    return offline(
        "The request's content is longer than cache.max_key_body_size, or more than can be read at"
            + " one time, so nothing is stored for it; in mode replay no upstream is asked.");
  }

  private static Problem offline(String detail) {
    return Problem.of(504, OFFLINE_MISS, "Not recorded", detail);
  }

  public static Problem recordingsFillTheStore() {
    return notRecorded(
        "Recordings fill the store, so the upstream was not asked. Raise cache.max_entries or"
            + " cache.max_size_mb, or remove recordings.");
  }

  public static Problem notRecorded() {
    return notRecorded(
        "The upstream has answered, but the store could not record it: the log says why. Mend that"
            + " before asking again.");
  }

  /** A request to be recorded that found no room for its content; another one may. */
  public static Problem noRoomToRecord() {
    return notRecorded(NO_ROOM + " So the upstream was not asked. Try again.").after(1);
  }

  /** The same for one that only what is stored may answer. */
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
            "Too many exchanges at one time",
            "All of server.max_workers exchanges are in progress. Try again, or raise the number.")
        .after(1);
  }

  static Problem tooManyFiles() {
    return Problem.of(
            503,
            "too_many_open_files",
            "Too many open files",
            "The proxy has as many files open as it may, and a connection is one. Try again, or raise"
                + " the number where the proxy is started (ulimit -n, LimitNOFILE of systemd,"
                + " --ulimit nofile of Docker).")
        .after(1);
  }

  /** A request for which the upstream is not asked now; {@code limitsKey} sets its limits. */
  public static Problem throttled(Refusal refusal, String limitsKey) {
    Problem problem =
        refusal instanceof Refusal.UpstreamPaused
            ? Problem.of(429, "upstream_paused", "Upstream paused", detail(refusal, limitsKey))
            : Problem.of(429, "throttled", "Too many requests", detail(refusal, limitsKey));
    return problem.after(refusal.retryAfterSeconds()).with(RateLimitFields.of(refusal));
  }

  private static String detail(Refusal refusal, String limitsKey) {
    String again = " Try again in " + refusal.retryAfterSeconds() + " s";
    if (refusal instanceof Refusal.LimitReached reached) {
      String limit = LimitText.of(reached.limit());
      return (reached.isPenalty()
              ? "This alias asked beyond its limit of "
                  + limit
                  + " and sits out a penalty (throttling.progressive_enabled)."
              : "This alias may make " + limit + " and has made them.")
          + again
          + ", or change "
          + limitsKey
          + ".";
    }
    if (refusal instanceof Refusal.LineFull full) {
      return "No place is free of the "
          + full.places()
          + (full.ofAll() ? " where requests wait." : " where requests wait for this alias.")
          + again
          + ", or change "
          + limitsKey
          + " or throttling.max_wait_seconds.";
    }
    return "The upstream has asked to be left alone for a while."
        + again
        + "; throttling.respect_upstream and throttling.max_pause say how far that is heeded.";
  }

  static Problem shuttingDown() {
    return Problem.of(503, "shutting_down", "Shutting down", "The proxy is being stopped.")
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
      default ->
          Problem.of(
              rejection.status(), "malformed_request", "Malformed request", rejection.reason());
    };
  }

  /** A request whose content has come, and cannot be read again from where it is kept. */
  public static Problem contentLost() {
    return Problem.of(
        500,
        INTERNAL_ERROR,
        "Internal error",
        "The request's content was kept in a temporary file, which cannot be read. See to the"
            + " directory for temporary files, and to how many files the proxy may have open.");
  }

  /**
   * What becomes of a request whose content cannot be read, for which {@code cause} is to blame.
   */
  public static Problem unreadable(@Nullable Throwable cause) {
    return cause instanceof RefusedContentException refused
        ? rejected(refused.rejection())
        : badRequest("The request's content ended before it was complete.");
  }
}
