package io.apibuddy.domain.throttle;

import io.apibuddy.domain.cache.DeltaSeconds;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long an upstream's answer says that it should be left alone: by {@code retry-after-ms} or
 * {@code Retry-After} of a refusal, else by a quota of which nothing remains. What cannot be read
 * says nothing, and neither does a time of zero.
 */
final class AnnouncedPause {
  /** {@code x-ratelimit-remaining-tokens}, {@code anthropic-ratelimit-requests-remaining}... */
  private static final Pattern REMAINING =
      Pattern.compile(
          "((?:x-rate-?limit|ratelimit|anthropic-ratelimit)-(?:.+-)?)remaining((?:-.+)?)");

  /**
   * Quotas that fill up steadily, as language models have them: when they are full again is not
   * when there is room for one.
   */
  private static final Pattern STEADY =
      Pattern.compile("anthropic-ratelimit-.*/.*|x-ratelimit-/-(?:requests|tokens)");

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** What of the statuses may name a time is a refusal; 403 is GitHub's, 529 Anthropic's. */
  private static final Set<Integer> REFUSALS = Set.of(403, 429, 503, 529);

  private static final Pattern NOTHING = Pattern.compile("0{1,15}(?:\\.0{1,9})?");

  private static final Pattern COMMA = Pattern.compile("[ \t]*,[ \t]*");

  private AnnouncedPause() {}

  /**
   * Returns how long the pause is, zero if there is none.
   *
   * @param now what the wall clock says
   */
  static Duration of(ResponseHead head, Instant now) {
    if (REFUSALS.contains(head.status())) {
      Duration retryAfter = retryAfter(head.headers(), now);
      if (!retryAfter.isZero()) {
        return retryAfter;
      }
    }
    Duration longest = Duration.ZERO;
    Headers headers = head.headers();
    for (int i = 0; i < headers.size(); i++) {
      if (mayBeNothing(headers.value(i))) { // hardly any is, so hardly any name is looked at
        longest =
            Extremes.max(longest, untilReset(headers, headers.name(i), headers.value(i), now));
      }
    }
    String field = headers.joined("RateLimit");
    if (field != null) {
      for (RateLimitMembers quota : RateLimitMembers.of(field)) {
        if (isNothing(quota.remaining())) {
          longest = Extremes.max(longest, left(quota.reset(), now));
        }
      }
    }
    return longest;
  }

  /** Returns zero if no time is named, or one that has passed. */
  private static Duration retryAfter(Headers headers, Instant now) {
    String millis = headers.joined("retry-after-ms"); // Azure's and OpenAI's clients prefer it
    Duration exact = millis == null ? null : ResetTime.until(millis.trim() + "ms", now);
    String text = headers.joined("Retry-After");
    if (exact != null || text == null) {
      return exact == null ? Duration.ZERO : exact;
    }
    OptionalLong seconds = DeltaSeconds.parse(text.trim());
    if (seconds.isPresent()) {
      return Duration.ofSeconds(seconds.getAsLong());
    }
    return left(text, now); // Shopify and Discord write a fraction
  }

  /** Returns whether a number, or the first or last one of a list, may be zero. */
  private static boolean mayBeNothing(String value) {
    return value.startsWith("0") || value.endsWith(" 0") || value.endsWith(",0");
  }

  /** Reddit counts with a fraction. */
  private static boolean isNothing(String remaining) {
    String number = remaining.trim();
    return number.startsWith("0") && NOTHING.matcher(number).matches();
  }

  /** Returns what is left of the quota of which a field says that nothing remains, if it does. */
  private static Duration untilReset(Headers headers, String name, String value, Instant now) {
    Matcher remaining = REMAINING.matcher(name.toLowerCase(Locale.ROOT));
    if (!remaining.matches()) {
      return Duration.ZERO;
    }
    String quota = remaining.group(1);
    String unit = remaining.group(2);
    String reset = headers.joined(quota + "reset" + unit);
    String most = String.valueOf(headers.joined(quota + "limit" + unit));
    if (value.indexOf(',') >= 0) {
      return untilResetOfAny(value, String.valueOf(reset), most, now);
    }
    if (!isNothing(value)) {
      return Duration.ZERO;
    }
    Duration left = left(reset, now);
    OptionalLong limit = DeltaSeconds.parse(most);
    boolean steady = STEADY.matcher(quota + '/' + unit).matches();
    if (!steady || limit.orElse(0) == 0 || left.compareTo(SHORTEST) < 0) {
      return left;
    }
    return Extremes.max(SHORTEST, left.dividedBy(limit.getAsLong()));
  }

  /**
   * Brave has one field for its quotas of a second and of a month, whose limit is 0 if there is
   * none.
   */
  private static Duration untilResetOfAny(
      String remaining, String resets, String limits, Instant now) {
    String[] quotas = COMMA.split(remaining.trim(), -1);
    String[] times = COMMA.split(resets.trim(), -1);
    String[] most = COMMA.split(limits.trim(), -1);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < quotas.length && quotas.length == times.length; i++) {
      boolean unlimited = quotas.length == most.length && isNothing(most[i]);
      if (isNothing(quotas[i]) && !unlimited) {
        longest = Extremes.max(longest, left(times[i], now));
      }
    }
    return longest;
  }

  private static Duration left(@Nullable String reset, Instant now) {
    Duration left = reset == null ? null : ResetTime.until(reset.trim(), now);
    return left == null ? Duration.ZERO : left;
  }
}
