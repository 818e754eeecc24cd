package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types of keys that hold numbers, durations and sizes. Every type of durations accepts a
 * {@link Duration} that a caller sets, whatever the unit of its plain numbers.
 */
final class QuantityTypes {
  /** The largest number of fifteen digits; beyond it not every JSON parser is exact. */
  private static final long MAX_WHOLE = 999_999_999_999_999L;

  private static final Pattern AMOUNT =
      Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long MAX_DURATION_DAYS = 36_500;
  private static final Map<String, BigDecimal> TIME_UNITS =
      Map.of(
          "ms", new BigDecimal("0.001"),
          "s", BigDecimal.ONE,
          "m", BigDecimal.valueOf(60),
          "h", BigDecimal.valueOf(3_600),
          "d", BigDecimal.valueOf(SECONDS_PER_DAY));
  private static final Map<String, Long> SIZE_UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "kib", 1L << 10,
          "mb", 1_000_000L,
          "mib", 1L << 20,
          "gb", 1_000_000_000L,
          "gib", 1L << 30);

  private QuantityTypes() {}

  /**
   * Returns the type of whole numbers in a range, both ends included, of at most fifteen digits.
   */
  static ValueType<Long> whole(long min, long limit) {
    long max = Math.min(limit, MAX_WHOLE);
    return ValueType.of(
            "a whole number from " + min + " to " + max,
            node -> {
              Amount amount = amount(node);
              if (amount == null || !amount.unit.isEmpty() || amount.number.scale() > 0) {
                return null;
              }
              long value = amount.number.longValue();
              return value >= min && value <= max ? value : null;
            })
        .withJsonSchema(JsonSchemas.whole(min, max));
  }

  /**
   * Returns the type of positive durations such as {@code 50ms}, {@code 30s}, {@code 12h} or {@code
   * 7d}.
   */
  static ValueType<Duration> duration() {
    return ValueType.of(
            "a duration above 0 such as 30s, 5m, 12h or 7d (a plain number is seconds), at most "
                + MAX_DURATION_DAYS
                + "d",
            node -> duration(node, "s", true))
        .withJsonSchema(
            JsonSchemas.anyOf(
                List.of(
                    JsonSchemas.text("(?=.*[1-9])[0-9]{1,9}(\\.[0-9]{1,9})?\\s*(ms|s|m|h|d)?"),
                    atMost(JsonSchemas.positive(), "s"))));
  }

  /** Returns the type of positive plain numbers of days, fractions allowed. */
  static ValueType<Duration> days() {
    return plain("days", "d");
  }

  /** Returns the type of positive plain numbers of hours, fractions allowed. */
  static ValueType<Duration> hours() {
    return plain("hours", "h");
  }

  /** Returns the type of positive plain numbers of minutes, fractions allowed. */
  static ValueType<Duration> minutes() {
    return plain("minutes", "m");
  }

  /** Returns the type of positive plain numbers of seconds, fractions allowed. */
  static ValueType<Duration> seconds() {
    return plain("seconds", "s");
  }

  private static ValueType<Duration> plain(String name, String unit) {
    return ValueType.of(
            "a number of " + name + " above 0, at most " + maxDuration(unit),
            node -> duration(node, unit, false))
        .withJsonSchema(atMost(JsonSchemas.positive(), unit))
        .withWriter(value -> amount(value, unit));
  }

  /** Returns the type of plain numbers of seconds, 0 included, fractions allowed. */
  static ValueType<Duration> secondsOrNone() {
    return ValueType.of(
            "a number of seconds, 0 for none, at most " + maxDuration("s"),
            node -> {
              Amount amount = amount(node);
              boolean none =
                  amount != null
                      && (amount.unit.isEmpty() || isDuration(node))
                      && amount.number.signum() == 0;
              return none ? Duration.ZERO : duration(node, "s", false);
            })
        .withJsonSchema(atMost(JsonSchemas.of("type", "number", "minimum", 0L), "s"))
        .withWriter(value -> amount(value, "s"));
  }

  /**
   * Returns the type of sizes in bytes in a range, both ends included, of at most fifteen digits.
   */
  static ValueType<Long> size(long min, long limit) {
    long max = Math.min(limit, MAX_WHOLE);
    return ValueType.of(
            "a size from "
                + min
                + " to "
                + bytes(max)
                + ", in bytes or as 64KiB, 10MiB, 10MB, 1GiB",
            node -> {
              Amount amount = amount(node);
              Long unit =
                  amount == null ? null : SIZE_UNITS.get(amount.unit.toLowerCase(Locale.ROOT));
              if (amount == null || unit == null) {
                return null;
              }
              BigDecimal bytes = amount.number.multiply(BigDecimal.valueOf(unit));
              if (bytes.compareTo(BigDecimal.valueOf(min)) < 0
                  || bytes.compareTo(BigDecimal.valueOf(max)) > 0
                  || bytes.stripTrailingZeros().scale() > 0) {
                return null;
              }
              return bytes.longValue();
            })
        .withJsonSchema(
            JsonSchemas.anyOf(
                List.of(
                    JsonSchemas.whole(min, max),
                    JsonSchemas.text("[0-9]{1,9}\\s*([bB]|[kKmMgG][iI]?[bB])"))));
  }

  private static String bytes(long size) {
    for (String unit : List.of("GiB", "MiB", "KiB")) {
      long bytes = Objects.requireNonNull(SIZE_UNITS.get(unit.toLowerCase(Locale.ROOT)));
      if (size >= bytes && size % bytes == 0) {
        return size / bytes + unit;
      }
    }
    return String.valueOf(size);
  }

  /** Adds the maximum duration, in {@code unit}, to a schema. */
  private static Map<String, Object> atMost(Map<String, Object> schema, String unit) {
    schema.put("maximum", maxDuration(unit));
    return schema;
  }

  /** Returns the maximum duration in a unit. */
  private static long maxDuration(String unit) {
    return amount(Duration.ofDays(MAX_DURATION_DAYS), unit).longValue();
  }

  private static @Nullable Duration duration(Node node, String plainUnit, boolean units) {
    Amount amount = amount(node);
    if (amount == null || (!units && !amount.unit.isEmpty() && !isDuration(node))) {
      return null;
    }
    BigDecimal unit = TIME_UNITS.get(amount.unit.isEmpty() ? plainUnit : amount.unit);
    if (unit == null || amount.number.signum() <= 0) {
      return null;
    }
    BigDecimal seconds = amount.number.multiply(unit);
    if (seconds.compareTo(BigDecimal.valueOf(MAX_DURATION_DAYS * SECONDS_PER_DAY)) > 0) {
      return null;
    }
    return Duration.ofNanos(
        seconds.multiply(NANOS_PER_SECOND).setScale(0, RoundingMode.UP).longValue());
  }

  /** Returns a duration as a number of {@code unit}. */
  private static BigDecimal amount(Duration value, String unit) {
    BigDecimal seconds =
        BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9));
    BigDecimal number =
        seconds.divide(Objects.requireNonNull(TIME_UNITS.get(unit)), 9, RoundingMode.DOWN);
    BigDecimal shortest = number.stripTrailingZeros();
    return shortest.setScale(Math.max(0, shortest.scale())); // 30, not 3E+1
  }

  private static boolean isDuration(Node node) {
    return node instanceof Scalar scalar && scalar.kind() == Kind.DURATION;
  }

  private static @Nullable Amount amount(Node node) {
    if (!(node instanceof Scalar scalar)
        || scalar.kind() == Kind.FLAG
        || scalar.kind() == Kind.NULL) {
      return null;
    }
    Matcher matcher = AMOUNT.matcher(PlainNumber.of(scalar));
    return matcher.matches()
        ? new Amount(new BigDecimal(matcher.group(1)), matcher.group(2))
        : null;
  }

  private record Amount(BigDecimal number, String unit) {}
}
