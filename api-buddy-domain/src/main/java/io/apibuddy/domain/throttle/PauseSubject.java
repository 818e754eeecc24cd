package io.apibuddy.domain.throttle;

import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a pause applies to.
 *
 * @param alias the mapping
 * @param upstream the origin that asked for the pause
 * @param credential a fingerprint, empty for requests without credentials
 * @param part a resource, the digest of an end point or a model; empty for the whole service
 */
record PauseSubject(String alias, String upstream, String credential, String part) {
  private static final String WHOLE_SERVICE = "";
  private static final String LEDGER_PREFIX = "pause";

  /**
   * Fields by which services are known that limit each end point by itself: Okta, Discord and
   * Slack. Discord leaves its field out of a refusal that is for all end points.
   */
  private static final List<String> FIELDS_OF_END_POINT_LIMITS =
      List.of("X-Okta-Request-Id", "X-RateLimit-Bucket", "X-Slack-Req-Id");

  /** X, which does the same, has no field of its own. */
  private static final Set<String> UPSTREAMS_WITH_END_POINT_LIMITS =
      Set.of("https://api.x.com", "https://api.twitter.com");

  /**
   * Returns what a pause applies to that an answer asks for.
   *
   * @param resource the resource that the answer names, null if it names none
   */
  static PauseSubject of(Attempt attempt, ResponseHead answer, @Nullable String resource) {
    PauseSubject whole = wholeService(attempt);
    if (resource != null) {
      return whole.resource(resource);
    }
    return limitsEachEndPoint(attempt, answer) ? whole.endPoint(attempt) : whole.model(attempt);
  }

  private static boolean limitsEachEndPoint(Attempt attempt, ResponseHead answer) {
    return UPSTREAMS_WITH_END_POINT_LIMITS.contains(attempt.upstream())
        || FIELDS_OF_END_POINT_LIMITS.stream().anyMatch(answer.headers()::contains);
  }

  /**
   * Returns all that an attempt concerns: the whole service and parts of it.
   *
   * @param resources the resources that the attempt may be counted under
   */
  static List<PauseSubject> concernedBy(Attempt attempt, List<String> resources) {
    PauseSubject whole = wholeService(attempt);
    List<PauseSubject> subjects = new ArrayList<>();
    subjects.add(whole);
    subjects.add(whole.model(attempt));
    subjects.add(whole.endPoint(attempt));
    resources.forEach(resource -> subjects.add(whole.resource(resource)));
    return subjects;
  }

  private static PauseSubject wholeService(Attempt attempt) {
    return new PauseSubject(
        attempt.alias(), attempt.upstream(), attempt.credential().get(), WHOLE_SERVICE);
  }

  boolean isWholeService() {
    return part.equals(WHOLE_SERVICE);
  }

  private PauseSubject resource(String name) {
    return withPart("resource " + name);
  }

  /** Has a digest, because a path may be a secret, as those of webhooks are. */
  private PauseSubject endPoint(Attempt attempt) {
    byte[] text = (attempt.method() + ' ' + attempt.path()).getBytes(StandardCharsets.UTF_8);
    return withPart("end point " + HexFormat.of().formatHex(Sha256.digest(text), 0, 16));
  }

  private PauseSubject model(Attempt attempt) {
    String model = attempt.model().get();
    return model.isEmpty() ? this : withPart("model " + model);
  }

  private PauseSubject withPart(String other) {
    return new PauseSubject(alias, upstream, credential, other);
  }

  /** Returns the name of this subject in the ledger, which cannot be an alias. */
  String ledgerName() {
    return String.join("\n", LEDGER_PREFIX, alias, upstream, credential, part);
  }

  /** Returns the subject with a name in the ledger, null if the name is not that of a subject. */
  static @Nullable PauseSubject ofLedgerName(String name) {
    String[] parts = name.split("\n", 5);
    return parts.length == 5 && parts[0].equals(LEDGER_PREFIX)
        ? new PauseSubject(parts[1], parts[2], parts[3], parts[4])
        : null;
  }
}
