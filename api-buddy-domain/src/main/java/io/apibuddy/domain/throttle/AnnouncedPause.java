package io.apibuddy.domain.throttle;

import io.apibuddy.domain.cache.DeltaSeconds;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Determines how long an upstream's answer asks to be left alone: by {@code retry-after-ms} or
 * {@code Retry-After} of a refusal, otherwise by a quota of which nothing remains. A value that
 * cannot be read counts as absent, and so does zero.
 */
final class AnnouncedPause {
  /** {@code x-ratelimit-remaining-tokens}, {@code anthropic-ratelimit-requests-remaining}... */
  private static final Pattern REMAINING =
      Pattern.compile(
          "((?:x-rate-?limit|ratelimit|anthropic-ratelimit)-(?:.+-)?)remaining((?:-.+)?)");

  /**
   * Quotas that refill steadily, as those of language models do. The reset tells when they are full
   * again, which is long after there is room for one request. OpenAI has quotas of a project,
   * Cerebras of a minute and a day.
   */
  private static final Pattern STEADY =
      Pattern.compile(
          "anthropic-ratelimit-.*/.*"
              + "|x-ratelimit-/-(?:project-)?(?:requests|tokens)(?:-(?:minute|hour|day))?");

  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);

  /** The statuses of a refusal that may name a time: 403 is GitHub's, 529 Anthropic's. */
  private static final Set<Integer> REFUSALS = Set.of(403, 429, 503, 529);

  private static final Pattern ZERO = Pattern.compile("0{1,15}(?:\\.0{1,9})?");

  /** What drafts before 08 have behind a limit: {@code 0, 0;w=60}. */
  private static final String POLICIES = "(?:[ \t]*[,;].*)?";

  /** Zero or less. */
  private static final Pattern NO_LIMIT = Pattern.compile("(?:-\\d+|0+(?:\\.0+)?)" + POLICIES);

  private static final Pattern LESS_THAN_ZERO = Pattern.compile("-\\d+" + POLICIES);

  private static final Pattern COMMA = Pattern.compile("[ \t]*,[ \t]*");

  private AnnouncedPause() {}

  /** Returns whether a status is that of a refusal that may name a time. */
  static boolean isRefusal(int status) {
    return REFUSALS.contains(status);
  }

  /**
   * Returns the length of the pause, zero if there is none.
   *
   * @param now the time of the wall clock
   */
  static Duration of(ResponseHead head, Instant now) {
    if (isRefusal(head.status())) {
      Duration retryAfter = retryAfter(head.headers(), now);
      if (!retryAfter.isZero()) {
        return retryAfter;
      }
    }
    Duration limited = untilResets(head.headers(), NO_LIMIT, now);
    // A refusal proves that there is a limit. Okta sends 0 of 0 for that of concurrent requests.
    return limited.isZero() && head.status() == 429
        ? untilResets(head.headers(), LESS_THAN_ZERO, now)
        : limited;
  }

  /**
   * Returns the time until the last reset of the quotas of which nothing remains, zero if there is
   * none.
   *
   * @param noLimit what a limit is that means that there is none
   */
  private static Duration untilResets(Headers headers, Pattern noLimit, Instant now) {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < headers.size(); i++) {
      if (mayBeZero(headers.value(i))) { // a cheap test, so that few names are matched
        longest = Extremes.max(longest, untilReset(headers, i, noLimit, now));
      }
    }
    String field = headers.joined("RateLimit");
    if (field != null) {
      String policy = Objects.requireNonNullElse(headers.joined("RateLimit-Policy"), "");
      for (RateLimitQuota quota : RateLimitQuota.of(field, policy)) {
        if (isZero(quota.remaining()) && !isNoLimit(quota.limit(), noLimit)) {
          longest = Extremes.max(longest, left(quota.reset(), now));
        }
      }
    }
    return longest;
  }

  /** Returns the time until a refusal ends, zero if none is named or it has passed. */
  private static Duration retryAfter(Headers headers, Instant now) {
    String millis = headers.joined("retry-after-ms"); // Azure's and OpenAI's clients prefer it
    Duration exact = millis == null ? null : ResetTime.until(millis.trim() + "ms", now);
    String text = headers.joined("Retry-After");
    if (exact != null || text == null) {
      return exact == null ? Duration.ZERO : exact;
    }
    // a date, a fraction as Shopify and Discord send it, or the end of the wait as Moneybird does
    Duration left = ResetTime.until(text.trim(), now);
    return left != null ? left : Duration.ofSeconds(DeltaSeconds.parse(text.trim()).orElse(0));
  }

  /** Returns whether a number, or the first or last number of a list, may be zero. */
  private static boolean mayBeZero(String value) {
    return value.startsWith("0") || value.endsWith(" 0") || value.endsWith(",0");
  }

  /** Returns whether a number is zero, also with a fraction, as Reddit sends it. */
  private static boolean isZero(String remaining) {
    String number = remaining.trim();
    return number.startsWith("0") && ZERO.matcher(number).matches();
  }

  private static boolean isNoLimit(@Nullable String limit, Pattern noLimit) {
    return limit != null && noLimit.matcher(limit.trim()).matches();
  }

  /** Returns the time until a quota's reset if its field says that nothing remains, else zero. */
  private static Duration untilReset(Headers headers, int field, Pattern noLimit, Instant now) {
    Matcher remaining = REMAINING.matcher(headers.name(field).toLowerCase(Locale.ROOT));
    if (!remaining.matches()) {
      return Duration.ZERO;
    }
    String value = headers.value(field);
    String quota = remaining.group(1);
    String unit = remaining.group(2);
    String reset = headers.joined(quota + "reset" + unit);
    String limitText = String.valueOf(headers.joined(quota + "limit" + unit));
    if (value.indexOf(',') >= 0) {
      return untilResetOfAny(value, String.valueOf(reset), limitText, now);
    }
    if (!isZero(value) || isNoLimit(limitText, noLimit)) {
      return Duration.ZERO;
    }
    Duration left = left(reset, now);
    OptionalLong limit = DeltaSeconds.parse(limitText);
    boolean steady = STEADY.matcher(quota + '/' + unit).matches();
    if (!steady || limit.orElse(0) == 0 || left.compareTo(MIN_PAUSE) < 0) {
      return left;
    }
    return Extremes.max(MIN_PAUSE, left.dividedBy(limit.getAsLong()));
  }

  /**
   * Evaluates a field with several quotas, as Brave's for a second and a month. Its month has a
   * limit of zero in a refusal, too, if there is none.
   */
  private static Duration untilResetOfAny(
      String remaining, String resets, String limits, Instant now) {
    String[] quotas = COMMA.split(remaining.trim(), -1);
    String[] times = COMMA.split(resets.trim(), -1);
    String[] maxima = COMMA.split(limits.trim(), -1);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < quotas.length && quotas.length == times.length; i++) {
      boolean unlimited = quotas.length == maxima.length && isNoLimit(maxima[i], NO_LIMIT);
      if (isZero(quotas[i]) && !unlimited) {
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
