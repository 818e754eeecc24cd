package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Facts that are parsed from a stored response once and kept with it in memory, so that a hit
 * parses no date and no directive. Immutable.
 */
public final class StoredFacts {
  /**
   * Parts of the names of fields that tell how much of a limit is used, in lower case: those of
   * most services, then those of Shopify, Facebook, Salesforce and Binance.
   */
  private static final List<String> RATE_LIMITS =
      List.of(
          "ratelimit",
          "rate-limit",
          "api-call-limit",
          "api_call_limit",
          "x-app-usage",
          "x-ad-account-usage",
          "x-business-use-case-usage",
          "sforce-limit-info",
          "x-mbx-used-weight");

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
    this.vary = VaryMatcher.distinguishing(headers);
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

  /** Returns the facts of a stored response. */
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

  /** Returns the response's directives for a shared cache. */
  ResponseDirectives directives() {
    return directives;
  }

  /** Returns the names in {@code Vary} that distinguish variants, in lower case. */
  Set<String> vary() {
    return vary;
  }

  /** Returns the value of {@code Via}, null if there is none. */
  public @Nullable String via() {
    return via;
  }

  /**
   * Returns the fields that are still meaningful on a hit, except those that are written anew for
   * each answer: {@code Age}, {@code Via}, {@code X-Cache}, and {@code Content-Length} if {@link
   * #announcedLength} gives it.
   */
  public Headers reusable() {
    return reusable;
  }

  /**
   * Returns the {@code Content-Length} of the stored content; null for answers to HEAD and a 204,
   * where the content does not tell it.
   */
  public @Nullable String announcedLength() {
    return announcedLength;
  }

  private static boolean isReplaced(String name) {
    return name.equalsIgnoreCase("Age")
        || name.equalsIgnoreCase("Via")
        || name.equalsIgnoreCase("X-Cache");
  }

  private static boolean isRateLimit(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    for (String part : RATE_LIMITS) {
      if (lowerCase.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
