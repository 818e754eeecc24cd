package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a stored response alone, read from its fields once for as long as it is in
 * memory: a hit parses no date and no directive. Immutable.
 */
public final class StoredFacts {
  private final Instant dateValue;
  private final Duration initialAge;
  private final ResponseDirectives directives;
  private final Set<String> vary;
  private final @Nullable String via;
  private final Headers reusable;
  private final @Nullable String announcedLength;

  private StoredFacts(StoredResponse stored) {
    Headers headers = stored.response().headers();
    Instant respondedAt = stored.freshness().respondedAt();
    this.dateValue = AgeCalculator.dateValue(headers, respondedAt);
    this.initialAge =
        AgeCalculator.correctedInitialAge(
            headers, dateValue, stored.freshness().requestedAt(), respondedAt);
    this.directives = ResponseDirectives.of(headers);
    this.vary = VaryMatcher.telling(headers);
    this.via = headers.joined("Via");
    boolean announced =
        !stored.request().method().equals("HEAD") && stored.response().status() != 204;
    this.announcedLength = announced ? Long.toString(stored.length()) : null;
    this.reusable =
        headers.without(
            name ->
                isReplaced(name)
                    || isRateLimit(name)
                    || (announced && name.equalsIgnoreCase("Content-Length")));
  }

  /** Returns the facts of a response. */
  public static StoredFacts of(StoredResponse stored) {
    return stored.derived(StoredFacts.class, StoredFacts::new);
  }

  /** Returns {@code date_value} (RFC 9111 section 4.2.3). */
  Instant dateValue() {
    return dateValue;
  }

  /** Returns {@code corrected_initial_age}. */
  Duration initialAge() {
    return initialAge;
  }

  /** Returns what it says to a shared cache. */
  ResponseDirectives directives() {
    return directives;
  }

  /** Returns the names in its {@code Vary} that tell variants apart, in lower case. */
  Set<String> vary() {
    return vary;
  }

  /** Returns the value of its {@code Via}, null if it has none. */
  public @Nullable String via() {
    return via;
  }

  /**
   * Returns its fields that still mean something on a hit, without those that each answer has of
   * its own: {@code Age}, {@code Via}, {@code X-Cache}, and {@code Content-Length} where the stored
   * content says it.
   */
  public Headers reusable() {
    return reusable;
  }

  /** Returns the {@code Content-Length} of its stored content, null if that does not say it. */
  public @Nullable String announcedLength() {
    return announcedLength;
  }

  private static boolean isReplaced(String name) {
    return name.equalsIgnoreCase("Age")
        || name.equalsIgnoreCase("Via")
        || name.equalsIgnoreCase("X-Cache");
  }

  private static boolean isRateLimit(String name) {
    return startsWith(name, "RateLimit")
        || startsWith(name, "X-RateLimit")
        || startsWith(name, "X-Rate-Limit")
        || startsWith(name, "Anthropic-RateLimit");
  }

  private static boolean startsWith(String name, String beginning) {
    return name.regionMatches(true, 0, beginning, 0, beginning.length());
  }
}
