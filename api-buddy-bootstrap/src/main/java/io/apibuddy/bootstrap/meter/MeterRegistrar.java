package io.apibuddy.bootstrap.meter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * Registers the Micrometer meters of one alias. The registries read the counters on demand, so the
 * cost of counting does not depend on the number of registries.
 */
final class MeterRegistrar {
  private static final String PREFIX = "api.buddy.";
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10)
  };

  private final MeterRegistry registry;
  private final String alias;

  MeterRegistrar(MeterRegistry registry, String alias) {
    this.registry = registry;
    this.alias = alias;
  }

  /**
   * Registers a counter whose value is read from {@code state}. The caller must keep a reference to
   * {@code state}.
   *
   * @param tags names and values alternately
   */
  <T> void counter(
      String name, String meaning, T state, ToDoubleFunction<T> value, String... tags) {
    FunctionCounter.builder(PREFIX + name, state, value)
        .description(meaning)
        .tags(tags(tags))
        .register(registry);
  }

  /**
   * Registers a gauge whose value is read from {@code state}. The caller must keep a reference to
   * {@code state}.
   */
  <T> void gauge(String name, String meaning, T state, ToDoubleFunction<T> value) {
    Gauge.builder(PREFIX + name, state, value).description(meaning).tags(tags()).register(registry);
  }

  Timer timer(String name, String meaning, String... tags) {
    return Timer.builder(PREFIX + name)
        .description(meaning)
        .tags(tags(tags))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  Series series(Series.Kind kind) {
    String cache = kind.outcome().name().toLowerCase(Locale.ROOT);
    Series series =
        new Series(
            kind,
            timer("request", "From a request's head to the end of its answer", "cache", cache));
    counter(
        "requests",
        "Exchanges that have ended",
        series,
        Series::count,
        "method",
        kind.method(),
        "status",
        Integer.toString(kind.status()),
        "cache",
        cache);
    return series;
  }

  TokenCounter tokens(String model) {
    TokenCounter tokens = new TokenCounter();
    tokens("input", tokens.input, model);
    tokens("cached_input", tokens.cachedInput, model);
    tokens("output", tokens.output, model);
    return tokens;
  }

  private void tokens(String kind, LongAdder count, String model) {
    counter(
        "saved.tokens",
        "Tokens of answers that came from the store",
        count,
        LongAdder::sum,
        "model",
        model,
        "kind",
        kind);
  }

  private Tags tags(String... more) {
    return Tags.of("alias", alias).and(more);
  }
}
